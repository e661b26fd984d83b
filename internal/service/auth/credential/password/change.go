package password

import (
	"context"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// Change sets a new password for who is signed in, and ends the other sessions.
func (s *Service) Change(ctx context.Context, currentPassword, password string, device session.Device) error {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return err
	}
	owner, err := s.users.ByID(ctx, p.User)
	if err != nil {
		return fmt.Errorf("find who changes the password: %w", err)
	}
	if _, err := s.Authenticate(ctx, owner.Email, currentPassword, device); err != nil {
		if errs.Is(err, errs.Unauthorized) {
			return errs.New(errs.Invalid, "password_wrong", "this is not your current password").At("/data/attributes/currentPassword")
		}
		return err
	}
	if err := Check(password, owner.Email, "/data/attributes/password"); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		return s.replace(ctx, owner, hash, p.Session, p, audit.PasswordChanged)
	})
}

// replace stores the hash, ends reset links and all sessions but the one kept, and tells the owner.
func (s *Service) replace(ctx context.Context, owner user.User, hash string, keep ids.Session, by identity.Principal, what audit.Action) error {
	if err := s.Set(ctx, owner.ID, hash); err != nil {
		return err
	}
	if err := s.spendResetsOf(ctx, owner.ID); err != nil {
		return err
	}
	if err := s.sessions.EndByPassword(ctx, owner.ID, keep); err != nil {
		return err
	}
	if err := s.mailChanged(ctx, owner); err != nil {
		return err
	}
	return s.audit.Add(ctx, by, what, string(owner.ID), nil)
}
