package people

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// Organization is a company or a university.
type Organization struct {
	ID        ids.Organization `db:"id"`
	Name      string           `db:"name"`
	Revision  int              `db:"revision"`
	CreatedAt time.Time        `db:"created_at"`
}

// Organizations answers the organizations the caller is a member of, by id.
func (s *Service) Organizations(ctx context.Context) ([]Organization, error) {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return nil, err
	}
	return s.organizationsOf(ctx, p.User)
}

// listOrganizations answers a page of those the caller is a member of.
func (s *Service) listOrganizations(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Organization, error) {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return nil, err
	}
	return s.pageOrganizations(ctx, where.And("o.id IN (SELECT organization_id FROM memberships WHERE user_id = ?)", p.User), order, limit)
}

// RenameOrganization changes the name of the organization the session is for.
func (s *Service) RenameOrganization(ctx context.Context, id ids.Organization, name string, revision int) (Organization, error) {
	p, err := s.sessions.Require(ctx, identity.OrganizationManage)
	if err != nil {
		return Organization{}, err
	}
	if p.Organization != id {
		return Organization{}, errs.Missing("organization", string(id))
	}
	if name, err = user.CheckName(name, "/data/attributes/name"); err != nil {
		return Organization{}, err
	}
	var organization Organization
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if organization, err = s.updateOrganizationName(ctx, id, name, revision); err != nil {
			return err
		}
		return s.audit.Add(ctx, p, audit.Organization, string(id), nil)
	})
	if errors.Is(err, db.ErrNoRows) {
		return Organization{}, changedMeanwhile()
	}
	return organization, err
}

// Names answers what an organization and a person are called, for mails in their name, and the address by which others know them.
func (s *Service) Names(ctx context.Context, q contract.NamesOf) (contract.Names, error) {
	organization, err := s.organizationByID(ctx, q.Organization)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return contract.Names{}, err
	}
	person, err := s.users.ByID(ctx, q.User)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return contract.Names{}, err
	}
	return contract.Names{Organization: organization.Name, User: person.Name, Email: person.Email}, nil
}
