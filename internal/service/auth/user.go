package auth

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
)

type user struct {
	ID               ids.User         `db:"id"`
	Email            string           `db:"email"`
	Name             string           `db:"name"`
	PasswordHash     string           `db:"password_hash"`
	LastOrganization ids.Organization `db:"last_organization"`
	Revision         int              `db:"revision"`
	CreatedAt        time.Time        `db:"created_at"`
}

// Registration makes a user. With an invitation the user joins its organization; otherwise an
// organization of their own is made, of which they are the owner.
type Registration struct {
	Email            string
	Password         string
	Name             string
	OrganizationName string // of the own organization; "<name>'s organization" when empty
	SetupToken       string // demanded for the very first user
	InvitationToken  string
	Device           session.Device
}

// RegisterUser makes a user and answers it. Somebody who is invited and has an account already joins with it,
// giving its password.
func (s *Service) RegisterUser(ctx context.Context, in Registration) (user, error) {
	email, errEmail := normaliseEmail(in.Email, "/data/attributes/email")
	name, errName := checkName(in.Name, "/data/attributes/name")
	organization, errOrganization := in.OrganizationName, error(nil)
	if organization != "" {
		organization, errOrganization = checkName(organization, "/data/attributes/organizationName")
	}
	if err := errors.Join(errEmail, errName, errOrganization, checkPassword(in.Password, email, "/data/attributes/password")); err != nil {
		return user{}, err
	}
	if err := s.crowd.Admit(ctx, in.Device.Network()); err != nil {
		return user{}, err
	}
	if organization == "" {
		organization = cut(name+"'s organization", maxName)
	}
	if in.InvitationToken != "" {
		return s.join(ctx, in, email, name)
	}
	if err := s.mayRegister(ctx, in.SetupToken); err != nil {
		return user{}, err
	}
	hash, err := s.hasher.Hash(ctx, in.Password)
	if err != nil {
		return user{}, err
	}
	u := user{ID: ids.New[ids.User](), Email: email, Name: name, PasswordHash: hash, Revision: 1, CreatedAt: s.now()}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if in.SetupToken != "" {
			if err := s.spendSetupToken(ctx, in.SetupToken); err != nil {
				return err
			}
		}
		if err := s.insertUser(ctx, u); err != nil {
			return err
		}
		m, err := s.found(ctx, ids.New[ids.Organization](), organization, u.ID)
		if err != nil {
			return err
		}
		by := identity.Principal{User: u.ID, Organization: m.Organization}
		return s.audit.Add(ctx, by, audit.Registered, string(u.ID), nil)
	})
	return u, err
}

func cut(text string, limit int) string {
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit])
	}
	return text
}

// found makes an organization with its first owner.
func (s *Service) found(ctx context.Context, id ids.Organization, name string, owner ids.User) (membership, error) {
	o := organization{ID: id, Name: name, Revision: 1, CreatedAt: s.now()}
	m := membership{ID: ids.New[ids.Membership](), Organization: o.ID, User: owner, Role: identity.Owner, CreatedAt: o.CreatedAt}
	if err := s.insertOrganization(ctx, o); err != nil {
		return m, err
	}
	return m, s.insertMembership(ctx, m)
}

// Users answers those of the ids that the caller may see: themselves and fellow members.
func (s *Service) Users(ctx context.Context, wanted []string) ([]user, error) {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return nil, err
	}
	return s.usersOf(ctx, p.Organization, p.User, wanted)
}

// Rename changes one's own name.
func (s *Service) Rename(ctx context.Context, id ids.User, name string, revision int) (user, error) {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return user{}, err
	}
	if p.User != id {
		return user{}, errs.New(errs.Forbidden, "not_yourself", "people change their names themselves")
	}
	if name, err = checkName(name, "/data/attributes/name"); err != nil {
		return user{}, err
	}
	u, err := s.updateUserName(ctx, id, name, revision)
	if errors.Is(err, db.ErrNoRows) {
		return user{}, changedMeanwhile()
	}
	return u, err
}

func changedMeanwhile() error {
	return errs.New(errs.Precondition, "changed_meanwhile", "somebody changed it meanwhile: read it again and repeat the change").OnHeader("If-Match")
}

func emailTaken() error {
	return errs.New(errs.Conflict, "email_taken", "there is an account with this e-mail address: sign in instead, or reset its password").At("/data/attributes/email")
}
