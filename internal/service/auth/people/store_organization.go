package people

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const organizationColumns = `id, name, revision, created_at`

func (s *Service) organizationsOf(ctx context.Context, user ids.User) ([]Organization, error) {
	return db.Select[Organization](ctx, s.db, `SELECT `+organizationColumns+` FROM organizations
		WHERE id IN (SELECT organization_id FROM memberships WHERE user_id = $1) ORDER BY id`, user)
}

func (s *Service) pageOrganizations(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Organization, error) {
	return db.Select[Organization](ctx, s.db, `SELECT `+organizationColumns+` FROM organizations o`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

func (s *Service) organizationByID(ctx context.Context, id ids.Organization) (Organization, error) {
	return db.One[Organization](ctx, s.db, `SELECT `+organizationColumns+` FROM organizations WHERE id = $1`, id)
}

func (s *Service) insertOrganization(ctx context.Context, organization Organization) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO organizations (id, name, created_at) VALUES ($1, $2, $3)`, organization.ID, organization.Name, organization.CreatedAt)
	return err
}

// updateOrganizationName does nothing (ErrNoRows) unless the revision is still the one the caller has seen.
func (s *Service) updateOrganizationName(ctx context.Context, id ids.Organization, name string, revision int) (Organization, error) {
	return db.WriteOne[Organization](ctx, s.db, `UPDATE organizations SET name = $2, revision = revision + 1
		WHERE id = $1 AND revision = $3 RETURNING `+organizationColumns, id, name, revision)
}
