package auth

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
)

type organization struct {
	ID        ids.Organization `db:"id"`
	Name      string           `db:"name"`
	Revision  int              `db:"revision"`
	CreatedAt time.Time        `db:"created_at"`
}

// Organizations answers the organizations the caller is a member of, by id.
func (s *Service) Organizations(ctx context.Context) ([]organization, error) {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return nil, err
	}
	return s.organizationsOf(ctx, p.User)
}

// listOrganizations answers a page of those the caller is a member of.
func (s *Service) listOrganizations(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]organization, error) {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return nil, err
	}
	return s.pageOrganizations(ctx, where.And("o.id IN (SELECT organization_id FROM memberships WHERE user_id = ?)", p.User), order, limit)
}

// RenameOrganization changes the name of the organization the session is for.
func (s *Service) RenameOrganization(ctx context.Context, id ids.Organization, name string, revision int) (organization, error) {
	p, err := s.sessions.Require(ctx, identity.OrganizationManage)
	if err != nil {
		return organization{}, err
	}
	if p.Organization != id {
		return organization{}, errs.Missing("organization", string(id))
	}
	if name, err = checkName(name, "/data/attributes/name"); err != nil {
		return organization{}, err
	}
	var o organization
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if o, err = s.updateOrganizationName(ctx, id, name, revision); err != nil {
			return err
		}
		return s.audit.Add(ctx, p, audit.Organization, string(id), nil)
	})
	if errors.Is(err, db.ErrNoRows) {
		return organization{}, changedMeanwhile()
	}
	return o, err
}

// Names answers what an organization and a person are called, for mails in their name.
func (s *Service) Names(ctx context.Context, q contract.NamesOf) (contract.Names, error) {
	o, err := s.organizationByID(ctx, q.Organization)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return contract.Names{}, err
	}
	u, err := s.userByID(ctx, q.User)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return contract.Names{}, err
	}
	return contract.Names{Organization: o.Name, User: u.Name}, nil
}
