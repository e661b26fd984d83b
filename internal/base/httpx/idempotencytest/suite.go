// Package idempotencytest is what every httpx.IdempotencyStore must do.
package idempotencytest

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// Run holds the stores that open makes, each empty, to the contract.
//
// house: subtests of a contract are read one after another, not as one function.
func Run(t *testing.T, open func(t *testing.T) httpx.IdempotencyStore) {
	answer := httpx.Answer{Status: 201, Header: http.Header{"Location": {"/v1/x/1"}}, Body: []byte(`{"data":null}`)}
	reserve := func(t *testing.T, s httpx.IdempotencyStore, scope, key, fingerprint string, want httpx.Reservation) httpx.Answer {
		t.Helper()
		got, kept, err := s.Reserve(t.Context(), scope, key, fingerprint)
		if err != nil || got != want {
			t.Fatalf("Reserve(%s, %s, %s) = %d, %v; want %d", scope, key, fingerprint, got, err, want)
		}
		return kept
	}
	t.Run("a reserved key is running until it is finished", func(t *testing.T) {
		s := open(t)
		reserve(t, s, "a", "key", "f", httpx.Reserved)
		reserve(t, s, "a", "key", "f", httpx.Running)
		if err := s.Finish(t.Context(), "a", "key", answer); err != nil {
			t.Fatal(err)
		}
		kept := reserve(t, s, "a", "key", "f", httpx.Done)
		if kept.Status != 201 || kept.Header.Get("Location") != "/v1/x/1" || string(kept.Body) != `{"data":null}` {
			t.Errorf("kept %+v", kept)
		}
	})
	t.Run("another request under the key clashes, running or done", func(t *testing.T) {
		s := open(t)
		reserve(t, s, "a", "key", "f", httpx.Reserved)
		reserve(t, s, "a", "key", "g", httpx.Clashing)
		if err := s.Finish(t.Context(), "a", "key", answer); err != nil {
			t.Fatal(err)
		}
		reserve(t, s, "a", "key", "g", httpx.Clashing)
	})
	t.Run("scopes do not meet", func(t *testing.T) {
		s := open(t)
		reserve(t, s, "a", "key", "f", httpx.Reserved)
		reserve(t, s, "b", "key", "g", httpx.Reserved)
	})
	t.Run("a released key is free", func(t *testing.T) {
		s := open(t)
		reserve(t, s, "a", "key", "f", httpx.Reserved)
		if err := s.Release(t.Context(), "a", "key"); err != nil {
			t.Fatal(err)
		}
		reserve(t, s, "a", "key", "g", httpx.Reserved)
	})
	t.Run("of many at once one reserves", func(t *testing.T) {
		s := open(t)
		var reserved atomic.Int32
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				got, _, err := s.Reserve(t.Context(), "a", "key", "f")
				if err != nil {
					t.Error(err)
				} else if got == httpx.Reserved {
					reserved.Add(1)
				}
			})
		}
		all.Wait()
		if reserved.Load() != 1 {
			t.Errorf("%d reserved it", reserved.Load())
		}
	})
}
