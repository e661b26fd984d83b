package auth

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// action is what an audit entry tells.
type action string

const (
	actionRegistered       action = "user.registered"
	actionSignedIn         action = "session.started"
	actionSignedOut        action = "session.ended"
	actionOthersSignedOut  action = "session.others_ended"
	actionRefreshReused    action = "session.refresh_reused"
	actionCandidateSession action = "session.candidate_started"
	actionResetAsked       action = "password.reset_asked"
	actionPasswordReset    action = "password.reset"
	actionPasswordChanged  action = "password.changed"
	actionOrganization     action = "organization.changed"
	actionInvited          action = "member.invited"
	actionInvitationEnded  action = "member.invitation_withdrawn"
	actionJoined           action = "member.joined"
	actionRoleChanged      action = "member.role_changed"
	actionRemoved          action = "member.removed"
)

// audit writes an entry; within the transaction of what it tells about, so that neither is without the other.
// Data holds no secrets and no addresses: ids and roles.
func (s *Service) audit(ctx context.Context, by identity.Principal, what action, subject string, data map[string]string) error {
	if data == nil {
		data = map[string]string{}
	}
	_, err := db.Exec(ctx, s.db, `INSERT INTO audit_entries (id, organization_id, user_id, action, subject_id, data, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		ids.New[string](), by.Organization, by.User, what, subject, db.JSON[map[string]string]{V: data}, s.now())
	return err
}
