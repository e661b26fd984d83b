package auth

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const invitationColumns = `id, organization_id, email, role, invited_by, created_at, expires_at`

func (s *Service) memberInvitationByToken(ctx context.Context, hash string) (memberInvitation, error) {
	return db.One[memberInvitation](ctx, s.db, `SELECT `+invitationColumns+` FROM member_invitations WHERE token_hash = $1`, hash)
}

func (s *Service) memberInvitationsByID(ctx context.Context, organization ids.Organization, wanted []string) ([]memberInvitation, error) {
	where := db.In(db.Where("organization_id = ?", organization), "id", wanted)
	return db.Select[memberInvitation](ctx, s.db, `SELECT `+invitationColumns+` FROM member_invitations`+where.SQL(), where.Args()...)
}

func (s *Service) listMemberInvitations(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]memberInvitation, error) {
	return db.Select[memberInvitation](ctx, s.db, `SELECT `+invitationColumns+` FROM member_invitations`+where.SQL()+
		db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

func (s *Service) isMember(ctx context.Context, organization ids.Organization, email string) (bool, error) {
	found, err := db.Select[int64](ctx, s.db, `SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id
		WHERE m.organization_id = $1 AND u.email = $2`, organization, email)
	return len(found) > 0, err
}

// replaceMemberInvitation stores an invitation in the place of an earlier one to the same address.
func (s *Service) replaceMemberInvitation(ctx context.Context, i memberInvitation, hash string) error {
	where := db.Where("organization_id = ?", i.Organization).And("email = ?", i.Email)
	if _, err := s.endMemberInvitations(ctx, where, invitationReplaced); err != nil {
		return err
	}
	_, err := db.Exec(ctx, s.db, `INSERT INTO member_invitations (id, organization_id, email, role, token_hash, invited_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		i.ID, i.Organization, i.Email, i.Role, hash, i.InvitedBy, i.CreatedAt, i.ExpiresAt)
	return err
}

func (s *Service) deleteMemberInvitation(ctx context.Context, organization ids.Organization, id ids.MemberInvitation, reason string) (int, error) {
	return s.endMemberInvitations(ctx, db.Where("id = ?", id).And("organization_id = ?", organization), reason)
}

// endMemberInvitations deletes those that where keeps and notes why, for who opens their links.
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
