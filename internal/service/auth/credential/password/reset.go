package password

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// resetPrefix marks the tokens of reset links.
const resetPrefix = "ccp_"

// resetsPerHour bounds the mails that strangers can have sent to somebody.
const resetsPerHour = 3

// AskReset notes the wish; SendResets answers it by mail if there is such an account.
func (s *Service) AskReset(ctx context.Context, email string, device session.Device) error {
	email, err := user.CheckEmail(email, "/data/attributes/email")
	if err != nil {
		return err
	}
	if err := s.crowd.Admit(ctx, device.Network()); err != nil {
		return err
	}
	return s.wishes.Note(ctx, email, s.now())
}

// Asked rings when a reset is asked for in this process.
func (s *Service) Asked() <-chan struct{} { return s.wishes.Noted() }

// SendResets turns every noted wish into a mail, or into nothing.
func (s *Service) SendResets(ctx context.Context) error { return s.wishes.Grant(ctx, s.sendReset) }

func (s *Service) sendReset(ctx context.Context, email string) error {
	owner, err := s.users.ByEmail(ctx, email)
	if errors.Is(err, db.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	now := s.now()
	sent, err := s.countResets(ctx, owner.ID, now.Add(-time.Hour))
	if err != nil || sent >= resetsPerHour {
		return err
	}
	token, expires := secret.New(resetPrefix), now.Add(s.config.ResetTTL)
	if err := s.insertReset(ctx, secret.Hash(token), owner.ID, now, expires); err != nil {
		return err
	}
	if err := s.mailReset(ctx, owner, token, expires); err != nil {
		return err
	}
	return s.audit.Add(ctx, identity.Principal{}, audit.ResetAsked, string(owner.ID), nil)
}

// Reset sets a new password with the token from the mail, and ends all sessions.
func (s *Service) Reset(ctx context.Context, token, password string) error {
	_, owner, err := s.openReset(ctx, token)
	if err != nil {
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
		used, err := s.spendReset(ctx, secret.Hash(token))
		if err != nil {
			return err
		}
		if used == 0 { // by another request at this moment
			return resetInvalid()
		}
		return s.replace(ctx, owner, hash, "", identity.Principal{User: owner.ID}, audit.PasswordReset)
	})
}

func resetInvalid() error {
	return errs.New(errs.Gone, "reset_token_invalid", "this link is not valid any more: ask for a new one").At("/data/attributes/token")
}

// openReset answers what the token of a mail stands for and whose it is, while it may be used.
func (s *Service) openReset(ctx context.Context, token string) (link reset, owner user.User, err error) {
	if link, err = s.unusedReset(ctx, secret.Hash(token)); err == nil {
		owner, err = s.users.ByID(ctx, link.Owner)
	}
	if errors.Is(err, db.ErrNoRows) {
		err = resetInvalid()
	}
	return link, owner, err
}
