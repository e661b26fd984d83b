package people

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/credential/password"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// Registration makes a user. With an invitation the user joins its organization; otherwise an
// organization of their own is made, of which they are the owner.
type Registration struct {
	Email             string
	Password          string
	Name              string
	OrganizationName  string // of the own organization; "<name>'s organization" when empty
	SetupToken        string // demanded for the very first user
	InvitationToken   string
	RegistrationToken string // demanded where addresses are proven
	Device            session.Device
}

// RegisterUser makes a user and answers it. Somebody who is invited and has an account already joins with it,
// giving its password.
func (s *Service) RegisterUser(ctx context.Context, in Registration) (user.User, error) {
	email, errEmail := user.CheckEmail(in.Email, "/data/attributes/email")
	name, errName := user.CheckName(in.Name, "/data/attributes/name")
	organization, errOrganization := in.OrganizationName, error(nil)
	if organization != "" {
		organization, errOrganization = user.CheckName(organization, "/data/attributes/organizationName")
	}
	if err := errors.Join(errEmail, errName, errOrganization, password.Check(in.Password, email, "/data/attributes/password")); err != nil {
		return user.User{}, err
	}
	if err := s.crowd.Admit(ctx, in.Device.Network()); err != nil {
		return user.User{}, err
	}
	if organization == "" {
		own := []rune(name + "'s organization")
		organization = string(own[:min(len(own), user.MaxName)])
	}
	if in.InvitationToken != "" {
		return s.join(ctx, in, email, name)
	}
	if err := s.mayRegister(ctx, in.SetupToken, "/data/attributes/setupToken"); err != nil {
		return user.User{}, err
	}
	spend, err := s.proven(ctx, in, email)
	if err != nil {
		return user.User{}, err
	}
	hash, err := s.passwords.Hash(ctx, in.Password)
	if err != nil {
		return user.User{}, err
	}
	person := user.User{ID: ids.New[ids.User](), Email: email, Name: name, Revision: 1, CreatedAt: s.now()}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := spend(ctx); err != nil {
			return err
		}
		if err := s.insertUser(ctx, person, hash); err != nil {
			return err
		}
		membership, err := s.found(ctx, ids.New[ids.Organization](), organization, person.ID)
		if err != nil {
			return err
		}
		by := identity.Principal{User: person.ID, Organization: membership.Organization}
		return s.audit.Add(ctx, by, audit.Registered, string(person.ID), nil)
	})
	return person, err
}

// insertUser makes an account with a password.
func (s *Service) insertUser(ctx context.Context, person user.User, hash string) error {
	if err := s.users.Insert(ctx, person); err != nil {
		return err
	}
	return s.passwords.Set(ctx, person.ID, hash)
}

// found makes an organization with its first owner.
func (s *Service) found(ctx context.Context, id ids.Organization, name string, owner ids.User) (Membership, error) {
	organization := Organization{ID: id, Name: name, Revision: 1, CreatedAt: s.now()}
	membership := Membership{ID: ids.New[ids.Membership](), Organization: organization.ID, User: owner, Role: identity.Owner, CreatedAt: organization.CreatedAt}
	if err := s.insertOrganization(ctx, organization); err != nil {
		return membership, err
	}
	return membership, s.insertMembership(ctx, membership)
}

// Users answers those of the ids that the caller may see: the members of the same organization, themselves among them.
func (s *Service) Users(ctx context.Context, wanted []string) ([]user.User, error) {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return nil, err
	}
	fellows, err := s.fellows(ctx, p.Organization, wanted)
	if err != nil {
		return nil, err
	}
	return s.users.ByIDs(ctx, fellows)
}

// Rename changes one's own name.
func (s *Service) Rename(ctx context.Context, id ids.User, name string, revision int) (user.User, error) {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return user.User{}, err
	}
	if p.User != id {
		return user.User{}, errs.New(errs.Forbidden, "not_yourself", "people change their names themselves")
	}
	if name, err = user.CheckName(name, "/data/attributes/name"); err != nil {
		return user.User{}, err
	}
	person, err := s.users.Rename(ctx, id, name, revision)
	if errors.Is(err, db.ErrNoRows) {
		return user.User{}, changedMeanwhile()
	}
	return person, err
}

func changedMeanwhile() error {
	return errs.New(errs.Precondition, "changed_meanwhile", "somebody changed it meanwhile: read it again and repeat the change").OnHeader("If-Match")
}
