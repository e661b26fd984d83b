package httpx_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/idempotency"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// kept is a store in a database of its own.
func kept(t *testing.T) httpx.IdempotencyStore {
	t.Helper()
	d := harness.Database(t)("auth")
	if err := idempotency.Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return idempotency.Store{DB: d, Keep: time.Hour, Abandoned: time.Hour, Log: harness.Log(t)}
}

// maker counts what it makes; its body says how it answers.
func maker(made *int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		*made++
		body, _ := io.ReadAll(r.Body)
		switch string(body) {
		case "fail":
			w.WriteHeader(http.StatusUnprocessableEntity)
		case "panic":
			panic("x")
		case "cookie":
			w.Header().Set("Set-Cookie", "secret=1")
			fmt.Fprint(w, "in")
		case "large":
			fmt.Fprint(w, strings.Repeat("x", 2<<20))
		default:
			w.Header().Set("Location", fmt.Sprint("/v1/x/", *made))
			w.Header().Set("X-Other", "x")
			w.WriteHeader(http.StatusCreated)
			fmt.Fprint(w, *made)
		}
	}
}

// visitor is a member by the user's id or, by "session@place", somebody who is none.
func visitor(who string) identity.Principal {
	session, at, ok := strings.Cut(who, "@")
	if !ok {
		return identity.Principal{Organization: "o", User: ids.User(who)}
	}
	p := identity.Principal{Organization: "o", Session: ids.Session(session)}
	if err := p.Place.Scan(at); err != nil {
		panic(err)
	}
	return p
}

func TestIdempotent(t *testing.T) {
	const key = "Idempotency-Key: 12345678"
	as := func(who string, h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(w, r.WithContext(identity.With(r.Context(), visitor(who))))
		})
	}
	for says, c := range map[string]struct {
		first, again []string // method, path, who, body, header
		status, made int
	}{
		"the same request is answered once":     {[]string{"POST", "/v1/x", "u", "a", key}, []string{"POST", "/v1/x", "u", "a", key}, 201, 1},
		"without a key it is done twice":        {[]string{"POST", "/v1/x", "u", "a", "A: b"}, []string{"POST", "/v1/x", "u", "a", "A: b"}, 201, 2},
		"another body is refused":               {[]string{"POST", "/v1/x", "u", "a", key}, []string{"POST", "/v1/x", "u", "b", key}, 422, 1},
		"another person's key is another":       {[]string{"POST", "/v1/x", "u", "a", key}, []string{"POST", "/v1/x", "v", "a", key}, 201, 2},
		"a candidate is one on all devices":     {[]string{"POST", "/v1/x", "1@a", "a", key}, []string{"POST", "/v1/x", "2@a", "a", key}, 201, 1},
		"a candidate of another attempt":        {[]string{"POST", "/v1/x", "1@a", "a", key}, []string{"POST", "/v1/x", "1@b", "a", key}, 201, 2},
		"guests of an interview are several":    {[]string{"POST", "/v1/x", "1@interview:i", "a", key}, []string{"POST", "/v1/x", "2@interview:i", "a", key}, 201, 2},
		"a guest's request is answered once":    {[]string{"POST", "/v1/x", "1@interview:i", "a", key}, []string{"POST", "/v1/x", "1@interview:i", "a", key}, 201, 1},
		"the key of another path is another":    {[]string{"POST", "/v1/x", "u", "a", key}, []string{"POST", "/v1/y", "u", "a", key}, 201, 2},
		"another query is refused":              {[]string{"POST", "/v1/x", "u", "a", key}, []string{"POST", "/v1/x?include=y", "u", "a", key}, 422, 1},
		"a skipped path is done twice":          {[]string{"POST", "/v1/runs", "u", "a", key}, []string{"POST", "/v1/runs", "u", "a", key}, 201, 2},
		"only POST is kept":                     {[]string{"PATCH", "/v1/x", "u", "a", key}, []string{"PATCH", "/v1/x", "u", "a", key}, 201, 2},
		"a failure is tried again":              {[]string{"POST", "/v1/x", "u", "fail", key}, []string{"POST", "/v1/x", "u", "fail", key}, 422, 2},
		"a failure may be mended under its key": {[]string{"POST", "/v1/x", "u", "fail", key}, []string{"POST", "/v1/x", "u", "a", key}, 201, 2},
		"a panic frees the key":                 {[]string{"POST", "/v1/x", "u", "panic", key}, []string{"POST", "/v1/x", "u", "a", key}, 201, 2},
		"what sets cookies is not kept":         {[]string{"POST", "/v1/x", "u", "cookie", key}, []string{"POST", "/v1/x", "u", "cookie", key}, 200, 2},
		"what is too large is not kept":         {[]string{"POST", "/v1/x", "u", "large", key}, []string{"POST", "/v1/x", "u", "large", key}, 200, 2},
		"a key that is no key is refused":       {[]string{"POST", "/v1/x", "u", "a", key}, []string{"POST", "/v1/x", "u", "a", "Idempotency-Key: short"}, 400, 1},
		"a body over the limit is refused":      {[]string{"POST", "/v1/x", "u", "a", key}, []string{"POST", "/v1/x", "u", strings.Repeat("x", 2000), key}, 413, 1},
	} {
		t.Run(says, func(t *testing.T) {
			made, store := 0, kept(t)
			h := httpx.Chain(maker(&made), httpx.Recover, httpx.Idempotent(func(r *http.Request) httpx.IdempotencyStore {
				if r.URL.Path == "/v1/runs" {
					return nil
				}
				return store
			}, 1000))
			serve(as(c.first[2], h), request(t, c.first[0], c.first[1], c.first[3], c.first[4]))
			w := serve(as(c.again[2], h), request(t, c.again[0], c.again[1], c.again[3], c.again[4]))
			if w.Code != c.status || made != c.made {
				t.Fatalf("answered %d after %d: %.200s", w.Code, made, w.Body)
			}
			if replayed := w.Code == 201 && made == 1; replayed != (w.Header().Get("Idempotency-Replayed") == "true") {
				t.Errorf("Idempotency-Replayed is %q", w.Header().Get("Idempotency-Replayed"))
			} else if replayed && (w.Header().Get("Location") != "/v1/x/1" || w.Body.String() != "1" || w.Header().Get("X-Other") != "") {
				t.Errorf("replayed %v %s", w.Header(), w.Body)
			}
			if w.Code == 400 || w.Code == 422 && made == 1 {
				if e := first(t, w); e.Source.Header != "Idempotency-Key" {
					t.Errorf("the error is at %+v", e.Source)
				}
			}
		})
	}
}

