package session

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
)

// kindMember is the kind of members' sessions; that of any other is the role, candidate or guest.
const kindMember = "member"

// Why a session ended before its time.
const (
	endLogout     = "logout"
	endRevoked    = "revoked"    // by its owner, from another device
	endReuse      = "reuse"      // a spent refresh token came back
	endPassword   = "password"   // the password was changed or reset
	endMembership = "membership" // the member was removed
)

// Session is one device's way in.
//
//	started ── refreshed any number of times ──▶ over (expires_at) or ended (ended_at, end_reason)
type Session struct {
	ID           ids.Session      `db:"id"`
	Kind         string           `db:"kind"`
	User         ids.User         `db:"user_id"`
	Organization ids.Organization `db:"organization_id"`
	Place        identity.Place   `db:"attempt_id"` // named before there were others
	Parent       ids.Session      `db:"parent_id"`  // of a preview: the member's session it ends with
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

func (session Session) principal() identity.Principal {
	return identity.Principal{User: session.User, Organization: session.Organization, Role: session.Role, Session: session.ID, Place: session.Place}
}

// stands reports whether the session lets anybody in at the time.
func (session Session) stands(now time.Time) bool {
	return session.EndedAt == nil && now.Before(session.ExpiresAt) && session.Role != ""
}

// previews reports whether the session may preview assessments of the organization at the time.
func (session Session) previews(organization ids.Organization, now time.Time) bool {
	return session.stands(now) && session.Organization == organization && session.principal().Can(identity.AssessmentsWrite)
}

// SignIn is a member's request for a session.
type SignIn struct {
	Email        string
	Password     string
	Organization ids.Organization // which one, for people with several; empty: the one used last
	Device       Device
}

// Member is who a session is opened for, and where.
type Member struct {
	User         ids.User
	Organization ids.Organization
	Role         identity.Role
}

// Open opens a session of a member who has proved to be one, in the transaction of ctx.
func (s *Service) Open(ctx context.Context, member Member, device Device) (contract.Tokens, error) {
	now := s.now()
	session := Session{
		ID: ids.New[ids.Session](), Kind: kindMember, User: member.User, Organization: member.Organization, Role: member.Role,
		Device: device.label(), CreatedAt: now, UsedAt: now, ExpiresAt: now.Add(s.config.TTL),
	}
	tokens, err := s.open(ctx, session)
	if err != nil {
		return contract.Tokens{}, err
	}
	return tokens, s.audit.Add(ctx, session.principal(), audit.SignedIn, string(session.ID), nil)
}

// open stores a new session with its first refresh token.
func (s *Service) open(ctx context.Context, session Session) (contract.Tokens, error) {
	if err := s.insert(ctx, session); err != nil {
		return contract.Tokens{}, err
	}
	refresh := secret.New(refreshPrefix)
	expires, err := s.insertRefreshToken(ctx, session, refresh)
	if err != nil {
		return contract.Tokens{}, err
	}
	return s.tokens(session, refresh, expires)
}

func (s *Service) tokens(session Session, refresh string, refreshExpires time.Time) (contract.Tokens, error) {
	access, expires, err := s.keys.AccessToken(session.principal(), session.ExpiresAt)
	return contract.Tokens{
		Session: session.ID, AccessToken: access, AccessExpiresAt: expires, RefreshToken: refresh, RefreshExpiresAt: refreshExpires,
	}, err
}

// End signs out: the current session, or another one of the same person.
func (s *Service) End(ctx context.Context, id ids.Session) error {
	session, err := s.current(ctx)
	if err != nil {
		return err
	}
	reason := endLogout
	if id != session.ID {
		reason = endRevoked
		other, err := s.byID(ctx, id)
		if errors.Is(err, db.ErrNoRows) || err == nil && (session.User == "" || other.User != session.User || other.EndedAt != nil) {
			return errs.Missing("session", string(id))
		}
		if err != nil {
			return err
		}
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.end(ctx, id, reason); err != nil {
			return err
		}
		return s.audit.Add(ctx, session.principal(), audit.SignedOut, string(id), map[string]string{"reason": reason})
	})
}

// EndOthers signs a member out on every device but the one that asks.
func (s *Service) EndOthers(ctx context.Context) error {
	p, err := s.Member(ctx)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.endAllOf(ctx, p.User, "", p.Session, endRevoked); err != nil {
			return err
		}
		return s.audit.Add(ctx, p, audit.OthersSignedOut, string(p.User), nil)
	})
}

// EndByPassword ends a user's sessions, all but the one kept, since the password is another now.
func (s *Service) EndByPassword(ctx context.Context, user ids.User, keep ids.Session) error {
	return s.endAllOf(ctx, user, "", keep, endPassword)
}

// EndMembership ends a user's sessions in an organization, of which the user is no member any more.
func (s *Service) EndMembership(ctx context.Context, user ids.User, organization ids.Organization) error {
	return s.endAllOf(ctx, user, organization, "", endMembership)
}
