package session

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
)

// refreshPrefix marks refresh tokens.
const refreshPrefix = "ccr_"

// replayWindow is how long a spent refresh token still yields its successor to the same device.
const replayWindow = time.Minute

// refreshToken is one link of a session's chain.
//
//	unspent ── Refresh ──▶ spent, and its successor is unspent
//	spent ── replayed within replayWindow by the device that spent it ──▶ the same successor
//	spent ── replayed otherwise ──▶ the session ends: one of the two holders is a thief
type refreshToken struct {
	Session     ids.Session `db:"session_id"`
	Salt        string      `db:"salt"`
	ExpiresAt   time.Time   `db:"expires_at"`
	SpentAt     *time.Time  `db:"spent_at"`
	SpentDevice string      `db:"spent_device"`
}

func refreshRefused() error {
	return errs.New(errs.Unauthorized, "refresh_refused", "the session has ended: sign in again")
}

// Refresh spends a refresh token for a new pair.
func (s *Service) Refresh(ctx context.Context, token string, device Device) (contract.Tokens, error) {
	var tokens contract.Tokens
	var refused error // a refusal commits what it found out: a reuse ends the session
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		refused = nil
		spent, fresh, err := s.spend(ctx, token, device)
		if errors.Is(err, db.ErrNoRows) {
			refused = refreshRefused()
			return nil
		}
		if err != nil {
			return err
		}
		session, err := s.byID(ctx, spent.Session)
		if err != nil {
			return err
		}
		now := s.now()
		switch {
		case !session.stands(now) || !now.Before(spent.ExpiresAt) && fresh:
			refused = refreshRefused()
			return nil
		case !fresh && !mayReplay(spent, device, now):
			refused = refreshRefused()
			return s.reused(ctx, session)
		}
		next := successor(token, spent.Salt)
		expires := s.refreshExpiry(session)
		if fresh {
			expires, err = s.insertRefreshToken(ctx, session, next)
			err = errors.Join(err, s.touch(ctx, session.ID, device.label()))
		}
		if err != nil {
			return err
		}
		tokens, err = s.tokens(session, next, expires)
		return err
	})
	if err == nil {
		err = refused
	}
	s.refreshes.WithLabelValues(Outcome(err)).Inc()
	return tokens, err
}

// spend marks the token spent; fresh tells that this call did it, and not an earlier one. Two callers at
// once meet in the database, which lets one of them be fresh.
func (s *Service) spend(ctx context.Context, token string, device Device) (spent refreshToken, fresh bool, err error) {
	spent, err = s.spendRefreshToken(ctx, secret.Hash(token), secret.Hash(device.Agent))
	if err == nil {
		return spent, true, nil
	}
	if !errors.Is(err, db.ErrNoRows) {
		return spent, false, err
	}
	spent, err = s.refreshTokenByHash(ctx, secret.Hash(token))
	return spent, false, err
}

func mayReplay(t refreshToken, device Device, now time.Time) bool {
	return t.SpentAt != nil && now.Sub(*t.SpentAt) <= replayWindow && t.SpentDevice == secret.Hash(device.Agent)
}

// reused ends the session that a spent token belongs to.
func (s *Service) reused(ctx context.Context, session Session) error {
	if err := s.end(ctx, session.ID, endReuse); err != nil {
		return err
	}
	return s.audit.Add(ctx, session.principal(), audit.RefreshReused, string(session.ID), nil)
}

// refreshExpiry is when a refresh token made now is over: with the session at the latest.
func (s *Service) refreshExpiry(session Session) time.Time {
	expires := s.now().Add(s.config.RefreshTTL)
	if session.ExpiresAt.Before(expires) {
		return session.ExpiresAt
	}
	return expires
}

// endByRefresh signs out a browser whose access token has ended already; an unknown token is nobody's.
// A spent one counts too: it names the session as well, and ending it harms nobody but its holder.
func (s *Service) endByRefresh(ctx context.Context, token string) error {
	if token == "" {
		return nil
	}
	found, err := s.refreshTokenByHash(ctx, secret.Hash(token))
	if errors.Is(err, db.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	session, err := s.byID(ctx, found.Session)
	if err != nil || session.EndedAt != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.end(ctx, session.ID, endLogout); err != nil {
			return err
		}
		return s.audit.Add(ctx, session.principal(), audit.SignedOut, string(session.ID), map[string]string{"reason": endLogout})
	})
}

// successor computes the refresh token after this one. The database holds salt and hashes, which do
// not give it away; the holder of the token does not know the salt.
func successor(token, salt string) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte("refresh successor\x00" + salt))
	return refreshPrefix + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
