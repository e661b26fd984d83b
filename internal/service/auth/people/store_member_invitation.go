package people

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const invitationColumns = `id, organization_id, email, role, invited_by, created_at, expires_at`

// any organization: whoever holds the link knows no more than its secret, which is of one invitation.
func (s *Service) memberInvitationByToken(ctx context.Context, hash string) (MemberInvitation, error) {
	return db.One[MemberInvitation](ctx, s.db, `SELECT `+invitationColumns+` FROM member_invitations WHERE token_hash = $1`, hash)
}

func (s *Service) memberInvitationsByID(ctx context.Context, organization ids.Organization, wanted []string) ([]MemberInvitation, error) {
	where := db.In(db.Where("organization_id = ?", organization), "id", wanted)
	return db.Select[MemberInvitation](ctx, s.db, `SELECT `+invitationColumns+` FROM member_invitations`+where.SQL(), where.Args()...)
}

// any organization: the list that pages has begun its conditions with that of who asks.
func (s *Service) listMemberInvitations(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]MemberInvitation, error) {
	return db.Select[MemberInvitation](ctx, s.db, `SELECT `+invitationColumns+` FROM member_invitations`+where.SQL()+
		db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// replaceMemberInvitation stores an invitation in the place of an earlier one to the same address.
func (s *Service) replaceMemberInvitation(ctx context.Context, invitation MemberInvitation, hash string) error {
	where := db.Where("organization_id = ?", invitation.Organization).And("email = ?", invitation.Email)
	if _, err := s.endMemberInvitations(ctx, where, invitationReplaced); err != nil {
		return err
	}
	_, err := db.Exec(ctx, s.db, `INSERT INTO member_invitations (id, organization_id, email, role, token_hash, invited_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		invitation.ID, invitation.Organization, invitation.Email, invitation.Role, hash, invitation.InvitedBy, invitation.CreatedAt, invitation.ExpiresAt)
	return err
}

func (s *Service) deleteMemberInvitation(ctx context.Context, organization ids.Organization, id ids.MemberInvitation, reason string) (int, error) {
	return s.endMemberInvitations(ctx, db.Where("id = ?", id).And("organization_id = ?", organization), reason)
}

// endMemberInvitations deletes those that where keeps and notes why, for who opens their links.
//
// any organization: its callers name that of an invitation, or of who asks.
func (s *Service) endMemberInvitations(ctx context.Context, where *db.Conditions, reason string) (int, error) {
	hashes, err := db.Write[string](ctx, s.db, `DELETE FROM member_invitations`+where.SQL()+` RETURNING token_hash`, where.Args()...)
	for _, hash := range hashes {
		if _, err := db.Exec(ctx, s.db, `INSERT INTO ended_member_invitations (token_hash, reason, ended_at) VALUES ($1, $2, $3)`, hash, reason, s.now()); err != nil {
			return 0, err
		}
	}
	return len(hashes), err
}

// whyInvitationEnded is empty for a token that there never was, or that is long forgotten.
func (s *Service) whyInvitationEnded(ctx context.Context, hash string) (string, error) {
	reason, err := db.One[string](ctx, s.db, `SELECT reason FROM ended_member_invitations WHERE token_hash = $1`, hash)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	return reason, err
}

// endedInvitationsKept is how long a link that is dead says why.
const endedInvitationsKept = 90 * 24 * time.Hour

// Purge deletes what is over and no longer asked for.
//
// any organization: what is over goes everywhere, nobody asks for it.
func (s *Service) Purge(ctx context.Context) error {
	now := s.now()
	if _, err := db.Exec(ctx, s.db, `DELETE FROM member_invitations WHERE expires_at < $1`, now.Add(-s.config.InvitationTTL)); err != nil {
		return err
	}
	if _, err := db.Exec(ctx, s.db, `DELETE FROM registrations WHERE expires_at < $1`, now); err != nil {
		return err
	}
	_, err := db.Exec(ctx, s.db, `DELETE FROM ended_member_invitations WHERE ended_at < $1`, now.Add(-endedInvitationsKept))
	return err
}
