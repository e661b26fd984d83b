package password

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// hashOf is empty for who has no password, and for nobody. As long as the column of users is there, a binary that
// knows nothing else may have written it last: see the migration 00004_passwords.
func (s *Service) hashOf(ctx context.Context, owner ids.User) (string, error) {
	hash, err := db.One[string](ctx, s.db, `SELECT COALESCE(NULLIF(u.password_hash, ''), p.hash, '')
		FROM users u LEFT JOIN passwords p ON p.user_id = u.id WHERE u.id = $1`, owner)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	return hash, err
}

// Set gives somebody a password, of which Hash made the hash: in the table, and for one release in the column too.
func (s *Service) Set(ctx context.Context, owner ids.User, hash string) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, s.db, `INSERT INTO passwords (user_id, hash, changed_at) VALUES ($1, $2, $3)
			ON CONFLICT (user_id) DO UPDATE SET hash = $2, changed_at = $3`, owner, hash, s.now())
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, s.db, `UPDATE users SET password_hash = $2 WHERE id = $1`, owner, hash)
		return err
	})
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
