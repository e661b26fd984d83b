package people

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const membershipColumns = `m.id, m.organization_id, m.user_id, m.role, u.name, u.email, m.revision, m.created_at
	FROM memberships m JOIN users u ON u.id = m.user_id`

// any organization: somebody's memberships are in all that they are in; they are asked for as that person signs in, or looks.
func (s *Service) membershipsOf(ctx context.Context, user ids.User) ([]Membership, error) {
	return db.Select[Membership](ctx, s.db, `SELECT `+membershipColumns+` WHERE m.user_id = $1 ORDER BY m.id`, user)
}

func (s *Service) membershipsByID(ctx context.Context, organization ids.Organization, wanted []string) ([]Membership, error) {
	where := db.In(db.Where("m.organization_id = ?", organization), "m.id", wanted)
	return db.Select[Membership](ctx, s.db, `SELECT `+membershipColumns+where.SQL(), where.Args()...)
}

// any organization: the list that pages has given its conditions that of who asks.
func (s *Service) listMemberships(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Membership, error) {
	return db.Select[Membership](ctx, s.db, `SELECT `+membershipColumns+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

func (s *Service) countOwners(ctx context.Context, organization ids.Organization) (int64, error) {
	return db.One[int64](ctx, s.db, `SELECT COUNT(*) FROM memberships WHERE organization_id = $1 AND role = $2`, organization, identity.Owner)
}

func (s *Service) insertMembership(ctx context.Context, membership Membership) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO memberships (id, organization_id, user_id, role, created_at) VALUES ($1, $2, $3, $4, $5)`,
		membership.ID, membership.Organization, membership.User, membership.Role, membership.CreatedAt)
	return err
}

// updateRole does nothing (ErrNoRows) unless the revision is still the one the caller has seen.
func (s *Service) updateRole(ctx context.Context, membership Membership, role identity.Role, revision int) (Membership, error) {
	next, err := db.WriteOne[int](ctx, s.db, `UPDATE memberships SET role = $2, revision = revision + 1
		WHERE id = $1 AND revision = $3 AND organization_id = $4 RETURNING revision`, membership.ID, role, revision, membership.Organization)
	membership.Role, membership.Revision = role, next
	return membership, err
}

func (s *Service) deleteMembership(ctx context.Context, membership Membership) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM memberships WHERE organization_id = $1 AND id = $2`, membership.Organization, membership.ID)
	return err
}

// lockMembers makes others who change the organization's members wait for this transaction.
func (s *Service) lockMembers(ctx context.Context, organization ids.Organization) error {
	_, err := db.Exec(ctx, s.db, `UPDATE organizations SET members_changed = members_changed + 1 WHERE id = $1`, organization)
	return err
}

// fellows are those of the ids who are members of the organization.
func (s *Service) fellows(ctx context.Context, organization ids.Organization, wanted []string) ([]ids.User, error) {
	where := db.In(db.Where("organization_id = ?", organization), "user_id", wanted)
	return db.Select[ids.User](ctx, s.db, `SELECT user_id FROM memberships`+where.SQL(), where.Args()...)
}

// isMember says whether the address is that of a member.
func (s *Service) isMember(ctx context.Context, organization ids.Organization, email string) (bool, error) {
	person, err := s.users.ByEmail(ctx, email)
	if errors.Is(err, db.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	found, err := s.fellows(ctx, organization, []string{string(person.ID)})
	return len(found) > 0, err
}
