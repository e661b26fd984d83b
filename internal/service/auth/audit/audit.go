package audit

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Action is what an entry tells.
type Action string

// What is told.
const (
	Registered       Action = "user.registered"
	SignedIn         Action = "session.started"
	SignedOut        Action = "session.ended"
	OthersSignedOut  Action = "session.others_ended"
	RefreshReused    Action = "session.refresh_reused"
	CandidateSession Action = "session.candidate_started"
	ResetAsked       Action = "password.reset_asked"
	PasswordReset    Action = "password.reset"
	PasswordChanged  Action = "password.changed"
	Organization     Action = "organization.changed"
	Invited          Action = "member.invited"
	InvitationEnded  Action = "member.invitation_withdrawn"
	Joined           Action = "member.joined"
	RoleChanged      Action = "member.role_changed"
	Removed          Action = "member.removed"
)

// Service writes the entries.
type Service struct {
	db    *db.DB
	clock func() time.Time
}

// New writes to a database that has the table.
func New(d *db.DB, clock func() time.Time) *Service { return &Service{d, clock} }

// Add writes an entry, in the transaction of ctx.
func (s *Service) Add(ctx context.Context, by identity.Principal, what Action, subject string, data map[string]string) error {
	if data == nil {
		data = map[string]string{}
	}
	_, err := db.Exec(ctx, s.db, `INSERT INTO audit_entries (id, organization_id, user_id, action, subject_id, data, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		ids.New[string](), by.Organization, by.User, what, subject, db.JSON[map[string]string]{V: data}, s.now())
	return err
}

// now is the time, as exact as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
