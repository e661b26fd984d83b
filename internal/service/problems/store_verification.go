package problems

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const (
	verificationColumns = `id, organization_id, problem_id, revision, state, plan, changes, created_by, created_at, started_at, finished_at`
	resultColumns       = `id, verification_id, organization_id, reference_id, position, name, language, source, expected, verdict, agrees,
		worst_cpu_ms, memory_kb, judgement_id, detail, decided`
	versionColumns = `id, organization_id, problem_id, number, revision, title, points, plan, content, published_by, published_at`
)

func (s *Service) insertVerification(ctx context.Context, v *Verification) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO verifications (id, organization_id, problem_id, revision, state, plan, changes, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		v.ID, v.Organization, v.Problem, v.Revision, v.State, v.Plan, v.Changes, v.CreatedBy, v.CreatedAt)
	return err
}

func (s *Service) lastVerification(ctx context.Context, id ids.Problem) (*Verification, error) {
	v, err := db.One[Verification](ctx, s.db, `SELECT `+verificationColumns+` FROM verifications WHERE problem_id = $1 ORDER BY id DESC LIMIT 1`, id)
	return &v, missing(err, "verification", "")
}

func (s *Service) getVerification(ctx context.Context, org ids.Organization, id ids.Verification) (*Verification, error) {
	v, err := db.One[Verification](ctx, s.db, `SELECT `+verificationColumns+` FROM verifications WHERE organization_id = $1 AND id = $2`, org, id)
	return &v, missing(err, "verification", string(id))
}

func (s *Service) getVerifications(ctx context.Context, org ids.Organization, which []string) ([]Verification, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Verification](ctx, s.db, `SELECT `+verificationColumns+` FROM verifications`+where.SQL(), where.Args()...)
}

func (s *Service) listVerifications(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Verification, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Verification](ctx, s.db, `SELECT `+verificationColumns+` FROM verifications`+tail, where.Args()...)
}

// touchVerification raises the number of changes and thereby locks the row.
func (s *Service) touchVerification(ctx context.Context, id ids.Verification) (*Verification, error) {
	v, err := db.WriteOne[Verification](ctx, s.db, `UPDATE verifications SET changes = changes + 1 WHERE id = $1 RETURNING `+verificationColumns, id)
	return &v, missing(err, "verification", string(id))
}

func (s *Service) saveVerification(ctx context.Context, v *Verification) error {
	_, err := db.Exec(ctx, s.db, `UPDATE verifications SET state = $1, started_at = $2, finished_at = $3 WHERE id = $4`,
		v.State, v.StartedAt, v.FinishedAt, v.ID)
	return err
}

// startJudging turns the verification of a result from queued into running; it tells which one, if any.
func (s *Service) startJudging(ctx context.Context, org ids.Organization, result string) ([]ids.Verification, error) {
	return db.Write[ids.Verification](ctx, s.db, `UPDATE verifications SET state = $1, started_at = $2, changes = changes + 1
		WHERE state = $3 AND id = (SELECT verification_id FROM verification_results WHERE id = $4 AND organization_id = $5) RETURNING id`,
		running, s.clock(), queued, result, org)
}

func (s *Service) insertResult(ctx context.Context, r *Result) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO verification_results (id, verification_id, organization_id, reference_id, position,
			name, language, source, expected, verdict, agrees, worst_cpu_ms, memory_kb, judgement_id, detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, 0, 0, '', '')`,
		r.ID, r.Verification, r.Organization, r.Reference, r.Position, r.Name, r.Language, r.Source, r.Expected, false)
	return err
}

func (s *Service) getResult(ctx context.Context, org ids.Organization, id string) (*Result, error) {
	r, err := db.One[Result](ctx, s.db, `SELECT `+resultColumns+` FROM verification_results WHERE organization_id = $1 AND id = $2`, org, id)
	return &r, missing(err, "verification result", id)
}

// saveResult writes a result that is not there yet; it tells how many rows that were.
func (s *Service) saveResult(ctx context.Context, r *Result) (int64, error) {
	return db.Exec(ctx, s.db, `UPDATE verification_results SET verdict = $1, agrees = $2, worst_cpu_ms = $3, memory_kb = $4,
		judgement_id = $5, detail = $6, decided = $7 WHERE id = $8 AND verdict = ''`,
		r.Verdict, r.Agrees, r.WorstCPUMs, r.MemoryKb, r.Judgement, r.Detail, r.Decided, r.ID)
}

func (s *Service) resultsOf(ctx context.Context, verifications []string) ([]Result, error) {
	where := db.In(new(db.Conditions), "verification_id", verifications)
	return db.Select[Result](ctx, s.db, `SELECT `+resultColumns+` FROM verification_results`+where.SQL()+` ORDER BY position`, where.Args()...)
}

func (s *Service) insertVersion(ctx context.Context, v *Version) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO problem_versions (id, organization_id, problem_id, number, revision, title, points,
			plan, content, published_by, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		v.ID, v.Organization, v.Problem, v.Number, v.Revision, v.Title, v.Points, v.Plan, v.Content, v.PublishedBy, v.PublishedAt)
	return err
}

func (s *Service) markPublished(ctx context.Context, v *Version) error {
	_, err := db.Exec(ctx, s.db, `UPDATE problems SET published_revision = $1, published_number = $2 WHERE id = $3`, v.Revision, v.Number, v.Problem)
	return err
}

func (s *Service) getVersions(ctx context.Context, org ids.Organization, which []string) ([]Version, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Version](ctx, s.db, `SELECT `+versionColumns+` FROM problem_versions`+where.SQL(), where.Args()...)
}

func (s *Service) listVersions(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Version, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Version](ctx, s.db, `SELECT `+versionColumns+` FROM problem_versions`+tail, where.Args()...)
}

// latestVersions are the newest version of each of the problems that has any.
func (s *Service) latestVersions(ctx context.Context, org ids.Organization, problems []string) ([]Version, error) {
	where := db.In(db.Where("organization_id = ?", org), "problem_id", problems).
		And("number = (SELECT p.published_number FROM problems p WHERE p.id = problem_versions.problem_id)")
	return db.Select[Version](ctx, s.db, `SELECT `+versionColumns+` FROM problem_versions`+where.SQL(), where.Args()...)
}

func contents(versions []Version) []contract.Version {
	all := make([]contract.Version, len(versions))
	for i, v := range versions {
		all[i] = v.Content.V
	}
	return all
}
