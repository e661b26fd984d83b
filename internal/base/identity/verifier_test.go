package identity_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// issuer signs tokens and serves its keys, counting how often it is asked.
type issuer struct {
	t     *testing.T
	keys  map[string]*ecdsa.PrivateKey
	now   time.Time
	asked int
	down  bool
}

func newIssuer(t *testing.T, kids ...string) *issuer {
	i := &issuer{t: t, keys: map[string]*ecdsa.PrivateKey{}, now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	for _, kid := range kids {
		i.add(kid)
	}
	return i
}

func (i *issuer) add(kid string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		i.t.Fatal(err)
	}
	i.keys[kid] = key
}

func (i *issuer) fetch(context.Context) ([]byte, error) {
	i.asked++
	if i.down {
		return nil, errors.New("auth is down")
	}
	set := identity.JWKS{}
	for kid, key := range i.keys {
		jwk, err := identity.NewJWK(kid, &key.PublicKey)
		if err != nil {
			return nil, err
		}
		set.Keys = append(set.Keys, jwk)
	}
	return json.Marshal(set)
}

func (i *issuer) claims() *identity.Claims {
	return &identity.Claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: identity.Issuer, Audience: jwt.ClaimStrings{identity.Audience},
			ExpiresAt: jwt.NewNumericDate(i.now.Add(10 * time.Minute)),
		},
		User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Author, Session: ids.New[ids.Session](),
	}
}

var interview = identity.Place{Kind: identity.PlaceInterview, ID: "i"}

// visitor are the claims of somebody who is no member.
func (i *issuer) visitor(role identity.Role, place identity.Place) *identity.Claims {
	c := i.claims()
	c.User, c.Role, c.Place = "", role, place
	return c
}

func (i *issuer) sign(kid string, claims *identity.Claims) string {
	token := jwt.NewWithClaims(jwt.SigningMethodES256, claims)
	token.Header["kid"] = kid
	text, err := token.SignedString(i.keys[kid])
	if err != nil {
		i.t.Fatal(err)
	}
	return text
}

func (i *issuer) verifier() *identity.Verifier {
	return identity.NewVerifier(i.fetch).WithClock(func() time.Time { return i.now })
}

func TestVerifierAcceptsATokenAndAsksForKeysOnce(t *testing.T) {
	i := newIssuer(t, "one")
	v, claims := i.verifier(), i.claims()
	for range 3 {
		p, err := v.Verify(t.Context(), i.sign("one", claims))
		if err != nil || p != claims.Principal() {
			t.Fatalf("got %+v, %v", p, err)
		}
	}
	if i.asked != 1 {
		t.Errorf("asked for keys %d times", i.asked)
	}
}

