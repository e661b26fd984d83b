package auth

import (
	"context"

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
	_, err := db.Exec(ctx, s.db, `DELETE FROM member_invitations WHERE organization_id = $1 AND email = $2`, i.Organization, i.Email)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, s.db, `INSERT INTO member_invitations (id, organization_id, email, role, token_hash, invited_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		i.ID, i.Organization, i.Email, i.Role, hash, i.InvitedBy, i.CreatedAt, i.ExpiresAt)
	return err
}

func (s *Service) deleteMemberInvitation(ctx context.Context, organization ids.Organization, id ids.MemberInvitation) (int64, error) {
	return db.Exec(ctx, s.db, `DELETE FROM member_invitations WHERE id = $1 AND organization_id = $2`, id, organization)
}
