package signingkey

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

	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// A signing key's life:
//
//	published ── Lead ──▶ signs ── until its successor signs ──▶ verifies ── access TTL + Lead ──▶ gone
//
// The first key of an installation signs at once: nobody has an older set yet.
type signingKey struct {
	id         string // the kid
	generation int
	private    *ecdsa.PrivateKey
	signsFrom  time.Time
}

// Lead is longer than any verifier keeps a key set (five minutes in base/identity), clocks apart included.
const Lead = 10 * time.Minute

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
		if err := s.Turn(ctx); err != nil {
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

// Turn reads the keys, makes the next one when the youngest has come of age, and drops those whose last
// token has ended. Any number of replicas may do so at once: a generation is made once.
func (s *Service) Turn(ctx context.Context) error {
	now := s.now()
	keys, err := s.readKeys(ctx)
	if err != nil {
		return err
	}
	if len(keys) == 0 || now.Sub(keys[len(keys)-1].signsFrom) >= s.config.Rotation {
		generation, signsFrom := 1, now
		if len(keys) > 0 {
			generation, signsFrom = keys[len(keys)-1].generation+1, now.Add(Lead)
		}
		if err := s.makeKey(ctx, generation, signsFrom); err != nil {
			return err
		}
		if keys, err = s.readKeys(ctx); err != nil {
			return err
		}
	}
	for len(keys) > 1 && now.After(keys[1].signsFrom.Add(s.config.AccessTTL+Lead)) {
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
	return s.insertKey(ctx, generation, der, signsFrom)
}
