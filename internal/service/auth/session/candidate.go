package session

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
)

// CandidateSession opens a session that reaches one place until it ends.
func (s *Service) CandidateSession(ctx context.Context, in contract.CandidateSession) (contract.Tokens, error) {
	now := s.now()
	if in.Organization == "" || in.Place.IsZero() {
		return contract.Tokens{}, errs.New(errs.Invalid, "attempt_missing", "a candidate's or guest's session needs an organization, and an attempt or another place")
	}
	if !now.Before(in.EndsAt) {
		return contract.Tokens{}, errs.New(errs.Gone, "attempt_over", "the attempt is over")
	}
	if in.Parent != "" {
		parent, err := s.byID(ctx, in.Parent)
		if err != nil || !parent.previews(in.Organization, now) {
			return contract.Tokens{}, errors.Join(err, errs.New(errs.Unauthorized, "session_ended", "the session has ended: sign in again"))
		}
		if parent.ExpiresAt.Before(in.EndsAt) {
			in.EndsAt = parent.ExpiresAt
		}
	}
	role := in.Place.Role()
	session := Session{
		ID: ids.New[ids.Session](), Kind: string(role), Organization: in.Organization, Place: in.Place, Parent: in.Parent, Role: role,
		Name: in.Name, Email: in.Email, CreatedAt: now, UsedAt: now, ExpiresAt: in.EndsAt.UTC().Truncate(time.Microsecond),
	}
	var tokens contract.Tokens
	err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if tokens, err = s.open(ctx, session); err != nil {
			return err
		}
		return s.audit.Add(ctx, session.principal(), audit.CandidateSession, in.Place.String(), nil)
	})
	return tokens, err
}
