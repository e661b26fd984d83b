package people

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// SignIn signs a member in. An account that does not exist fails like a wrong password, after the
// same work.
func (s *Service) SignIn(ctx context.Context, in session.SignIn) (contract.Tokens, error) {
	email, err := user.CheckEmail(in.Email, "/data/attributes/email")
	if err != nil {
		return contract.Tokens{}, err
	}
	person, err := s.passwords.Authenticate(ctx, email, in.Password, in.Device)
	if err != nil {
		return contract.Tokens{}, err
	}
	member, err := s.memberToSignIn(ctx, person, in.Organization)
	if err != nil {
		return contract.Tokens{}, err
	}
	let := session.Member{User: person.ID, Organization: member.Organization, Role: member.Role}
	var tokens contract.Tokens
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.users.SetLastOrganization(ctx, person.ID, member.Organization); err != nil {
			return err
		}
		tokens, err = s.sessions.Open(ctx, let, in.Device)
		return err
	})
	return tokens, err
}

// memberToSignIn picks the organization a new session is for.
func (s *Service) memberToSignIn(ctx context.Context, person user.User, wanted ids.Organization) (Membership, error) {
	all, err := s.membershipsOf(ctx, person.ID)
	if err != nil {
		return Membership{}, err
	}
	if wanted != "" {
		for _, membership := range all {
			if membership.Organization == wanted {
				return membership, nil
			}
		}
		return Membership{}, errs.New(errs.Invalid, "organization_unknown", "you are no member of this organization").At("/data/attributes/organizationId")
	}
	for _, membership := range all {
		if membership.Organization == person.LastOrganization {
			return membership, nil
		}
	}
	if len(all) == 0 {
		return Membership{}, errs.New(errs.Forbidden, "no_membership", "you belong to no organization any more: ask an owner to invite you")
	}
	return all[0], nil
}
