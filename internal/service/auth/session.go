package auth

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
)

// Kinds of sessions.
const (
	kindMember    = "member"
	kindCandidate = "candidate"
)

// Why a session ended before its time.
const (
	endLogout     = "logout"
	endRevoked    = "revoked"    // by its owner, from another device
	endReuse      = "reuse"      // a spent refresh token came back
	endPassword   = "password"   // the password was changed or reset
	endMembership = "membership" // the member was removed
)

// session is one device's way in.
//
//	started ── refreshed any number of times ──▶ over (expires_at) or ended (ended_at, end_reason)
type session struct {
	ID           ids.Session      `db:"id"`
	Kind         string           `db:"kind"`
	User         ids.User         `db:"user_id"`
	Organization ids.Organization `db:"organization_id"`
	Attempt      ids.Attempt      `db:"attempt_id"`
	Parent       ids.Session      `db:"parent_id"` // of a preview: the member's session it ends with
	Name         string           `db:"name"`
	Email        string           `db:"email"`
	Role         identity.Role    `db:"role"` // the member's role now; empty when no longer a member
	OrgName      string           `db:"organization_name"`
	Device       string           `db:"device"`
	CreatedAt    time.Time        `db:"created_at"`
	UsedAt       time.Time        `db:"used_at"`
	ExpiresAt    time.Time        `db:"expires_at"`
	EndedAt      *time.Time       `db:"ended_at"`
}

func (x session) principal() identity.Principal {
	return identity.Principal{User: x.User, Organization: x.Organization, Role: x.Role, Session: x.ID, Attempt: x.Attempt}
}

// stands reports whether the session lets anybody in at the time.
func (x session) stands(now time.Time) bool {
	return x.EndedAt == nil && now.Before(x.ExpiresAt) && x.Role != ""
}

// previews reports whether the session may preview assessments of the organization at the time.
func (x session) previews(organization ids.Organization, now time.Time) bool {
	return x.stands(now) && x.Organization == organization && x.principal().Can(identity.AssessmentsWrite)
}

// SignIn is a member's request for a session.
type SignIn struct {
	Email        string
	Password     string
	Organization ids.Organization // which one, for people with several; empty: the one used last
	Device       Device
}

func wrongCredentials() error {
	return errs.New(errs.Unauthorized, "credentials_wrong", "e-mail address and password do not match: check both, or reset the password")
}

// StartSession signs a member in. An account that does not exist fails like a wrong password, after the
// same work.
func (s *Service) StartSession(ctx context.Context, in SignIn) (contract.Tokens, error) {
	email, err := normaliseEmail(in.Email, "/data/attributes/email")
	if err != nil {
		return contract.Tokens{}, err
	}
	user, err := s.authenticate(ctx, email, in.Password, in.Device)
	if err != nil {
		return contract.Tokens{}, err
	}
	member, err := s.memberToSignIn(ctx, user, in.Organization)
	if err != nil {
		return contract.Tokens{}, err
	}
	now := s.now()
	x := session{
		ID: ids.New[ids.Session](), Kind: kindMember, User: user.ID, Organization: member.Organization, Role: member.Role,
		Device: in.Device.label(), CreatedAt: now, UsedAt: now, ExpiresAt: now.Add(s.config.SessionTTL),
	}
	var tokens contract.Tokens
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.setLastOrganization(ctx, user.ID, member.Organization); err != nil {
			return err
		}
		if tokens, err = s.openSession(ctx, x); err != nil {
			return err
		}
		return s.audit(ctx, x.principal(), actionSignedIn, string(x.ID), nil)
	})
	return tokens, err
}

// authenticate checks a password behind the throttle. The hash is computed for unknown accounts too.
func (s *Service) authenticate(ctx context.Context, email, password string, device Device) (_ user, err error) {
	defer func() { s.figures.signIns.WithLabelValues(outcomeOf(err)).Inc() }()
	if err := s.countAttempt(ctx, email, device.Address); err != nil {
		return user{}, err
	}
	u, err := s.userByEmail(ctx, email)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return user{}, err
	}
	if len(password) > 4*maxPassword {
		password = "" // cannot be right, and must not cost more than others
	}
	right, err := s.hasher.Matches(ctx, u.PasswordHash, password)
	if err != nil {
		return user{}, err
	}
	if !right {
		return user{}, wrongCredentials()
	}
	return u, s.forgiveAttempt(ctx, email, device.Address)
}

// memberToSignIn picks the organization a new session is for.
func (s *Service) memberToSignIn(ctx context.Context, u user, wanted ids.Organization) (membership, error) {
	all, err := s.membershipsOf(ctx, u.ID)
	if err != nil {
		return membership{}, err
	}
	if wanted != "" {
		for _, m := range all {
			if m.Organization == wanted {
				return m, nil
			}
		}
		return membership{}, errs.New(errs.Invalid, "organization_unknown", "you are no member of this organization").At("/data/attributes/organizationId")
	}
	for _, m := range all {
		if m.Organization == u.LastOrganization {
			return m, nil
		}
	}
	if len(all) == 0 {
		return membership{}, errs.New(errs.Forbidden, "no_membership", "you belong to no organization any more: ask an owner to invite you")
	}
	return all[0], nil
}

