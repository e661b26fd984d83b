package auth

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const organizationColumns = `id, name, revision, created_at`

func (s *Service) organizationsOf(ctx context.Context, user ids.User) ([]organization, error) {
	return db.Select[organization](ctx, s.db, `SELECT `+organizationColumns+` FROM organizations
		WHERE id IN (SELECT organization_id FROM memberships WHERE user_id = $1) ORDER BY id`, user)
}

func (s *Service) pageOrganizations(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]organization, error) {
	return db.Select[organization](ctx, s.db, `SELECT `+organizationColumns+` FROM organizations o`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

func (s *Service) organizationByID(ctx context.Context, id ids.Organization) (organization, error) {
	return db.One[organization](ctx, s.db, `SELECT `+organizationColumns+` FROM organizations WHERE id = $1`, id)
}

func (s *Service) insertOrganization(ctx context.Context, o organization) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO organizations (id, name, created_at) VALUES ($1, $2, $3)`, o.ID, o.Name, o.CreatedAt)
	return err
}

// updateOrganizationName does nothing (ErrNoRows) unless the revision is still the one the caller has seen.
func (s *Service) updateOrganizationName(ctx context.Context, id ids.Organization, name string, revision int) (organization, error) {
	return db.WriteOne[organization](ctx, s.db, `UPDATE organizations SET name = $2, revision = revision + 1
		WHERE id = $1 AND revision = $3 RETURNING `+organizationColumns, id, name, revision)
}

const membershipColumns = `m.id, m.organization_id, m.user_id, m.role, u.name, u.email, m.revision, m.created_at
	FROM memberships m JOIN users u ON u.id = m.user_id`

func (s *Service) membershipsOf(ctx context.Context, user ids.User) ([]membership, error) {
	return db.Select[membership](ctx, s.db, `SELECT `+membershipColumns+` WHERE m.user_id = $1 ORDER BY m.id`, user)
}

func (s *Service) membershipsByID(ctx context.Context, organization ids.Organization, wanted []string) ([]membership, error) {
	where := db.In(db.Where("m.organization_id = ?", organization), "m.id", wanted)
	return db.Select[membership](ctx, s.db, `SELECT `+membershipColumns+where.SQL(), where.Args()...)
}

func (s *Service) listMemberships(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]membership, error) {
	return db.Select[membership](ctx, s.db, `SELECT `+membershipColumns+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

func (s *Service) countOwners(ctx context.Context, organization ids.Organization) (int64, error) {
	return db.One[int64](ctx, s.db, `SELECT COUNT(*) FROM memberships WHERE organization_id = $1 AND role = $2`, organization, identity.Owner)
}

func (s *Service) insertMembership(ctx context.Context, m membership) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO memberships (id, organization_id, user_id, role, created_at) VALUES ($1, $2, $3, $4, $5)`,
		m.ID, m.Organization, m.User, m.Role, m.CreatedAt)
	return err
}

// updateRole does nothing (ErrNoRows) unless the revision is still the one the caller has seen.
func (s *Service) updateRole(ctx context.Context, m membership, role identity.Role, revision int) (membership, error) {
	next, err := db.WriteOne[int](ctx, s.db, `UPDATE memberships SET role = $2, revision = revision + 1
		WHERE id = $1 AND revision = $3 RETURNING revision`, m.ID, role, revision)
	m.Role, m.Revision = role, next
	return m, err
}

func (s *Service) deleteMembership(ctx context.Context, id ids.Membership) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM memberships WHERE id = $1`, id)
	return err
}

// lockMembers makes others who change the organization's members wait for this transaction.
func (s *Service) lockMembers(ctx context.Context, organization ids.Organization) error {
	_, err := db.Exec(ctx, s.db, `UPDATE organizations SET members_changed = members_changed + 1 WHERE id = $1`, organization)
	return err
}
