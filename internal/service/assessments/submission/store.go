package submission

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

const columns = `id, organization_id, attempt_id, answer_id, document_id, document_version, language, source, state, round,
	judgement_id, verdict, score, outcome, created_at, judged_at, request_key`

func (s *Service) insert(ctx context.Context, submission Submission) error {
	written, err := db.Exec(ctx, s.db, `INSERT INTO submissions (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT (attempt_id, request_key) WHERE request_key <> '' DO NOTHING`,
		submission.ID, submission.Organization, submission.Attempt, submission.Answer, submission.Document, submission.DocumentVersion, submission.Language, submission.Source, submission.State, submission.Round,
		submission.Judgement, submission.Verdict, submission.Score, submission.Outcome, submission.CreatedAt, submission.JudgedAt, submission.RequestKey)
	if err == nil && written == 0 {
		return errSentBefore
	}
	return err
}

// list reads newest first; limit 0 is all.
//
// any organization: who reads has begun the conditions with that of who asks, or of an attempt.
func (s *Service) list(ctx context.Context, where *db.Conditions, limit int) ([]Submission, error) {
	query := `SELECT ` + columns + ` FROM submissions` + where.SQL() + ` ORDER BY id DESC`
	if limit > 0 {
		query += where.Limit(limit)
	}
	return db.Select[Submission](ctx, s.db, query, where.Args()...)
}

// any organization: the list that pages has begun its conditions with that of who asks.
func (s *Service) page(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Submission, error) {
	return db.Select[Submission](ctx, s.db, `SELECT `+columns+` FROM submissions`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// ByID is NotFound for another organization's.
func (s *Service) ByID(ctx context.Context, organization ids.Organization, id ids.Submission) (Submission, error) {
	submission, err := db.One[Submission](ctx, s.db, `SELECT `+columns+` FROM submissions WHERE id = $1 AND organization_id = $2`, id, organization)
	if errors.Is(err, db.ErrNoRows) {
		return submission, errs.Missing("submission", string(id))
	}
	return submission, err
}

// submittedVersion is the newest version of the document that was submitted; -1 when none was.
func (s *Service) submittedVersion(ctx context.Context, organization ids.Organization, id ids.Document) (int, error) {
	return db.One[int](ctx, s.db, `SELECT COALESCE(MAX(document_version), -1) FROM submissions WHERE organization_id = $1 AND document_id = $2`, organization, id)
}

// storeOutcome reports whether this call wrote the result: a round is written once.
func (s *Service) storeOutcome(ctx context.Context, submission Submission, j execution.Judgement, view judge.CandidateView) (bool, error) {
	state := Judged
	if j.Cancelled {
		state = Cancelled
	}
	n, err := db.Exec(ctx, s.db, `UPDATE submissions SET state = $1, judgement_id = $2, verdict = $3, score = $4, outcome = $5, judged_at = $6, round = $7
		WHERE organization_id = $10 AND id = $8 AND (round < $7 OR (round = $7 AND state = $9))`,
		state, j.ID, string(view.Verdict), view.Score, db.JSON[judge.CandidateView]{V: view}, j.FinishedAt, j.Subject.Round, submission.ID, Queued, submission.Organization)
	return n == 1, err
}

// count writes score and verdict of the answer from the submission that counts: the best (the earliest of equals), or the last judged.
func (s *Service) count(ctx context.Context, submission Submission, scoring string, w catalog.Worth) error {
	order := "score DESC, id"
	if scoring == catalog.Last {
		order = "id DESC"
	}
	type counting struct {
		Score   float64 `db:"score"`
		Verdict string  `db:"verdict"`
	}
	best, err := db.Select[counting](ctx, s.db, `SELECT score, verdict FROM submissions WHERE organization_id = $1 AND answer_id = $2 AND state = $3 ORDER BY `+order+` LIMIT 1`,
		submission.Organization, submission.Answer, Judged)
	if err != nil || len(best) == 0 {
		return err
	}
	return s.attempts.ScoreAnswer(ctx, submission.Organization, submission.Answer, w.Earned(best[0].Score, best[0].Verdict), best[0].Verdict)
}

// Erase deletes those of the attempts at an assessment, in the transaction of ctx.
func (s *Service) Erase(ctx context.Context, organization ids.Organization, id ids.Assessment) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM submissions WHERE attempt_id IN (SELECT a.id FROM attempts a WHERE a.assessment_id = $1 AND a.organization_id = $2)`, id, organization)
	return err
}
