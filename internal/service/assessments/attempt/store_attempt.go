package attempt

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

const attemptColumns = `id, organization_id, assessment_id, invitation_id, candidate_name, candidate_email, state, score, max_score,
	created_at, started_at, ends_at, finished_at, last_activity_at, last_activity, revision,
	working_on, away_since, absences, away_ms, pastes`

func (s *Service) insert(ctx context.Context, attempt Attempt) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO attempts (`+attemptColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		attempt.ID, attempt.Organization, attempt.Assessment, attempt.Invitation, attempt.CandidateName, attempt.CandidateEmail, attempt.State, attempt.Score, attempt.MaxScore,
		attempt.CreatedAt, attempt.StartedAt, attempt.EndsAt, attempt.FinishedAt, attempt.LastActivityAt, attempt.LastActivity, attempt.Revision,
		attempt.WorkingOn, attempt.AwaySince, attempt.Absences, attempt.AwayMs, attempt.Pastes)
	return err
}

func (s *Service) byInvitation(ctx context.Context, organization ids.Organization, id ids.Invitation) (Attempt, error) {
	return db.One[Attempt](ctx, s.db, `SELECT `+attemptColumns+` FROM attempts WHERE organization_id = $1 AND invitation_id = $2`, organization, id)
}

// ByID is NotFound for another organization's.
func (s *Service) ByID(ctx context.Context, organization ids.Organization, id ids.Attempt) (Attempt, error) {
	where := catalog.Hidden(ctx, db.Where("id = ?", id).And("organization_id = ?", organization), "assessment_id")
	attempt, err := db.One[Attempt](ctx, s.db, `SELECT `+attemptColumns+` FROM attempts`+where.SQL(), where.Args()...)
	if errors.Is(err, db.ErrNoRows) {
		return attempt, errs.Missing("attempt", string(id))
	}
	return attempt, err
}

// ByIDs reads those of an organization.
func (s *Service) ByIDs(ctx context.Context, organization ids.Organization, wanted []ids.Attempt) ([]Attempt, error) {
	where := catalog.Hidden(ctx, db.In(db.Where("organization_id = ?", organization), "id", wanted), "assessment_id")
	return db.Select[Attempt](ctx, s.db, `SELECT `+attemptColumns+` FROM attempts`+where.SQL(), where.Args()...)
}

// List pages through an organization's attempts, newest first.
func (s *Service) List(ctx context.Context, organization ids.Organization, assessments, states []string, after ids.Attempt, limit int) ([]Attempt, error) {
	where := narrowed(organization, assessments, states)
	if after != "" {
		where = where.And("id < ?", after)
	}
	return s.page(ctx, where, []db.Key{{Column: "id", Descending: true}}, limit)
}

// narrowed are those of an organization, narrowed by what is not empty.
func narrowed(organization ids.Organization, assessments, states []string) *db.Conditions {
	where := catalog.WithoutPreviews(db.Where("organization_id = ?", organization), "assessment_id")
	if len(assessments) > 0 {
		where = db.In(where, "assessment_id", assessments)
	}
	if len(states) > 0 {
		where = db.In(where, "state", states)
	}
	return where
}

// any organization: the list that pages has begun its conditions with that of who asks.
func (s *Service) page(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Attempt, error) {
	return db.Select[Attempt](ctx, s.db, `SELECT `+attemptColumns+` FROM attempts`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// MarkStarted reports whether this call was the one that started it: it starts once, and while its assessment is open.
func (s *Service) MarkStarted(ctx context.Context, attempt Attempt, now, ends time.Time) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE attempts SET state = $1, started_at = $2, ends_at = $3, revision = revision + 1
		WHERE id = $4 AND organization_id = $5 AND state = $6
		AND EXISTS (SELECT 1 FROM assessments x WHERE x.id = attempts.assessment_id AND x.state = $7)`,
		Started, now, ends, attempt.ID, attempt.Organization, Ready, catalog.Published)
	return n == 1, err
}

// StillStarted refuses, in the transaction of ctx, what is written into an attempt that has ended, and keeps its end waiting
// until the transaction is over: what passed a look before it may have been overtaken.
func (s *Service) StillStarted(ctx context.Context, attempt Attempt) error {
	n, err := db.Exec(ctx, s.db, `UPDATE attempts SET revision = revision WHERE organization_id = $1 AND id = $2 AND state = $3`, attempt.Organization, attempt.ID, Started)
	if err == nil && n == 0 {
		err = errFinished
	}
	return err
}

// markFinished reports whether this call was the one that finished it.
func (s *Service) markFinished(ctx context.Context, attempt Attempt, at time.Time) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE attempts SET state = $1, finished_at = $2, revision = revision + 1
		WHERE id = $3 AND organization_id = $4 AND state = $5`, Finished, at, attempt.ID, attempt.Organization, Started)
	return n == 1, err
}

// Overdue are some that should have ended before a time.
//
// any organization: attempts of all end in time, nobody asks for it.
func (s *Service) Overdue(ctx context.Context, before time.Time, limit int) ([]Attempt, error) {
	return db.Select[Attempt](ctx, s.db, `SELECT `+attemptColumns+` FROM attempts WHERE state = $1 AND ends_at < $2 ORDER BY ends_at LIMIT $3`,
		Started, before, limit)
}

// any organization: it is a figure of the whole installation, for its operator.
func (s *Service) countStarted(ctx context.Context) (int64, error) {
	return db.One[int64](ctx, s.db, `SELECT count(*) FROM attempts WHERE state = $1`, Started)
}

// SumScore writes the attempt's score from its answers, without what sums of fractions leave behind: equals are equals.
func (s *Service) SumScore(ctx context.Context, attempt *Attempt) error {
	score, err := db.WriteOne[float64](ctx, s.db, `UPDATE attempts
		SET score = (SELECT ROUND(COALESCE(SUM(score), 0) * 1000000000) / 1000000000 FROM answers WHERE attempt_id = $1), revision = revision + 1
		WHERE id = $1 AND organization_id = $2 RETURNING score`, attempt.ID, attempt.Organization)
	if err == nil {
		attempt.Score = score
	}
	return err
}

// touch notes that the candidate is at work, at most every five seconds; it reports whether it did.
func (s *Service) touch(ctx context.Context, attempt Attempt, now time.Time) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE attempts SET last_activity_at = $1 WHERE organization_id = $2 AND id = $3 AND last_activity_at < $4`,
		now, attempt.Organization, attempt.ID, now.Add(-5*time.Second))
	return n == 1, err
}

// any organization: an open document is known to its log by its id alone; who opens one was asked before (api_document.go).
func (s *Service) attemptOfDocument(ctx context.Context, id ids.Document) (Attempt, error) {
	return db.One[Attempt](ctx, s.db, `SELECT `+attemptColumns+` FROM attempts WHERE id = (SELECT attempt_id FROM documents WHERE id = $1)`, id)
}
