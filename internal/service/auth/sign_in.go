package auth

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
)

func wrongCredentials() error {
	return errs.New(errs.Unauthorized, "credentials_wrong", "e-mail address and password do not match: check both, or reset the password")
}

// signIn signs a member in. An account that does not exist fails like a wrong password, after the
// same work.
func (s *Service) signIn(ctx context.Context, in session.SignIn) (contract.Tokens, error) {
	email, err := normaliseEmail(in.Email, "/data/attributes/email")
	if err != nil {
		return contract.Tokens{}, err
	}
	user, err := s.authenticate(ctx, email, in.Password, in.Device)
	if err != nil {
		return contract.Tokens{}, err
	}
	member, err := s.memberToSignIn(ctx, user, in.Organization)
	if err != nil {
		return contract.Tokens{}, err
	}
	let := session.Member{User: user.ID, Organization: member.Organization, Role: member.Role}
	var tokens contract.Tokens
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.setLastOrganization(ctx, user.ID, member.Organization); err != nil {
			return err
		}
		tokens, err = s.sessions.Open(ctx, let, in.Device)
		return err
	})
	return tokens, err
}

// authenticate checks a password behind the throttle. The hash is computed for unknown accounts too.
func (s *Service) authenticate(ctx context.Context, email, password string, device session.Device) (_ user, err error) {
	defer func() { s.figures.signIns.WithLabelValues(session.Outcome(err)).Inc() }()
	if err := s.countAttempt(ctx, email, device); err != nil {
		return user{}, err
	}
	u, err := s.userByEmail(ctx, email)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return user{}, err
	}
	if len(password) > 4*maxPassword {
		password = "" // cannot be right, and must not cost more than others
	}
	right, err := s.hasher.Matches(ctx, u.PasswordHash, password)
	if err != nil {
		return user{}, err
	}
	if !right {
		return user{}, wrongCredentials()
	}
	return u, s.forgiveAttempt(ctx, email, device)
}

// memberToSignIn picks the organization a new session is for.
func (s *Service) memberToSignIn(ctx context.Context, u user, wanted ids.Organization) (membership, error) {
	all, err := s.membershipsOf(ctx, u.ID)
	if err != nil {
		return membership{}, err
	}
	if wanted != "" {
		for _, m := range all {
			if m.Organization == wanted {
				return m, nil
			}
		}
		return membership{}, errs.New(errs.Invalid, "organization_unknown", "you are no member of this organization").At("/data/attributes/organizationId")
	}
	for _, m := range all {
		if m.Organization == u.LastOrganization {
			return m, nil
		}
	}
	if len(all) == 0 {
		return membership{}, errs.New(errs.Forbidden, "no_membership", "you belong to no organization any more: ask an owner to invite you")
	}
	return all[0], nil
}
