package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
)

// resetPrefix marks the tokens of reset links.
const resetPrefix = "ccp_"

// resetsPerHour bounds the mails that strangers can have sent to somebody.
const resetsPerHour = 3

// AskPasswordReset notes the wish; sendResets answers it by mail if there is such an account. What is done
// here is the same for every address.
func (s *Service) AskPasswordReset(ctx context.Context, email string, device session.Device) error {
	email, err := normaliseEmail(email, "/data/attributes/email")
	if err != nil {
		return err
	}
	if err := s.crowd.Admit(ctx, device.Network()); err != nil {
		return err
	}
	_, err = db.Exec(ctx, s.db, `INSERT INTO password_reset_requests (id, email, created_at) VALUES ($1, $2, $3)
		ON CONFLICT (email) DO NOTHING`, ids.New[string](), email, s.now())
	if err != nil {
		return err
	}
	select {
	case s.resets <- struct{}{}:
	default: // the worker is awake already
	}
	return nil
}

// sendResets turns every noted wish into a mail, or into nothing.
func (s *Service) sendResets(ctx context.Context) error {
	for {
		left := false
		err := s.db.InTx(ctx, func(ctx context.Context) error {
			email, err := s.takeResetRequest(ctx)
			if left = err == nil; errors.Is(err, db.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
			return s.sendReset(ctx, email)
		})
		if err != nil || !left {
			return err
		}
	}
}

func (s *Service) sendReset(ctx context.Context, email string) error {
	u, err := s.userByEmail(ctx, email)
	if errors.Is(err, db.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	now := s.now()
	sent, err := db.One[int64](ctx, s.db, `SELECT COUNT(*) FROM password_resets WHERE user_id = $1 AND created_at > $2`, u.ID, now.Add(-time.Hour))
	if err != nil || sent >= resetsPerHour {
		return err
	}
	token := secret.New(resetPrefix)
	_, err = db.Exec(ctx, s.db, `INSERT INTO password_resets (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)`,
		secret.Hash(token), u.ID, now, now.Add(s.config.ResetTTL))
	if err != nil {
		return err
	}
	if err := s.mailReset(ctx, u, token); err != nil {
		return err
	}
	return s.audit.Add(ctx, identity.Principal{}, audit.ResetAsked, string(u.ID), nil)
}

// takeResetRequest removes the oldest wish and answers its address.
func (s *Service) takeResetRequest(ctx context.Context) (email string, err error) {
	return db.WriteOne[string](ctx, s.db, `DELETE FROM password_reset_requests WHERE id IN (
		SELECT id FROM password_reset_requests ORDER BY id LIMIT 1 ${SKIP_LOCKED}) RETURNING email`)
}

// ResetPassword sets a new password with the token from the mail, and ends all sessions.
func (s *Service) ResetPassword(ctx context.Context, token, password string) error {
	u, err := s.userByResetToken(ctx, secret.Hash(token))
	if errors.Is(err, db.ErrNoRows) {
		return resetInvalid()
	}
	if err != nil {
		return err
	}
	if err := checkPassword(password, u.Email, "/data/attributes/password"); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		used, err := db.Exec(ctx, s.db, `UPDATE password_resets SET used = 1 WHERE token_hash = $1 AND used = 0`, secret.Hash(token))
		if err != nil {
			return err
		}
		if used == 0 { // by another request at this moment
			return resetInvalid()
		}
		return s.replacePassword(ctx, u, hash, "", identity.Principal{User: u.ID}, audit.PasswordReset)
	})
}

func resetInvalid() error {
	return errs.New(errs.Gone, "reset_token_invalid", "this link is not valid any more: ask for a new one").At("/data/attributes/token")
}

func (s *Service) userByResetToken(ctx context.Context, hash string) (user, error) {
	return db.One[user](ctx, s.db, `SELECT `+userColumns+` FROM users WHERE id IN (
		SELECT user_id FROM password_resets WHERE token_hash = $1 AND used = 0 AND expires_at > $2)`, hash, s.now())
}

// ChangePassword sets a new password for who is signed in, and ends the other sessions.
func (s *Service) ChangePassword(ctx context.Context, currentPassword, password string, device session.Device) error {
	p, err := s.sessions.Member(ctx)
	if err != nil {
		return err
	}
	u, err := s.userByID(ctx, p.User)
	if err != nil {
		return fmt.Errorf("find who changes the password: %w", err)
	}
	if _, err := s.authenticate(ctx, u.Email, currentPassword, device); err != nil {
		if errs.Is(err, errs.Unauthorized) {
			return errs.New(errs.Invalid, "password_wrong", "this is not your current password").At("/data/attributes/currentPassword")
		}
		return err
	}
	if err := checkPassword(password, u.Email, "/data/attributes/password"); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		return s.replacePassword(ctx, u, hash, p.Session, p, audit.PasswordChanged)
	})
}

// replacePassword stores the hash, ends reset links and all sessions but the one kept, and tells the owner.
func (s *Service) replacePassword(ctx context.Context, u user, hash string, keep ids.Session, by identity.Principal, what audit.Action) error {
	if err := s.setPassword(ctx, u.ID, hash); err != nil {
		return err
	}
	if _, err := db.Exec(ctx, s.db, `UPDATE password_resets SET used = 1 WHERE user_id = $1`, u.ID); err != nil {
		return err
	}
	if err := s.sessions.EndByPassword(ctx, u.ID, keep); err != nil {
		return err
	}
	if err := s.mailPasswordChanged(ctx, u); err != nil {
		return err
	}
	return s.audit.Add(ctx, by, what, string(u.ID), nil)
}
