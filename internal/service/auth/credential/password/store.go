package password

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// hashOf is empty for who has no password, and for nobody.
func (s *Service) hashOf(ctx context.Context, owner ids.User) (string, error) {
	hash, err := db.One[string](ctx, s.db, `SELECT password_hash FROM users WHERE id = $1`, owner)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	return hash, err
}

// Set gives somebody a password, of which Hash made the hash, in the transaction of ctx.
func (s *Service) Set(ctx context.Context, owner ids.User, hash string) error {
	_, err := db.Exec(ctx, s.db, `UPDATE users SET password_hash = $2 WHERE id = $1`, owner, hash)
	return err
}

// Purge deletes what is over and no longer asked for.
func (s *Service) Purge(ctx context.Context) error {
	now := s.now()
	if _, err := db.Exec(ctx, s.db, `DELETE FROM password_resets WHERE expires_at < $1`, now.Add(-time.Hour)); err != nil {
		return err
	}
	_, err := db.Exec(ctx, s.db, `DELETE FROM login_failures WHERE failed_ms < $1`, now.Add(-2*forgottenAfter).UnixMilli())
	return err
}