// openSession stores a new session with its first refresh token.
func (s *Service) openSession(ctx context.Context, x session) (contract.Tokens, error) {
	if err := s.insertSession(ctx, x); err != nil {
		return contract.Tokens{}, err
	}
	refresh := newToken(refreshPrefix)
	expires, err := s.insertRefreshToken(ctx, x, refresh)
	if err != nil {
		return contract.Tokens{}, err
	}
	return s.tokens(x, refresh, expires)
}

func (s *Service) tokens(x session, refresh string, refreshExpires time.Time) (contract.Tokens, error) {
	access, expires, err := s.accessToken(x.principal(), x.ExpiresAt)
	return contract.Tokens{
		Session: x.ID, AccessToken: access, AccessExpiresAt: expires, RefreshToken: refresh, RefreshExpiresAt: refreshExpires,
	}, err
}

// current answers the session of the context as it stands in the database now: a token may be ten
// minutes older than a sign-out or a change of role.
func (s *Service) current(ctx context.Context) (session, error) {
	p := identity.From(ctx)
	if !p.Signed() {
		return session{}, errs.New(errs.Unauthorized, "sign_in", "sign in first")
	}
	x, err := s.sessionByID(ctx, p.Session)
	if errors.Is(err, db.ErrNoRows) || err == nil && !x.stands(s.now()) {
		return session{}, errs.New(errs.Unauthorized, "session_ended", "the session has ended: sign in again")
	}
	return x, err
}

// require is identity.Require against the database instead of the token.
func (s *Service) require(ctx context.Context, permission identity.Permission) (identity.Principal, error) {
	x, err := s.current(ctx)
	if err != nil {
		return identity.Principal{}, err
	}
	return identity.Require(identity.With(ctx, x.principal()), permission)
}

// member answers the signed-in member; candidates have no account and are refused.
func (s *Service) member(ctx context.Context) (identity.Principal, error) {
	x, err := s.current(ctx)
	if err != nil {
		return identity.Principal{}, err
	}
	if x.Kind != kindMember {
		return identity.Principal{}, errs.New(errs.Forbidden, "members_only", "a candidate's session reaches its attempt only")
	}
	return x.principal(), nil
}

// EndSession signs out: the current session, or another one of the same person.
func (s *Service) EndSession(ctx context.Context, id ids.Session) error {
	x, err := s.current(ctx)
	if err != nil {
		return err
	}
	reason := endLogout
	if id != x.ID {
		reason = endRevoked
		other, err := s.sessionByID(ctx, id)
		if errors.Is(err, db.ErrNoRows) || err == nil && (x.User == "" || other.User != x.User || other.EndedAt != nil) {
			return errs.Missing("session", string(id))
		}
		if err != nil {
			return err
		}
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.endSession(ctx, id, reason); err != nil {
			return err
		}
		return s.audit(ctx, x.principal(), actionSignedOut, string(id), map[string]string{"reason": reason})
	})
}

// EndOtherSessions signs a member out on every device but the one that asks.
func (s *Service) EndOtherSessions(ctx context.Context) error {
	p, err := s.member(ctx)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.endSessionsOf(ctx, p.User, "", p.Session, endRevoked); err != nil {
			return err
		}
		return s.audit(ctx, p, actionOthersSignedOut, string(p.User), nil)
	})
}

// CandidateSession opens a session that reaches one attempt until it ends.
func (s *Service) CandidateSession(ctx context.Context, in contract.CandidateSession) (contract.Tokens, error) {
	now := s.now()
	if in.Organization == "" || in.Attempt == "" {
		return contract.Tokens{}, errs.New(errs.Invalid, "attempt_missing", "a candidate's session needs an organization and an attempt")
	}
	if !now.Before(in.EndsAt) {
		return contract.Tokens{}, errs.New(errs.Gone, "attempt_over", "the attempt is over")
	}
	if in.Parent != "" {
		parent, err := s.sessionByID(ctx, in.Parent)
		if err != nil || !parent.previews(in.Organization, now) {
			return contract.Tokens{}, errors.Join(err, errs.New(errs.Unauthorized, "session_ended", "the session has ended: sign in again"))
		}
		if parent.ExpiresAt.Before(in.EndsAt) {
			in.EndsAt = parent.ExpiresAt
		}
	}
	x := session{
		ID: ids.New[ids.Session](), Kind: kindCandidate, Organization: in.Organization, Attempt: in.Attempt, Parent: in.Parent, Role: identity.Candidate,
		Name: in.Name, Email: in.Email, CreatedAt: now, UsedAt: now, ExpiresAt: in.EndsAt.UTC().Truncate(time.Microsecond),
	}
	var tokens contract.Tokens
	err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if tokens, err = s.openSession(ctx, x); err != nil {
			return err
		}
		return s.audit(ctx, x.principal(), actionCandidateSession, string(in.Attempt), nil)
	})
	return tokens, err
}
