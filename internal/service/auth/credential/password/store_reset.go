package password

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

func (s *Service) countResets(ctx context.Context, owner ids.User, since time.Time) (int64, error) {
	return db.One[int64](ctx, s.db, `SELECT COUNT(*) FROM password_resets WHERE user_id = $1 AND created_at > $2`, owner, since)
}

func (s *Service) insertReset(ctx context.Context, hash string, owner ids.User, created, expires time.Time) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO password_resets (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)`,
		hash, owner, created, expires)
	return err
}

// reset is a link that was sent.
type reset struct {
	Owner     ids.User  `db:"user_id"`
	ExpiresAt time.Time `db:"expires_at"`
}

func (s *Service) unusedReset(ctx context.Context, hash string) (reset, error) {
	return db.One[reset](ctx, s.db, `SELECT user_id, expires_at FROM password_resets WHERE token_hash = $1 AND used = 0 AND expires_at > $2`, hash, s.now())
}

// spendReset does nothing (0) when another request was quicker.
func (s *Service) spendReset(ctx context.Context, hash string) (int64, error) {
	return db.Exec(ctx, s.db, `UPDATE password_resets SET used = 1 WHERE token_hash = $1 AND used = 0`, hash)
}

func (s *Service) spendResetsOf(ctx context.Context, owner ids.User) error {
	_, err := db.Exec(ctx, s.db, `UPDATE password_resets SET used = 1 WHERE user_id = $1`, owner)
	return err
}
