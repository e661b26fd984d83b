package people

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
)

// Membership is a user's place in an organization.
type Membership struct {
	ID           ids.Membership   `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	User         ids.User         `db:"user_id"`
	Role         identity.Role    `db:"role"`
	Name         string           `db:"name"`  // the user's
	Email        string           `db:"email"` // the user's
	Revision     int              `db:"revision"`
	CreatedAt    time.Time        `db:"created_at"`
}

// staffRoles are the roles a member can have.
var staffRoles = map[identity.Role]bool{
	identity.Owner: true, identity.Admin: true, identity.Author: true, identity.Recruiter: true, identity.Interviewer: true,
}

// IsMemberRole says whether a member can have the role.
func IsMemberRole(role identity.Role) bool { return staffRoles[role] }

// checkRole refuses unknown roles, and owners made by anybody but owners.
func checkRole(by identity.Principal, role identity.Role) error {
	if !staffRoles[role] {
		return errs.New(errs.Invalid, "role_unknown", "use owner, admin, author, recruiter or interviewer").At("/data/attributes/role")
	}
	if role == identity.Owner && by.Role != identity.Owner {
		return errs.New(errs.Forbidden, "owners_only", "only an owner can make somebody an owner").At("/data/attributes/role")
	}
	return nil
}

// Memberships answers those of the ids that are in the caller's organization.
func (s *Service) Memberships(ctx context.Context, wanted []string) ([]Membership, error) {
	p, err := s.sessions.Require(ctx, identity.MembersRead)
	if err != nil {
		return nil, err
	}
	return s.membershipsByID(ctx, p.Organization, wanted)
}

// ListMemberships answers a page of those of the caller's organization that where keeps.
func (s *Service) ListMemberships(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Membership, error) {
	p, err := s.sessions.Require(ctx, identity.MembersRead)
	if err != nil {
		return nil, err
	}
	return s.listMemberships(ctx, where.And("m.organization_id = ?", p.Organization), order, limit)
}

// ChangeRole gives a member another role. Tokens the member holds show the old one for ten minutes at most.
func (s *Service) ChangeRole(ctx context.Context, id ids.Membership, role identity.Role, revision int) (Membership, error) {
	p, err := s.sessions.Require(ctx, identity.MembersManage)
	if err != nil {
		return Membership{}, err
	}
	if err := checkRole(p, role); err != nil {
		return Membership{}, err
	}
	var membership Membership
	err = s.changeMember(ctx, p, id, func(ctx context.Context, before Membership) error {
		if before.Role == identity.Owner && role != identity.Owner {
			if err := s.spareLastOwner(ctx, before); err != nil {
				return err
			}
		}
		if membership, err = s.updateRole(ctx, before, role, revision); err != nil {
			return err
		}
		return s.audit.Add(ctx, p, audit.RoleChanged, string(before.User), map[string]string{"from": string(before.Role), "to": string(role)})
	})
	if errors.Is(err, db.ErrNoRows) {
		return Membership{}, changedMeanwhile()
	}
	return membership, err
}

// RemoveMember ends a membership and the member's sessions in the organization. Anybody may leave.
func (s *Service) RemoveMember(ctx context.Context, id ids.Membership) error {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return err
	}
	return s.changeMember(ctx, p, id, func(ctx context.Context, membership Membership) error {
		if membership.User != p.User && !p.Can(identity.MembersManage) {
			_, err := identity.Require(identity.With(ctx, p), identity.MembersManage)
			return err
		}
		if membership.Role == identity.Owner {
			if err := s.spareLastOwner(ctx, membership); err != nil {
				return err
			}
		}
		if err := s.deleteMembership(ctx, membership); err != nil {
			return err
		}
		if err := s.sessions.EndMembership(ctx, membership.User, membership.Organization); err != nil {
			return err
		}
		return s.audit.Add(ctx, p, audit.Removed, string(membership.User), map[string]string{"role": string(membership.Role)})
	})
}

// changeMember runs change on a member of the caller's organization, one change of the organization's
// members at a time: two owners who demote each other would otherwise leave none.
func (s *Service) changeMember(ctx context.Context, p identity.Principal, id ids.Membership, change func(context.Context, Membership) error) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.lockMembers(ctx, p.Organization); err != nil {
			return err
		}
		found, err := s.membershipsByID(ctx, p.Organization, []string{string(id)})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return errs.Missing("membership", string(id))
		}
		if found[0].Role == identity.Owner && found[0].User != p.User && p.Role != identity.Owner {
			return errs.New(errs.Forbidden, "owners_only", "only an owner can change or remove an owner")
		}
		return change(ctx, found[0])
	})
}

func (s *Service) spareLastOwner(ctx context.Context, membership Membership) error {
	owners, err := s.countOwners(ctx, membership.Organization)
	if err != nil || owners > 1 {
		return err
	}
	return errs.New(errs.Conflict, "last_owner", "an organization needs an owner: make somebody else an owner first")
}
