package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
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
		if !staffRoles[seed.Role] {
			return "", nil, fmt.Errorf("seed %s: %q is no member's role", seed.Email, seed.Role)
		}
		u, err := s.seedUser(ctx, seed)
		if err != nil {
			return "", nil, fmt.Errorf("seed %s: %w", seed.Email, err)
		}
		all[seed.Email] = u.ID
		if i == 0 {
			organization, err = s.seedOrganization(ctx, seed.Founds, organizationName, u.ID)
		} else {
			err = s.seedMembership(ctx, organization, u.ID, seed.Role)
		}
		if err != nil {
			return "", nil, fmt.Errorf("seed %s: %w", seed.Email, err)
		}
	}
	return organization, all, nil
}

func (s *Service) seedUser(ctx context.Context, seed SeedUser) (user, error) {
	email, err := normaliseEmail(seed.Email, "")
	if err != nil {
		return user{}, err
	}
	u, err := s.userByEmail(ctx, email)
	if !errors.Is(err, db.ErrNoRows) {
		return u, err
	}
	u = user{ID: orNew(seed.ID), Email: email, Name: seed.Name, CreatedAt: s.now()}
	if u.PasswordHash, err = s.hasher.Hash(ctx, seed.Password); err != nil {
		return user{}, err
	}
	return u, s.insertUser(ctx, u)
}

func (s *Service) seedOrganization(ctx context.Context, wanted ids.Organization, name string, owner ids.User) (id ids.Organization, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		own, err := s.membershipsOf(ctx, owner)
		if err != nil {
			return err
		}
		if len(own) > 0 {
			id = own[0].Organization
			return nil
		}
		m, err := s.found(ctx, orNew(wanted), name, owner)
		id = m.Organization
		return err
	})
	return id, err
}

func (s *Service) seedMembership(ctx context.Context, organization ids.Organization, u ids.User, role identity.Role) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		all, err := s.membershipsOf(ctx, u)
		if err != nil {
			return err
		}
		for _, m := range all {
			if m.Organization == organization {
				return nil
			}
		}
		return s.insertMembership(ctx, membership{
			ID: ids.New[ids.Membership](), Organization: organization, User: u, Role: role, CreatedAt: s.now(),
		})
	})
}

func orNew[T ~string](id T) T {
	if id == "" {
		return ids.New[T]()
	}
	return id
}
