package user

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const columns = `id, email, name, last_organization, revision, created_at`

// ByEmail finds the account of an address in its stored form; db.ErrNoRows when there is none.
func (s *Service) ByEmail(ctx context.Context, email string) (User, error) {
	return db.One[User](ctx, s.db, `SELECT `+columns+` FROM users WHERE email = $1`, email)
}

// ByID answers db.ErrNoRows when there is no such account.
func (s *Service) ByID(ctx context.Context, id ids.User) (User, error) {
	return db.One[User](ctx, s.db, `SELECT `+columns+` FROM users WHERE id = $1`, id)
}

// ByIDs leaves out those that there are not.
func (s *Service) ByIDs(ctx context.Context, wanted []ids.User) ([]User, error) {
	where := db.In(&db.Conditions{}, "id", wanted)
	return db.Select[User](ctx, s.db, `SELECT `+columns+` FROM users`+where.SQL(), where.Args()...)
}

// Any says whether there is anybody at all.
func (s *Service) Any(ctx context.Context) (bool, error) {
	one, err := db.Select[int64](ctx, s.db, `SELECT 1 FROM users LIMIT 1`)
	return len(one) > 0, err
}

// Insert makes an account, without anything yet that lets somebody in.
func (s *Service) Insert(ctx context.Context, user User) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO users (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, '', $4)`,
		user.ID, user.Email, user.Name, user.CreatedAt)
	if columns, taken := db.Taken(err); taken && columns == "email" {
		return errs.New(errs.Conflict, "email_taken", "there is an account with this e-mail address: sign in instead, or reset its password").At("/data/attributes/email")
	}
	return err
}

// Rename does nothing (db.ErrNoRows) unless the revision is still the one the caller has seen.
func (s *Service) Rename(ctx context.Context, id ids.User, name string, revision int) (User, error) {
	return db.WriteOne[User](ctx, s.db, `UPDATE users SET name = $2, revision = revision + 1
		WHERE id = $1 AND revision = $3 RETURNING `+columns, id, name, revision)
}

// SetLastOrganization says where the next sign-in goes.
func (s *Service) SetLastOrganization(ctx context.Context, id ids.User, organization ids.Organization) error {
	_, err := db.Exec(ctx, s.db, `UPDATE users SET last_organization = $2 WHERE id = $1`, id, organization)
	return err
}
