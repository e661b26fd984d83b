package auth

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const userColumns = `id, email, name, password_hash, last_organization, revision, created_at`

func (s *Service) userByEmail(ctx context.Context, email string) (user, error) {
	return db.One[user](ctx, s.db, `SELECT `+userColumns+` FROM users WHERE email = $1`, email)
}

func (s *Service) userByID(ctx context.Context, id ids.User) (user, error) {
	return db.One[user](ctx, s.db, `SELECT `+userColumns+` FROM users WHERE id = $1`, id)
}

func (s *Service) usersOf(ctx context.Context, organization ids.Organization, self ids.User, wanted []string) ([]user, error) {
	where := db.In(&db.Conditions{}, "id", wanted).
		And("id = ? OR id IN (SELECT user_id FROM memberships WHERE organization_id = ?)", self, organization)
	return db.Select[user](ctx, s.db, `SELECT `+userColumns+` FROM users`+where.SQL(), where.Args()...)
}

func (s *Service) anyUser(ctx context.Context) (bool, error) {
	one, err := db.Select[int64](ctx, s.db, `SELECT 1 FROM users LIMIT 1`)
	return len(one) > 0, err
}

func (s *Service) insertUser(ctx context.Context, u user) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO users (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)`,
		u.ID, u.Email, u.Name, u.PasswordHash, u.CreatedAt)
	if columns, taken := db.Taken(err); taken && columns == "email" {
		return emailTaken()
	}
	return err
}

// updateUserName does nothing (ErrNoRows) unless the revision is still the one the caller has seen.
func (s *Service) updateUserName(ctx context.Context, id ids.User, name string, revision int) (user, error) {
	return db.WriteOne[user](ctx, s.db, `UPDATE users SET name = $2, revision = revision + 1
		WHERE id = $1 AND revision = $3 RETURNING `+userColumns, id, name, revision)
}

func (s *Service) setLastOrganization(ctx context.Context, id ids.User, organization ids.Organization) error {
	_, err := db.Exec(ctx, s.db, `UPDATE users SET last_organization = $2 WHERE id = $1`, id, organization)
	return err
}

func (s *Service) setPassword(ctx context.Context, id ids.User, hash string) error {
	_, err := db.Exec(ctx, s.db, `UPDATE users SET password_hash = $2 WHERE id = $1`, id, hash)
	return err
}
