package assessments

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

const invitationColumns = `i.id, i.organization_id, i.assessment_id, i.email, i.name, i.token_hash, i.state, i.created_by, i.sent_at,
	a.id AS attempt_id FROM invitations i LEFT JOIN attempts a ON a.invitation_id = i.id`

func (s *Service) insertInvitation(ctx context.Context, i invitation) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO invitations (id, organization_id, assessment_id, email, name, token_hash, state, created_by, sent_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		i.ID, i.Organization, i.Assessment, i.Email, i.Name, i.TokenHash, i.State, i.CreatedBy, i.SentAt)
	return err
}

func (s *Service) selectInvitations(ctx context.Context, organization ids.Organization, wanted []ids.Invitation) ([]invitation, error) {
	where := catalog.WithoutPreviews(db.In(db.Where("i.organization_id = ?", organization), "i.id", wanted), "i.assessment_id")
	return db.Select[invitation](ctx, s.db, `SELECT `+invitationColumns+where.SQL(), where.Args()...)
}

// invitationByToken is db.ErrNoRows for an unknown token. It is the one query that no organization scopes: the secret does.
func (s *Service) invitationByToken(ctx context.Context, token string) (invitation, error) {
	return db.One[invitation](ctx, s.db, `SELECT `+invitationColumns+` WHERE i.token_hash = $1
		OR i.id = (SELECT invitation_id FROM invitation_links WHERE token_hash = $1)`, hashToken(token))
}

func (s *Service) listInvitations(ctx context.Context, organization ids.Organization, assessments, states []string, after ids.Invitation, limit int) ([]invitation, error) {
	where := invitationsOf(organization, assessments, states)
	if after != "" {
		where = where.And("i.id < ?", after)
	}
	return s.pageInvitations(ctx, where, []db.Key{{Column: "i.id", Descending: true}}, limit)
}

// invitationsOf are those of an organization, narrowed by what is not empty.
func invitationsOf(organization ids.Organization, assessments, states []string) *db.Conditions {
	where := catalog.WithoutPreviews(db.Where("i.organization_id = ?", organization), "i.assessment_id")
	if len(assessments) > 0 {
		where = db.In(where, "i.assessment_id", assessments)
	}
	if len(states) > 0 {
		where = db.In(where, "i.state", states)
	}
	return where
}

func (s *Service) pageInvitations(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]invitation, error) {
	return db.Select[invitation](ctx, s.db, `SELECT `+invitationColumns+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

func (s *Service) invitedEmails(ctx context.Context, organization ids.Organization, assessment ids.Assessment) (map[string]bool, error) {
	all, err := db.Select[string](ctx, s.db, `SELECT email FROM invitations WHERE organization_id = $1 AND assessment_id = $2`, organization, assessment)
	known := map[string]bool{}
	for _, email := range all {
		known[email] = true
	}
	return known, err
}

// setInvitationState reports whether the invitation stands: one that was withdrawn stays so.
func (s *Service) setInvitationState(ctx context.Context, id ids.Invitation, state string) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE invitations SET state = $1 WHERE id = $2 AND state <> $3`, state, id, invitationRevoked)
	return n == 1, err
}

func (s *Service) countPeople(ctx context.Context, organization ids.Organization, wanted []ids.Assessment) (map[ids.Assessment]catalog.People, error) {
	where := db.In(db.Where("i.organization_id = ?", organization), "i.assessment_id", wanted)
	rows, err := db.Select[catalog.People](ctx, s.db, `SELECT i.assessment_id AS assessment_id, COUNT(*) AS invited,
		COUNT(a.started_at) AS started, COUNT(a.finished_at) AS finished
		FROM invitations i LEFT JOIN attempts a ON a.invitation_id = i.id`+where.SQL()+` GROUP BY i.assessment_id`, where.Args()...)
	if err != nil {
		return nil, err
	}
	found := map[ids.Assessment]catalog.People{}
	for _, r := range rows {
		found[r.Assessment] = r
	}
	return found, nil
}
