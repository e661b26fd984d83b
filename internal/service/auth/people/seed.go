package people

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// EnsureUser answers the account of an address, and makes it where there is none, under the id given (empty: a new one).
// Its password is not held against the rules: demos print them.
func (s *Service) EnsureUser(ctx context.Context, in Registration, id ids.User) (ids.User, error) {
	email, err := user.CheckEmail(in.Email, "")
	if err != nil {
		return "", err
	}
	person, err := s.users.ByEmail(ctx, email)
	if !errors.Is(err, db.ErrNoRows) {
		return person.ID, err
	}
	hash, err := s.passwords.Hash(ctx, in.Password)
	if err != nil {
		return "", err
	}
	person = user.User{ID: orNew(id), Email: email, Name: in.Name, CreatedAt: s.now()}
	return person.ID, s.db.InTx(ctx, func(ctx context.Context) error { return s.insertUser(ctx, person, hash) })
}

// EnsureOrganization answers the first organization of an owner, and makes one where there is none.
func (s *Service) EnsureOrganization(ctx context.Context, wanted ids.Organization, name string, owner ids.User) (id ids.Organization, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		own, err := s.membershipsOf(ctx, owner)
		if err != nil {
			return err
		}
		if len(own) > 0 {
			id = own[0].Organization
			return nil
		}
		membership, err := s.found(ctx, orNew(wanted), name, owner)
		id = membership.Organization
		return err
	})
	return id, err
}

// EnsureMember makes somebody a member where they are none.
func (s *Service) EnsureMember(ctx context.Context, organization ids.Organization, who ids.User, role identity.Role) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		all, err := s.membershipsOf(ctx, who)
		if err != nil {
			return err
		}
		for _, membership := range all {
			if membership.Organization == organization {
				return nil
			}
		}
		return s.insertMembership(ctx, Membership{
			ID: ids.New[ids.Membership](), Organization: organization, User: who, Role: role, CreatedAt: s.now(),
		})
	})
}

func orNew[T ~string](id T) T {
	if id == "" {
		return ids.New[T]()
	}
	return id
}
