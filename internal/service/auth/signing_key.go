package auth

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// A signing key's life:
//
//	published ── keyLead ──▶ signs ── until its successor signs ──▶ verifies ── access TTL + keyLead ──▶ gone
//
// The first key of an installation signs at once: nobody has an older set yet.
type signingKey struct {
	id         string // the kid
	generation int
	private    *ecdsa.PrivateKey
	signsFrom  time.Time
}

// keyLead is longer than any verifier keeps a key set (five minutes in base/identity), clocks apart included.
const keyLead = 10 * time.Minute

// keyring holds the keys in memory, as they were when last read; every replica reads them each minute.
type keyring struct {
	mu   sync.RWMutex
	keys []signingKey // by generation, oldest first
}

func (r *keyring) set(keys []signingKey) { r.mu.Lock(); r.keys = keys; r.mu.Unlock() }

func (r *keyring) all() []signingKey { r.mu.RLock(); defer r.mu.RUnlock(); return r.keys }

// signer is the youngest key that may sign now.
func (r *keyring) signer(now time.Time) (signingKey, error) {
	keys := r.all()
	for i := len(keys) - 1; i >= 0; i-- {
		if !now.Before(keys[i].signsFrom) {
			return keys[i], nil
		}
	}
	return signingKey{}, errors.New("there is no signing key yet")
}

// Keys answers the public keys as a JWK set.
func (s *Service) Keys(ctx context.Context) ([]byte, error) {
	if len(s.ring.all()) == 0 {
		if err := s.turnKeys(ctx); err != nil {
			return nil, err
		}
	}
	var set identity.JWKS
	for _, key := range s.ring.all() {
		jwk, err := identity.NewJWK(key.id, &key.private.PublicKey)
		if err != nil {
			return nil, err
		}
		set.Keys = append(set.Keys, jwk)
	}
	return json.Marshal(set)
}

// turnKeys reads the keys, makes the next one when the youngest has come of age, and drops those whose last
// token has ended. Any number of replicas may do so at once: a generation is made once.
func (s *Service) turnKeys(ctx context.Context) error {
	now := s.now()
	keys, err := s.readKeys(ctx)
	if err != nil {
		return err
	}
	if len(keys) == 0 || now.Sub(keys[len(keys)-1].signsFrom) >= s.config.KeyRotation {
		generation, signsFrom := 1, now
		if len(keys) > 0 {
			generation, signsFrom = keys[len(keys)-1].generation+1, now.Add(keyLead)
		}
		if err := s.makeKey(ctx, generation, signsFrom); err != nil {
			return err
		}
		if keys, err = s.readKeys(ctx); err != nil {
			return err
		}
	}
	for len(keys) > 1 && now.After(keys[1].signsFrom.Add(s.config.AccessTTL+keyLead)) {
		if err := s.deleteKey(ctx, keys[0].id); err != nil {
			return err
		}
		keys = keys[1:]
	}
	s.ring.set(keys)
	return nil
}

func (s *Service) makeKey(ctx context.Context, generation int, signsFrom time.Time) error {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("make a signing key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return fmt.Errorf("encode a signing key: %w", err)
	}
	_, err = db.Exec(ctx, s.db, `INSERT INTO signing_keys (id, generation, private_key, created_at, signs_from)
		VALUES ($1, $2, $3, $4, $5) ON CONFLICT (generation) DO NOTHING`,
		ids.New[string](), generation, der, s.now(), signsFrom)
	return err
}

func (s *Service) deleteKey(ctx context.Context, id string) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM signing_keys WHERE id = $1`, id)
	return err
}

func (s *Service) readKeys(ctx context.Context) ([]signingKey, error) {
	type row struct {
		ID         string    `db:"id"`
		Generation int       `db:"generation"`
		Private    []byte    `db:"private_key"`
		SignsFrom  time.Time `db:"signs_from"`
	}
	rows, err := db.Select[row](ctx, s.db, `SELECT id, generation, private_key, signs_from FROM signing_keys ORDER BY generation`)
	if err != nil {
		return nil, fmt.Errorf("read signing keys: %w", err)
	}
	keys := make([]signingKey, 0, len(rows))
	for _, r := range rows {
		parsed, err := x509.ParsePKCS8PrivateKey(r.Private)
		private, ok := parsed.(*ecdsa.PrivateKey)
		if err != nil || !ok {
			return nil, fmt.Errorf("signing key %s cannot be read: %w", r.ID, err)
		}
		keys = append(keys, signingKey{r.ID, r.Generation, private, r.SignsFrom})
	}
	return keys, nil
}

// accessToken signs a token for the principal. It ends with the session at the latest.
func (s *Service) accessToken(p identity.Principal, sessionEnds time.Time) (token string, expires time.Time, err error) {
	now := s.now()
	expires = now.Add(s.config.AccessTTL)
	if sessionEnds.Before(expires) {
		expires = sessionEnds
	}
	key, err := s.ring.signer(now)
	if err != nil {
		return "", time.Time{}, err
	}
	t := jwt.NewWithClaims(jwt.SigningMethodES256, &identity.Claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: identity.Issuer, Audience: jwt.ClaimStrings{identity.Audience},
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires),
		},
		User: p.User, Organization: p.Organization, Role: p.Role, Session: p.Session, Attempt: p.Attempt,
	})
	t.Header["kid"] = key.id
	token, err = t.SignedString(key.private)
	return token, expires.Truncate(time.Second), err
}
