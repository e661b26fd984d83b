package httpx_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/httpx/idempotencytest"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

func TestMemoryIdempotencyConforms(t *testing.T) {
	idempotencytest.Run(t, func(*testing.T) httpx.IdempotencyStore { return httpx.NewMemoryIdempotency(time.Hour, 100) })
}

func TestMemoryIdempotencyIsBounded(t *testing.T) {
	m := httpx.NewMemoryIdempotency(time.Hour, 2)
	for i := range 5 {
		key := fmt.Sprint(i)
		if got, _, _ := m.Reserve(t.Context(), "a", key, "f"); got != httpx.Reserved {
			t.Fatalf("key %d is %d", i, got)
		}
		if err := m.Finish(t.Context(), "a", key, httpx.Answer{Status: 201}); err != nil {
			t.Fatal(err)
		}
	}
	for key, want := range map[string]httpx.Reservation{"4": httpx.Done, "3": httpx.Done} {
		if got, _, _ := m.Reserve(t.Context(), "a", key, "f"); got != want {
			t.Errorf("key %s is %d, want %d", key, got, want)
		}
	}
	if got, _, _ := m.Reserve(t.Context(), "a", "0", "f"); got != httpx.Reserved {
		t.Errorf("the oldest key is %d", got)
	}
}

func TestMemoryIdempotencyKeepsWhatIsUnderWay(t *testing.T) {
	m := httpx.NewMemoryIdempotency(time.Hour, 1)
	for _, key := range []string{"0", "1"} {
		if got, _, _ := m.Reserve(t.Context(), "a", key, "f"); got != httpx.Reserved {
			t.Fatalf("key %s is %d", key, got)
		}
	}
	if got, _, _ := m.Reserve(t.Context(), "a", "0", "f"); got != httpx.Running {
		t.Errorf("a running key is %d", got)
	}
}

func TestMemoryIdempotencyForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := httpx.NewMemoryIdempotency(time.Hour, 2)
		_, _, _ = m.Reserve(t.Context(), "a", "key", "f")
		_ = m.Finish(t.Context(), "a", "key", httpx.Answer{Status: 201})
		time.Sleep(61 * time.Minute) // the bubble's clock
		if got, _, _ := m.Reserve(t.Context(), "a", "key", "g"); got != httpx.Reserved {
			t.Errorf("after its time the key is %d", got)
		}
	})
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

func TestIdempotent(t *testing.T) {
	const key = "Idempotency-Key: 12345678"
	as := func(user string, h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(w, r.WithContext(identity.With(r.Context(), identity.Principal{Organization: "o", User: ids.User(user)})))
		})
	}
	for says, c := range map[string]struct {
		first, again []string // method, path, user, body, header
		status, made int
	}{
		"the same request is answered once":     {[]string{"POST", "/v1/x", "u", "a", key}, []string{"POST", "/v1/x", "u", "a", key}, 201, 1},
		"without a key it is done twice":        {[]string{"POST", "/v1/x", "u", "a", "A: b"}, []string{"POST", "/v1/x", "u", "a", "A: b"}, 201, 2},
		"another body is refused":               {[]string{"POST", "/v1/x", "u", "a", key}, []string{"POST", "/v1/x", "u", "b", key}, 422, 1},
		"another person's key is another":       {[]string{"POST", "/v1/x", "u", "a", key}, []string{"POST", "/v1/x", "v", "a", key}, 201, 2},
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
			made := 0
			h := httpx.Chain(maker(&made), httpx.Recover, httpx.Idempotent(httpx.NewMemoryIdempotency(time.Hour, 9), 1000, func(r *http.Request) bool { return r.URL.Path == "/v1/runs" }))
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
	store := httpx.NewMemoryIdempotency(time.Hour, 9)
	var inner http.Handler
	second := 0
	h := httpx.Idempotent(store, 1000, func(*http.Request) bool { return false })(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
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
