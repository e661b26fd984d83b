package identity

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Issuer and Audience are in every access token and demanded of it.
const (
	Issuer   = "codecraft"
	Audience = "codecraft"
)

// Claims is what an access token (a JWT signed with ES256) says.
type Claims struct {
	jwt.RegisteredClaims
	User         ids.User         `json:"usr,omitempty"`
	Organization ids.Organization `json:"org"`
	Role         Role             `json:"role"`
	Session      ids.Session      `json:"sid"`
	Place        Place            `json:"att,omitzero"`
}

// Principal is the person the claims speak of.
func (c *Claims) Principal() Principal {
	return Principal{User: c.User, Organization: c.Organization, Role: c.Role, Session: c.Session, Place: c.Place}
}

const (
	// keysFresh is how long a key set is used before it is fetched again. The auth service publishes a
	// key for longer than this before it signs with it, so an unknown key is rare.
	keysFresh = 5 * time.Minute
	// keysPause is the least time between two fetches, so that forged key ids cannot make us ask without end.
	keysPause = 5 * time.Second
	// maxVerified bounds the memory of the cache: two generations of this many tokens.
	maxVerified = 20_000
)

// Verifier turns access tokens into principals, by itself: it asks auth for nothing but public keys.
// A signature is checked once a token and set of keys; meanwhile its SHA-256 is found in a bounded cache.
type Verifier struct {
	fetch func(ctx context.Context) ([]byte, error)
	now   func() time.Time

	fetching sync.Mutex // held during a fetch: one at a time
	mu       sync.RWMutex
	keys     map[string]*ecdsa.PublicKey
	asked    time.Time // when keys were last asked for, successfully or not
	loaded   time.Time
	young    map[[sha256.Size]byte]verified
	old      map[[sha256.Size]byte]verified
}

type verified struct {
	principal Principal
	expires   time.Time
	checked   time.Time
}

// NewVerifier makes a verifier; keys answers the JWK set of the auth service.
func NewVerifier(keys func(ctx context.Context) (jwks []byte, err error)) *Verifier {
	return &Verifier{fetch: keys, now: time.Now, young: map[[sha256.Size]byte]verified{}}
}

// WithClock replaces the clock; for tests.
func (v *Verifier) WithClock(now func() time.Time) *Verifier {
	v.now = now
	return v
}

// Verify answers whose token it is: Unauthorized for a token that is forged, foreign or over, Unavailable
// when no keys could be had yet.
func (v *Verifier) Verify(ctx context.Context, token string) (Principal, error) {
	sum, now := sha256.Sum256([]byte(token)), v.now()
	// A key that was taken back ends the tokens that it has signed, however long they were to last.
	if hit, ok := v.cached(sum); ok && now.Sub(hit.checked) < keysFresh {
		if !now.Before(hit.expires) {
			return Principal{}, ended(jwt.ErrTokenExpired)
		}
		return hit.principal, nil
	}
	var claims Claims
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodES256.Alg()}),
		jwt.WithIssuer(Issuer), jwt.WithAudience(Audience), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(v.now),
	)
	_, err := parser.ParseWithClaims(token, &claims, func(t *jwt.Token) (any, error) {
		kid, _ := t.Header["kid"].(string)
		return v.key(ctx, kid)
	})
	if err != nil {
		if errs.Is(err, errs.Unavailable) {
			return Principal{}, err
		}
		return Principal{}, ended(err)
	}
	p := claims.Principal()
	if !p.whole() || p.Session == "" {
		return Principal{}, ended(errors.New("incomplete claims"))
	}
	v.remember(sum, verified{p, claims.ExpiresAt.Time, now})
	return p, nil
}

func ended(cause error) error {
	return errs.New(errs.Unauthorized, "token_invalid", "the access token is not valid or has ended: refresh it or sign in again").Because(cause)
}

func (v *Verifier) cached(sum [sha256.Size]byte) (verified, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if hit, ok := v.young[sum]; ok {
		return hit, true
	}
	hit, ok := v.old[sum]
	return hit, ok
}

// remember keeps two generations: when the young one is full it becomes the old one, and what was old is forgotten.
func (v *Verifier) remember(sum [sha256.Size]byte, entry verified) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.young) >= maxVerified {
		v.old, v.young = v.young, make(map[[sha256.Size]byte]verified, maxVerified)
	}
	v.young[sum] = entry
}

// key finds a public key, fetching the set when it is stale or does not have the key yet. When auth
// cannot be reached, the keys already known go on being used.
func (v *Verifier) key(ctx context.Context, kid string) (*ecdsa.PublicKey, error) {
	if key, fresh := v.known(kid); key != nil && fresh {
		return key, nil
	}
	v.fetching.Lock()
	defer v.fetching.Unlock()
	key, fresh := v.known(kid) // another caller may have fetched meanwhile
	if key != nil && fresh {
		return key, nil
	}
	var failure error
	v.mu.RLock()
	mayAsk := v.asked.IsZero() || v.now().Sub(v.asked) >= keysPause
	v.mu.RUnlock()
	if mayAsk {
		failure = v.load(ctx)
		key, _ = v.known(kid)
	}
	v.mu.RLock()
	never := v.loaded.IsZero()
	v.mu.RUnlock()
	switch {
	case key != nil:
		return key, nil
	case never:
		return nil, errs.New(errs.Unavailable, "keys_unavailable", "sign-in cannot be checked right now: try again shortly").After(keysPause).Because(failure)
	}
	return nil, fmt.Errorf("unknown key %q", kid)
}

func (v *Verifier) known(kid string) (key *ecdsa.PublicKey, fresh bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.keys[kid], v.now().Sub(v.loaded) < keysFresh
}

func (v *Verifier) load(ctx context.Context) error {
	raw, err := v.fetch(ctx)
	var keys map[string]*ecdsa.PublicKey
	if err == nil {
		keys, err = parseKeys(raw)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.asked = v.now()
	if err != nil {
		return fmt.Errorf("fetch signing keys: %w", err)
	}
	v.keys, v.loaded = keys, v.asked
	return nil
}
