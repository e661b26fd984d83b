package session

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// current answers the session of the context as it stands in the database now: a token may be ten
// minutes older than a sign-out or a change of role.
func (s *Service) current(ctx context.Context) (Session, error) {
	p := identity.From(ctx)
	if !p.Signed() {
		return Session{}, errs.New(errs.Unauthorized, "sign_in", "sign in first")
	}
	session, err := s.byID(ctx, p.Session)
	if errors.Is(err, db.ErrNoRows) || err == nil && !session.stands(s.now()) {
		return Session{}, errs.New(errs.Unauthorized, "session_ended", "the session has ended: sign in again")
	}
	return session, err
}

// Require is identity.Require against the database instead of the token.
func (s *Service) Require(ctx context.Context, permission identity.Permission) (identity.Principal, error) {
	session, err := s.current(ctx)
	if err != nil {
		return identity.Principal{}, err
	}
	return identity.Require(identity.With(ctx, session.principal()), permission)
}

// Member answers the signed-in member; candidates have no account and are refused.
func (s *Service) Member(ctx context.Context) (identity.Principal, error) {
	session, err := s.current(ctx)
	if err != nil {
		return identity.Principal{}, err
	}
	if session.Kind != kindMember {
		return identity.Principal{}, errs.New(errs.Forbidden, "members_only", "a candidate's session reaches its attempt only")
	}
	return session.principal(), nil
}
