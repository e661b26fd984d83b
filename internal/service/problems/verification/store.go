package verification

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

const (
	verificationColumns = `id, organization_id, problem_id, revision, state, plan, changes, created_by, created_at, started_at, finished_at`
	resultColumns       = `id, verification_id, organization_id, reference_id, position, name, language, source, expected, verdict, agrees,
		worst_cpu_ms, memory_kb, judgement_id, detail, decided`
)

func (s *Service) insertVerification(ctx context.Context, verification *Verification) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO verifications (id, organization_id, problem_id, revision, state, plan, changes, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		verification.ID, verification.Organization, verification.Problem, verification.Revision, verification.State, verification.Plan, verification.Changes, verification.CreatedBy, verification.CreatedAt)
	return err
}

// Last reads the newest verification of a problem.
func (s *Service) Last(ctx context.Context, organization ids.Organization, id ids.Problem) (*Verification, error) {
	v, err := db.One[Verification](ctx, s.db, `SELECT `+verificationColumns+` FROM verifications WHERE organization_id = $1 AND problem_id = $2
		ORDER BY id DESC LIMIT 1`, organization, id)
	return &v, problem.Missing(err, "verification", "")
}

func (s *Service) getVerification(ctx context.Context, org ids.Organization, id ids.Verification) (*Verification, error) {
	v, err := db.One[Verification](ctx, s.db, `SELECT `+verificationColumns+` FROM verifications WHERE organization_id = $1 AND id = $2`, org, id)
	return &v, problem.Missing(err, "verification", string(id))
}

func (s *Service) getVerifications(ctx context.Context, org ids.Organization, which []string) ([]Verification, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Verification](ctx, s.db, `SELECT `+verificationColumns+` FROM verifications`+where.SQL(), where.Args()...)
}

// any organization: the list that pages has begun its conditions with that of who asks (problem.PageOf).
func (s *Service) listVerifications(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Verification, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Verification](ctx, s.db, `SELECT `+verificationColumns+` FROM verifications`+tail, where.Args()...)
}

// touchVerification raises the number of changes and thereby locks the row.
func (s *Service) touchVerification(ctx context.Context, organization ids.Organization, id ids.Verification) (*Verification, error) {
	v, err := db.WriteOne[Verification](ctx, s.db, `UPDATE verifications SET changes = changes + 1
		WHERE organization_id = $1 AND id = $2 RETURNING `+verificationColumns, organization, id)
	return &v, problem.Missing(err, "verification", string(id))
}

func (s *Service) saveVerification(ctx context.Context, v *Verification) error {
	_, err := db.Exec(ctx, s.db, `UPDATE verifications SET state = $1, started_at = $2, finished_at = $3 WHERE organization_id = $4 AND id = $5`,
		v.State, v.StartedAt, v.FinishedAt, v.Organization, v.ID)
	return err
}

// startJudging turns the verification of a result from queued into running; it tells which one, if any.
func (s *Service) startJudging(ctx context.Context, org ids.Organization, result string) ([]ids.Verification, error) {
	return db.Write[ids.Verification](ctx, s.db, `UPDATE verifications SET state = $1, started_at = $2, changes = changes + 1
		WHERE state = $3 AND id = (SELECT verification_id FROM verification_results WHERE id = $4 AND organization_id = $5) RETURNING id`,
		running, s.now(), queued, result, org)
}

func (s *Service) insertResult(ctx context.Context, result *Result) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO verification_results (id, verification_id, organization_id, reference_id, position,
			name, language, source, expected, verdict, agrees, worst_cpu_ms, memory_kb, judgement_id, detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, 0, 0, '', '')`,
		result.ID, result.Verification, result.Organization, result.Reference, result.Position, result.Name, result.Language, result.Source, result.Expected, false)
	return err
}

func (s *Service) getResult(ctx context.Context, org ids.Organization, id string) (*Result, error) {
	r, err := db.One[Result](ctx, s.db, `SELECT `+resultColumns+` FROM verification_results WHERE organization_id = $1 AND id = $2`, org, id)
	return &r, problem.Missing(err, "verification result", id)
}

// saveResult writes a result that is not there yet; it tells how many rows that were.
func (s *Service) saveResult(ctx context.Context, r *Result) (int64, error) {
	return db.Exec(ctx, s.db, `UPDATE verification_results SET verdict = $1, agrees = $2, worst_cpu_ms = $3, memory_kb = $4,
		judgement_id = $5, detail = $6, decided = $7 WHERE organization_id = $8 AND id = $9 AND verdict = ''`,
		r.Verdict, r.Agrees, r.WorstCPUMs, r.MemoryKb, r.Judgement, r.Detail, r.Decided, r.Organization, r.ID)
}

// Results reads the results of verifications, in order.
func (s *Service) Results(ctx context.Context, organization ids.Organization, verifications []string) ([]Result, error) {
	where := db.In(db.Where("organization_id = ?", organization), "verification_id", verifications)
	return db.Select[Result](ctx, s.db, `SELECT `+resultColumns+` FROM verification_results`+where.SQL()+` ORDER BY position`, where.Args()...)
}

// lateResults are those of verifications from before a time that are not there yet, after one in the order of their ids.
//
// any organization: what is lost is looked for everywhere, nobody asks for it.
func (s *Service) lateResults(ctx context.Context, before time.Time, after string, n int) ([]Result, error) {
	return db.Select[Result](ctx, s.db, `SELECT `+resultColumns+` FROM verification_results WHERE verdict = '' AND id > $1
		AND EXISTS (SELECT 1 FROM verifications WHERE id = verification_results.verification_id AND created_at < $2)
		ORDER BY id LIMIT $3`, after, before, n)
}
