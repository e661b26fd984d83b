package idempotency_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/httpx/idempotencytest"
	"github.com/codecraft-hq/codecraft/internal/base/idempotency"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func store(t *testing.T, d *db.DB) idempotency.Store {
	t.Helper()
	if err := idempotency.Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return idempotency.Store{DB: d, Keep: time.Hour, Abandoned: time.Hour, Log: harness.Log(t)}
}

func TestTheStoreKeepsTheContract(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		idempotencytest.Run(t, func(t *testing.T) httpx.IdempotencyStore { return store(t, harness.Database(t)("auth")) })
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		idempotencytest.Run(t, func(t *testing.T) httpx.IdempotencyStore {
			d, err := db.Open(t.Context(), db.Config{URL: harness.Postgres(t), Schema: "auth"})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = d.Close() })
			return store(t, d)
		})
	})
}

func TestAnExpiredKeyIsFree(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		s := store(t, open("auth"))
		reserve := func(s idempotency.Store, key, fingerprint string, want httpx.Reservation) {
			t.Helper()
			if got, _, err := s.Reserve(t.Context(), "a", key, fingerprint); got != want || err != nil {
				t.Fatalf("%s: %d, %v; want %d", key, got, err, want)
			}
		}
		short := s
		short.Keep, short.Abandoned = -time.Second, -time.Second
		reserve(short, "dead", "f", httpx.Reserved)
		reserve(s, "dead", "g", httpx.Reserved)
		reserve(s, "dead", "g", httpx.Running)
		reserve(s, "old", "f", httpx.Reserved)
		if err := short.Finish(t.Context(), "a", "old", httpx.Answer{Status: 201, Header: http.Header{}}); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Sweep(t.Context()); n != 1 || err != nil {
			t.Errorf("swept %d, %v", n, err)
		}
		reserve(s, "old", "g", httpx.Reserved)
	})
}
