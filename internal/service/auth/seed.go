package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth/people"
)

// SeedUser is a member to be there. Passwords of seeds are not held against the rules: demos print them.
type SeedUser struct {
	ID       ids.User         // given to them when they are made; empty: a new one
	Founds   ids.Organization // of the first user: the id of the organization they found; empty: a new one
	Email    string
	Name     string
	Password string
	Role     identity.Role
}

// Seed makes sure that an organization with these members exists, and answers it and the users by e-mail
// address. The first user must be an owner; by them the organization is found again, so that a second
// call changes nothing.
func (s *Service) Seed(ctx context.Context, organizationName string, users []SeedUser) (ids.Organization, map[string]ids.User, error) {
	if len(users) == 0 || users[0].Role != identity.Owner {
		return "", nil, errors.New("seed: the first user must be an owner")
	}
	all := map[string]ids.User{}
	var organization ids.Organization
	for i, seed := range users {
		if !people.IsMemberRole(seed.Role) {
			return "", nil, fmt.Errorf("seed %s: %q is no member's role", seed.Email, seed.Role)
		}
		id, err := s.people.EnsureUser(ctx, people.Registration{Email: seed.Email, Name: seed.Name, Password: seed.Password}, seed.ID)
		if err != nil {
			return "", nil, fmt.Errorf("seed %s: %w", seed.Email, err)
		}
		all[seed.Email] = id
		if i == 0 {
			organization, err = s.people.EnsureOrganization(ctx, seed.Founds, organizationName, id)
		} else {
			err = s.people.EnsureMember(ctx, organization, id, seed.Role)
		}
		if err != nil {
			return "", nil, fmt.Errorf("seed %s: %w", seed.Email, err)
		}
	}
	return organization, all, nil
}

// EnsureSetupToken answers a one-time token for making the first owner, as long as there is no user.
func (s *Service) EnsureSetupToken(ctx context.Context) (token string, needed bool, err error) {
	return s.people.EnsureSetupToken(ctx)
}
