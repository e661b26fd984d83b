// Package idempotency keeps the answers given under Idempotency-Keys in a service's database, so
// that any replica gives the same answer again, also after a restart.
package idempotency

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

//go:embed migrations
var migrations embed.FS

// Migrate makes the table idempotency in the service's schema.
func Migrate(ctx context.Context, d *db.DB) error {
	return d.MigrateSet(ctx, "idempotency", migrations)
}

// Store is an httpx.IdempotencyStore on a database. A key is free again when its row has expired:
// an answer after Keep, a request under way, whose process must then be dead, after Abandoned.
type Store struct {
	DB        *db.DB
	Keep      time.Duration // a day or so
	Abandoned time.Duration // longer than any request takes
	Log       *slog.Logger
}

type row struct {
	Fingerprint string               `db:"fingerprint"`
	Done        bool                 `db:"done"`
	Status      int                  `db:"status"`
	Header      db.JSON[http.Header] `db:"header"`
	Body        []byte               `db:"body"`
}

// Reserve implements httpx.IdempotencyStore.
func (s Store) Reserve(ctx context.Context, scope, key, fingerprint string) (httpx.Reservation, httpx.Answer, error) {
	for {
		taken, err := s.take(ctx, scope, key, fingerprint)
		if err != nil || taken {
			return httpx.Reserved, httpx.Answer{}, err
		}
		r, err := db.One[row](ctx, s.DB, `SELECT fingerprint, done, status, header, body FROM idempotency WHERE scope = $1 AND key = $2`, scope, key)
		switch {
		case errors.Is(err, db.ErrNoRows): // released in between
			continue
		case err != nil:
			return 0, httpx.Answer{}, fmt.Errorf("read an idempotency key: %w", err)
		case r.Fingerprint != fingerprint:
			return httpx.Clashing, httpx.Answer{}, nil
		case !r.Done:
			return httpx.Running, httpx.Answer{}, nil
		}
		return httpx.Done, httpx.Answer{Status: r.Status, Header: r.Header.V, Body: r.Body}, nil
	}
}

// take inserts the row, or takes over an expired one.
func (s Store) take(ctx context.Context, scope, key, fingerprint string) (bool, error) {
	now := time.Now()
	n, err := db.Exec(ctx, s.DB, `INSERT INTO idempotency (scope, key, fingerprint, done, status, header, expires_at)
		VALUES ($1, $2, $3, FALSE, 0, '{}', $4)
		ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, done = FALSE, expires_at = excluded.expires_at
		WHERE idempotency.expires_at < $5`, scope, key, fingerprint, now.Add(s.Abandoned), now)
	if err != nil {
		return false, fmt.Errorf("reserve an idempotency key: %w", err)
	}
	return n == 1, nil
}

// Finish implements httpx.IdempotencyStore.
func (s Store) Finish(ctx context.Context, scope, key string, a httpx.Answer) error {
	_, err := db.Exec(ctx, s.DB, `UPDATE idempotency SET done = TRUE, status = $3, header = $4, body = $5, expires_at = $6 WHERE scope = $1 AND key = $2`,
		scope, key, a.Status, db.JSON[http.Header]{V: a.Header}, a.Body, time.Now().Add(s.Keep))
	if err != nil {
		return fmt.Errorf("keep an answer: %w", err)
	}
	return nil
}

// Release implements httpx.IdempotencyStore.
func (s Store) Release(ctx context.Context, scope, key string) error {
	_, err := db.Exec(ctx, s.DB, `DELETE FROM idempotency WHERE scope = $1 AND key = $2`, scope, key)
	if err != nil {
		return fmt.Errorf("release an idempotency key: %w", err)
	}
	return nil
}

// sweep is how often expired rows are deleted.
const sweep = 10 * time.Minute

// Run deletes expired rows until ctx ends.
func (s Store) Run(ctx context.Context) error {
	tick := time.NewTicker(sweep)
	defer tick.Stop()
	for {
		if _, err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("expired idempotency keys could not be deleted", "schema", s.DB.Schema(), "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Sweep deletes expired rows and tells how many.
func (s Store) Sweep(ctx context.Context) (int64, error) {
	return db.Exec(ctx, s.DB, `DELETE FROM idempotency WHERE expires_at < $1`, time.Now())
}
