package httpx

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// Reservation is what a store knows about an idempotency key.
type Reservation int

// The states of a key: free becomes running when it is reserved, and done when it is finished.
const (
	Reserved Reservation = iota // it was free and is now ours: do the work, then Finish or Release
	Running                     // another request with it is under way
	Done                        // it was answered: send that answer again
	Clashing                    // it was used for another request
)

// Answer is what is kept of an answer.
type Answer struct {
	Status int
	Header http.Header // Content-Type, Location and ETag, no more
	Body   []byte
}

// IdempotencyStore remembers the answers given under clients' keys for a day or so. A table backs it well:
// primary key (scope, key), columns fingerprint, status, header, body, expires_at; Reserve is an INSERT ON
// CONFLICT DO NOTHING, and takes over a running row whose worker has died.
type IdempotencyStore interface {
	Reserve(ctx context.Context, scope, key, fingerprint string) (Reservation, Answer, error)
	Finish(ctx context.Context, scope, key string, answer Answer) error
	Release(ctx context.Context, scope, key string) error // the work failed: the key is free again
}

const (
	maxKeptAnswer = 1 << 20
	retryRunning  = time.Second
)

// Idempotent answers a POST that names an Idempotency-Key as it was answered the first time. Only what
// succeeded is kept: a failure has done nothing and may be tried again under the same key. Nor is an answer
// that sets cookies, which are nobody else's. storeOf says where a request's answer is kept; nil leaves it
// alone. It comes after Authenticate, since a key belongs to whoever used it.
func Idempotent(storeOf func(*http.Request) IdempotencyStore, maxBody int64) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			key := r.Header.Get("Idempotency-Key")
			if r.Method != http.MethodPost || key == "" {
				next.ServeHTTP(w, r)
				return
			}
			if !saneKey(key) {
				WriteError(w, r, errs.New(errs.Malformed, "bad_idempotency_key", "send 8 to 128 visible ASCII characters, such as a UUID").OnHeader("Idempotency-Key"))
				return
			}
			store := storeOf(r)
			if store == nil {
				next.ServeHTTP(w, r)
				return
			}
			if err := once(w, r, key, store, maxBody, next); err != nil {
				WriteError(w, r, err)
			}
		})
	}
}

func once(w http.ResponseWriter, r *http.Request, key string, store IdempotencyStore, maxBody int64, next http.Handler) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	scope, print := scopeOf(r), fingerprint(r, key, body)
	key = digest(key)
	state, kept, err := store.Reserve(r.Context(), scope, key, print)
	if err != nil {
		return fmt.Errorf("reserve the idempotency key: %w", err)
	}
	switch state {
	case Running:
		return errs.New(errs.Conflict, "request_running", "the first request with this key is still under way").OnHeader("Idempotency-Key").After(retryRunning)
	case Clashing:
		return errs.New(errs.Invalid, "key_reused", "this key was used for another request: take a new one").OnHeader("Idempotency-Key")
	case Done:
		replay(w, kept)
		return nil
	}
	return work(w, r, scope, key, store, next)
}

// work does the request for the first time and keeps its answer, or frees the key, come what may.
func work(w http.ResponseWriter, r *http.Request, scope, key string, store IdempotencyStore, next http.Handler) error {
	copied := &copying{ResponseWriter: w}
	ctx := context.WithoutCancel(r.Context()) // a client that leaves must find its answer when it comes back
	finished := false
	defer func() {
		if finished {
			return
		}
		if err := store.Release(ctx, scope, key); err != nil {
			Annotate(ctx, "idempotency", err.Error())
		}
	}()
	next.ServeHTTP(copied, r)
	if !copied.keepable() {
		return nil
	}
	answer := Answer{Status: copied.status, Header: http.Header{}, Body: copied.body.Bytes()}
	for _, name := range []string{"Content-Type", "Location", "Etag"} {
		if values := copied.Header().Values(name); len(values) > 0 {
			answer.Header[name] = values
		}
	}
	finished = true // even when this fails: the work is done, and must not be done again
	if err := store.Finish(ctx, scope, key, answer); err != nil {
		Annotate(ctx, "idempotency", err.Error())
	}
	return nil
}

func replay(w http.ResponseWriter, kept Answer) {
	for name, values := range kept.Header {
		w.Header()[name] = values
	}
	w.Header().Set("Idempotency-Replayed", "true")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(kept.Status)
	_, _ = w.Write(kept.Body) // the client has gone
}

func saneKey(key string) bool {
	for _, c := range []byte(key) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return len(key) >= 8 && len(key) <= 128
}

// scopeOf is whose key it is and what for, of a fixed length.
func scopeOf(r *http.Request) string {
	p := identity.From(r.Context())
	return digest(string(p.Organization), string(p.User), p.Visitor(), r.URL.Path)
}

// fingerprint holds the key, which is kept as a digest only: whoever reads the store cannot try out what a body said,
// such as a new password.
func fingerprint(r *http.Request, key string, body []byte) string {
	return digest(key, r.URL.RawQuery, r.Header.Get("Content-Type"), string(body))
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// copying keeps a copy of the answer on its way out.
type copying struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
	large  bool
}

func (c *copying) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *copying) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *copying) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	if c.body.Len()+len(b) > maxKeptAnswer {
		c.large = true
	} else if !c.large {
		c.body.Write(b)
	}
	return c.ResponseWriter.Write(b)
}

func (c *copying) keepable() bool {
	return c.status >= 200 && c.status < 300 && !c.large && c.Header().Get("Set-Cookie") == ""
}
