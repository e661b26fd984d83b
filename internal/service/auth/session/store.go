package session

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
)

// sessionColumns reads a session with its owner as they are now. The role of a candidate or guest is fixed, a member's
// is looked up, and empty when the membership is gone. That of a preview is empty, too, once the member's session it was
// made in has ended or may write no assessments.
var sessionColumns = `s.id, s.kind, COALESCE(s.user_id, '') AS user_id, s.organization_id, s.attempt_id, s.parent_id,
	COALESCE(u.name, s.name) AS name, COALESCE(u.email, s.email) AS email,
	CASE WHEN s.parent_id <> '' AND NOT EXISTS (SELECT 1 FROM sessions p
		JOIN memberships w ON w.user_id = p.user_id AND w.organization_id = p.organization_id
		WHERE p.id = s.parent_id AND p.organization_id = s.organization_id AND p.ended_at IS NULL AND w.role IN (` + previewing() + `)) THEN ''
	WHEN s.kind IN ('candidate', 'guest') THEN s.kind ELSE COALESCE(m.role, '') END AS role,
	COALESCE(o.name, '') AS organization_name, s.device, s.created_at, s.used_at, s.expires_at, s.ended_at
	FROM sessions s
	LEFT JOIN users u ON u.id = s.user_id
	LEFT JOIN organizations o ON o.id = s.organization_id
	LEFT JOIN memberships m ON m.user_id = s.user_id AND m.organization_id = s.organization_id`

// previewing are the roles that may preview assessments, as SQL.
func previewing() string {
	var roles []string
	for role, permissions := range identity.Roles {
		if slices.Contains(permissions, identity.AssessmentsWrite) {
			roles = append(roles, "'"+string(role)+"'")
		}
	}
	slices.Sort(roles)
	return strings.Join(roles, ", ")
}

func (s *Service) byID(ctx context.Context, id ids.Session) (Session, error) {
	return db.One[Session](ctx, s.db, `SELECT `+sessionColumns+` WHERE s.id = $1`, id)
}

func (s *Service) byIDs(ctx context.Context, wanted []ids.Session) ([]Session, error) {
	where := db.In(db.Where("1 = 1"), "s.id", wanted)
	return db.Select[Session](ctx, s.db, `SELECT `+sessionColumns+where.SQL(), where.Args()...)
}

// standingSessions are the sessions of a user that still let somebody in: not those that went unused for so long that
// their last refresh token is over.
func (s *Service) standingSessions(user ids.User) *db.Conditions {
	return db.Where("s.user_id = ?", user).And("s.ended_at IS NULL").And("s.expires_at > ?", s.now()).
		And("s.used_at > ?", s.now().Add(-s.config.RefreshTTL))
}

func (s *Service) list(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Session, error) {
	return db.Select[Session](ctx, s.db, `SELECT `+sessionColumns+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// ownSessions answers those of the ids that are the asker's: a member's on all devices, a candidate's only one.
func (s *Service) ownSessions(ctx context.Context, own Session, wanted []string) ([]Session, error) {
	where := db.In(db.Where("s.id = ? OR (s.user_id = ? AND s.user_id <> '')", own.ID, own.User), "s.id", wanted).
		And("s.ended_at IS NULL").And("s.expires_at > ?", s.now())
	return db.Select[Session](ctx, s.db, `SELECT `+sessionColumns+where.SQL(), where.Args()...)
}

func (s *Service) insert(ctx context.Context, session Session) error {
	var user *string // a candidate has none
	if session.User != "" {
		id := string(session.User)
		user = &id
	}
	_, err := db.Exec(ctx, s.db, `INSERT INTO sessions
		(id, kind, user_id, organization_id, attempt_id, parent_id, name, email, device, created_at, used_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		session.ID, session.Kind, user, session.Organization, session.Place, session.Parent, session.Name, session.Email, session.Device, session.CreatedAt, session.UsedAt, session.ExpiresAt)
	return err
}

// any organization: a session is its holder's, who has just shown its token.
func (s *Service) touch(ctx context.Context, id ids.Session, device string) error {
	_, err := db.Exec(ctx, s.db, `UPDATE sessions SET used_at = $2, device = $3 WHERE id = $1`, id, s.now(), device)
	return err
}

// any organization: a session is its holder's, who may end those that they have in other organizations, too.
func (s *Service) end(ctx context.Context, id ids.Session, reason string) error {
	_, err := db.Exec(ctx, s.db, `UPDATE sessions SET ended_at = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL`, id, s.now(), reason)
	return err
}

// endAllOf ends a user's sessions: in one organization or, with an empty one, everywhere; all but the one kept.
func (s *Service) endAllOf(ctx context.Context, user ids.User, organization ids.Organization, keep ids.Session, reason string) error {
	_, err := db.Exec(ctx, s.db, `UPDATE sessions SET ended_at = $1, end_reason = $2
		WHERE user_id = $3 AND id <> $4 AND ended_at IS NULL AND (organization_id = $5 OR CAST($6 AS INTEGER) = 1)`,
		s.now(), reason, user, keep, organization, everywhere(organization))
	return err
}

func everywhere(organization ids.Organization) int {
	if organization == "" {
		return 1
	}
	return 0
}

func (s *Service) insertRefreshToken(ctx context.Context, session Session, token string) (expires time.Time, err error) {
	expires = s.refreshExpiry(session)
	_, err = db.Exec(ctx, s.db, `INSERT INTO refresh_tokens (hash, session_id, salt, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		secret.Hash(token), session.ID, secret.New(""), s.now(), expires)
	return expires, err
}

const refreshColumns = `session_id, salt, expires_at, spent_at, spent_device`

func (s *Service) spendRefreshToken(ctx context.Context, hash, device string) (refreshToken, error) {
	return db.WriteOne[refreshToken](ctx, s.db, `UPDATE refresh_tokens SET spent_at = $2, spent_device = $3
		WHERE hash = $1 AND spent_at IS NULL RETURNING `+refreshColumns, hash, s.now(), device)
}

func (s *Service) refreshTokenByHash(ctx context.Context, hash string) (refreshToken, error) {
	return db.One[refreshToken](ctx, s.db, `SELECT `+refreshColumns+` FROM refresh_tokens WHERE hash = $1`, hash)
}

// kept is how long an ended session is kept to answer "who was signed in when".
const kept = 30 * 24 * time.Hour

// Purge deletes what is over and no longer asked for.
//
// any organization: what is over goes everywhere, nobody asks for it.
func (s *Service) Purge(ctx context.Context) error {
	now := s.now()
	if _, err := db.Exec(ctx, s.db, `DELETE FROM refresh_tokens WHERE expires_at < $1`, now); err != nil {
		return err
	}
	_, err := db.Exec(ctx, s.db, `DELETE FROM sessions WHERE expires_at < $1`, now.Add(-kept))
	return err
}