func TestVerifierRefuses(t *testing.T) {
	foreign := newIssuer(t, "one")
	cases := map[string]func(i *issuer) string{
		"nonsense":                        func(i *issuer) string { return "a.b.c" },
		"nothing":                         func(i *issuer) string { return "" },
		"a token of another issuer's key": func(i *issuer) string { return foreign.sign("one", i.claims()) },
		"an unknown key":                  func(i *issuer) string { return newIssuer(t, "two").sign("two", i.claims()) },
		"a token that has ended": func(i *issuer) string {
			c := i.claims()
			c.ExpiresAt = jwt.NewNumericDate(i.now)
			return i.sign("one", c)
		},
		"a token that never ends": func(i *issuer) string { c := i.claims(); c.ExpiresAt = nil; return i.sign("one", c) },
		"a token for others": func(i *issuer) string {
			c := i.claims()
			c.Audience = jwt.ClaimStrings{"shop"}
			return i.sign("one", c)
		},
		"a token without role": func(i *issuer) string { c := i.claims(); c.Role = ""; return i.sign("one", c) },
		"a candidate without attempt": func(i *issuer) string {
			c := i.claims()
			c.Role = identity.Candidate
			return i.sign("one", c)
		},
		"a guest without a place":     func(i *issuer) string { c := i.claims(); c.Role = identity.Guest; return i.sign("one", c) },
		"a guest of an attempt":       func(i *issuer) string { return i.sign("one", i.visitor(identity.Guest, identity.InAttempt("x"))) },
		"a candidate of an interview": func(i *issuer) string { return i.sign("one", i.visitor(identity.Candidate, interview)) },
		"a guest without organization": func(i *issuer) string {
			c := i.visitor(identity.Guest, interview)
			c.Organization = ""
			return i.sign("one", c)
		},
		"a member with an attempt": func(i *issuer) string { c := i.claims(); c.Place = identity.InAttempt("x"); return i.sign("one", c) },
		"a token without signature": func(i *issuer) string {
			text, err := jwt.NewWithClaims(jwt.SigningMethodNone, i.claims()).SignedString(jwt.UnsafeAllowNoneSignatureType)
			if err != nil {
				t.Fatal(err)
			}
			return text
		},
		"a token signed with the public key as a secret": func(i *issuer) string {
			raw, err := i.fetch(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			token := jwt.NewWithClaims(jwt.SigningMethodHS256, i.claims())
			token.Header["kid"] = "one"
			text, err := token.SignedString(raw)
			if err != nil {
				t.Fatal(err)
			}
			return text
		},
	}
	for name, make := range cases {
		t.Run(name, func(t *testing.T) {
			i := newIssuer(t, "one")
			if _, err := i.verifier().Verify(t.Context(), make(i)); !errs.Is(err, errs.Unauthorized) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestVerifierForgetsACachedTokenWhenItEnds(t *testing.T) {
	i := newIssuer(t, "one")
	v := i.verifier()
	token := i.sign("one", i.claims())
	if _, err := v.Verify(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	i.now = i.now.Add(10 * time.Minute)
	if _, err := v.Verify(t.Context(), token); !errs.Is(err, errs.Unauthorized) {
		t.Errorf("got %v", err)
	}
}

func TestVerifierFindsARotatedKeyWithoutRestart(t *testing.T) {
	i := newIssuer(t, "one")
	v := i.verifier()
	if _, err := v.Verify(t.Context(), i.sign("one", i.claims())); err != nil {
		t.Fatal(err)
	}
	i.add("two")
	i.now = i.now.Add(6 * time.Second)
	if _, err := v.Verify(t.Context(), i.sign("two", i.claims())); err != nil {
		t.Fatal(err)
	}
}

func TestVerifierIsNotMadeToAskWithoutEnd(t *testing.T) {
	i := newIssuer(t, "one")
	v, forger := i.verifier(), newIssuer(t, "forged")
	for range 50 {
		if _, err := v.Verify(t.Context(), forger.sign("forged", i.claims())); err == nil {
			t.Fatal("a forged token was accepted")
		}
	}
	if i.asked > 1 {
		t.Errorf("asked %d times within one moment", i.asked)
	}
}

func TestVerifierOutlivesAnOutageOfAuth(t *testing.T) {
	i := newIssuer(t, "one")
	v := i.verifier()
	i.down = true
	if _, err := v.Verify(t.Context(), i.sign("one", i.claims())); !errs.Is(err, errs.Unavailable) {
		t.Fatalf("before any key: got %v", err)
	}
	i.down, i.now = false, i.now.Add(6*time.Second)
	if _, err := v.Verify(t.Context(), i.sign("one", i.claims())); err != nil {
		t.Fatal(err)
	}
	i.down, i.now = true, i.now.Add(time.Hour)
	if _, err := v.Verify(t.Context(), i.sign("one", i.claims())); err != nil {
		t.Errorf("with known keys and auth down: %v", err)
	}
}

// TestVerifierForgetsTheTokensOfAKeyThatWasTakenBack: within the time that a set of keys is used, however long the token was to last.
func TestVerifierForgetsTheTokensOfAKeyThatWasTakenBack(t *testing.T) {
	i := newIssuer(t, "leaked")
	v := i.verifier()
	forged := i.claims()
	forged.ExpiresAt = jwt.NewNumericDate(i.now.Add(1000 * time.Hour))
	token := i.sign("leaked", forged)
	if _, err := v.Verify(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	delete(i.keys, "leaked")
	i.add("next")
	i.now = i.now.Add(5 * time.Minute)
	if _, err := v.Verify(t.Context(), token); !errs.Is(err, errs.Unauthorized) {
		t.Errorf("a token of a key that is gone: %v", err)
	}
}
