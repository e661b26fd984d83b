package reference

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

const referenceColumns = `id, organization_id, problem_id, name, language, source, expected_verdict, revision`

// ByProblem are the ids of the problems' reference solutions.
func (s *Service) ByProblem(ctx context.Context, problems []string) (map[string][]string, error) {
	return problem.IDsOf(ctx, s.db, "reference_solutions", "id", problems)
}

func (s *Service) insertReference(ctx context.Context, reference *Reference) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO reference_solutions (id, organization_id, problem_id, name, language, source, expected_verdict, revision)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		reference.ID, reference.Organization, reference.Problem, reference.Name, reference.Language, reference.Source, reference.Expected, reference.Revision)
	return err
}

func (s *Service) saveReference(ctx context.Context, r *Reference, read int) (int64, error) {
	return db.Exec(ctx, s.db, `UPDATE reference_solutions SET name = $1, language = $2, source = $3, expected_verdict = $4, revision = $5
		WHERE id = $6 AND organization_id = $7 AND revision = $8`,
		r.Name, r.Language, r.Source, r.Expected, r.Revision, r.ID, r.Organization, read)
}

func (s *Service) getReference(ctx context.Context, org ids.Organization, id ids.Reference) (*Reference, error) {
	r, err := db.One[Reference](ctx, s.db, `SELECT `+referenceColumns+` FROM reference_solutions WHERE organization_id = $1 AND id = $2`, org, id)
	return &r, problem.Missing(err, "reference solution", string(id))
}

func (s *Service) getReferences(ctx context.Context, org ids.Organization, which []string) ([]Reference, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Reference](ctx, s.db, `SELECT `+referenceColumns+` FROM reference_solutions`+where.SQL(), where.Args()...)
}

// any organization: the list that pages has begun its conditions with that of who asks (problem.PageOf).
func (s *Service) listReferences(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Reference, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Reference](ctx, s.db, `SELECT `+referenceColumns+` FROM reference_solutions`+tail, where.Args()...)
}

// List reads the reference solutions of a problem, oldest first.
func (s *Service) List(ctx context.Context, organization ids.Organization, id ids.Problem) ([]Reference, error) {
	return db.Select[Reference](ctx, s.db, `SELECT `+referenceColumns+` FROM reference_solutions WHERE organization_id = $1 AND problem_id = $2 ORDER BY id`,
		organization, id)
}

func (s *Service) removeReference(ctx context.Context, org ids.Organization, id ids.Reference) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM reference_solutions WHERE organization_id = $1 AND id = $2`, org, id)
	return err
}