func TestIdempotentRequestUnderWay(t *testing.T) {
	store := kept(t)
	var inner http.Handler
	second := 0
	h := httpx.Idempotent(func(*http.Request) httpx.IdempotencyStore { return store }, 1000)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		again := serve(inner, request(t, "POST", "/v1/x", "a", "Idempotency-Key: 12345678"))
		second = again.Code
		if again.Header().Get("Retry-After") != "1" || first(t, again).Code != "request_running" {
			t.Errorf("answered %v %s", again.Header(), again.Body)
		}
		w.WriteHeader(http.StatusCreated)
	}))
	inner = h
	if w := serve(h, request(t, "POST", "/v1/x", "a", "Idempotency-Key: 12345678")); w.Code != 201 || second != 409 {
		t.Errorf("the first answered %d, the second %d", w.Code, second)
	}
}

// spy notes what a store is given.
type spy struct {
	httpx.IdempotencyStore
	given []string
}

func (s *spy) Reserve(ctx context.Context, scope, key, fingerprint string) (httpx.Reservation, httpx.Answer, error) {
	s.given = append(s.given, key, fingerprint)
	return s.IdempotencyStore.Reserve(ctx, scope, key, fingerprint)
}

func TestTheStoreIsNotToldTheKey(t *testing.T) {
	s, made := &spy{IdempotencyStore: kept(t)}, 0
	h := httpx.Idempotent(func(*http.Request) httpx.IdempotencyStore { return s }, 1000)(maker(&made))
	for _, key := range []string{"first-key", "other-key"} {
		serve(h, request(t, "POST", "/v1/x", "a new password", "Idempotency-Key: "+key))
	}
	if len(s.given) != 4 || made != 2 || s.given[1] == s.given[3] || strings.Contains(strings.Join(s.given, " "), "-key") {
		t.Errorf("%d made; the store was given %q: with the key nor the same fingerprint of the same body", made, s.given)
	}
}
