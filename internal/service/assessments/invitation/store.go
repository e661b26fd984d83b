package invitation

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

const columns = `i.id, i.organization_id, i.assessment_id, i.email, i.name, i.token_hash, i.state, i.created_by, i.sent_at,
	a.id AS attempt_id FROM invitations i LEFT JOIN attempts a ON a.invitation_id = i.id`

func (s *Service) insert(ctx context.Context, invitation Invitation) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO invitations (id, organization_id, assessment_id, email, name, token_hash, state, created_by, sent_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		invitation.ID, invitation.Organization, invitation.Assessment, invitation.Email, invitation.Name, invitation.TokenHash, invitation.State, invitation.CreatedBy, invitation.SentAt)
	return err
}

func (s *Service) byIDs(ctx context.Context, organization ids.Organization, wanted []ids.Invitation) ([]Invitation, error) {
	where := catalog.WithoutPreviews(db.In(db.Where("i.organization_id = ?", organization), "i.id", wanted), "i.assessment_id")
	return db.Select[Invitation](ctx, s.db, `SELECT `+columns+where.SQL(), where.Args()...)
}

// ByToken is db.ErrNoRows for an unknown token.
//
// any organization: whoever holds the link knows no more than its secret, which is of one invitation.
func (s *Service) ByToken(ctx context.Context, token string) (Invitation, error) {
	return db.One[Invitation](ctx, s.db, `SELECT `+columns+` WHERE i.token_hash = $1
		OR i.id = (SELECT invitation_id FROM invitation_links WHERE token_hash = $1)`, hashToken(token))
}

// OfPreview is the one invitation there is to a preview.
func (s *Service) OfPreview(ctx context.Context, organization ids.Organization, id ids.Assessment) (Invitation, error) {
	return db.One[Invitation](ctx, s.db, `SELECT `+columns+` WHERE i.organization_id = $1 AND i.assessment_id = $2`, organization, id)
}

// State is that of an invitation.
func (s *Service) State(ctx context.Context, organization ids.Organization, id ids.Invitation) (string, error) {
	return db.One[string](ctx, s.db, `SELECT state FROM invitations WHERE organization_id = $1 AND id = $2`, organization, id)
}

// Erase deletes those to an assessment, with their links, in the transaction of ctx.
func (s *Service) Erase(ctx context.Context, organization ids.Organization, id ids.Assessment) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM invitations WHERE organization_id = $1 AND assessment_id = $2`, organization, id)
	return err
}

// List pages through an organization's invitations, newest first.
func (s *Service) List(ctx context.Context, organization ids.Organization, assessments, states []string, after ids.Invitation, limit int) ([]Invitation, error) {
	where := narrowed(organization, assessments, states)
	if after != "" {
		where = where.And("i.id < ?", after)
	}
	return s.page(ctx, where, []db.Key{{Column: "i.id", Descending: true}}, limit)
}

// narrowed are those of an organization, narrowed by what is not empty.
func narrowed(organization ids.Organization, assessments, states []string) *db.Conditions {
	where := catalog.WithoutPreviews(db.Where("i.organization_id = ?", organization), "i.assessment_id")
	if len(assessments) > 0 {
		where = db.In(where, "i.assessment_id", assessments)
	}
	if len(states) > 0 {
		where = db.In(where, "i.state", states)
	}
	return where
}

// any organization: the list that pages has begun its conditions with that of who asks.
func (s *Service) page(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Invitation, error) {
	return db.Select[Invitation](ctx, s.db, `SELECT `+columns+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

func (s *Service) invitedEmails(ctx context.Context, organization ids.Organization, assessment ids.Assessment) (map[string]bool, error) {
	all, err := db.Select[string](ctx, s.db, `SELECT email FROM invitations WHERE organization_id = $1 AND assessment_id = $2`, organization, assessment)
	known := map[string]bool{}
	for _, email := range all {
		known[email] = true
	}
	return known, err
}

// SetState reports whether the invitation stands: one that was withdrawn stays so.
func (s *Service) SetState(ctx context.Context, organization ids.Organization, id ids.Invitation, state string) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE invitations SET state = $1 WHERE organization_id = $2 AND id = $3 AND state <> $4`, state, organization, id, Revoked)
	return n == 1, err
}

// CountPeople tells of assessments how far those invited to them have come.
func (s *Service) CountPeople(ctx context.Context, organization ids.Organization, wanted []ids.Assessment) (map[ids.Assessment]catalog.People, error) {
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
