package problems

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const (
	groupColumns     = `id, organization_id, problem_id, name, sample, points, position, revision, judging, parent_id`
	referenceColumns = `id, organization_id, problem_id, name, language, source, expected_verdict, revision`
	testColumns      = `id, organization_id, problem_id, group_id, name, explanation, position, input_digest, input_bytes,
		input_head, answer_digest, answer_bytes, answer_head, revision, judging`
)

// place is how many there are and which position comes last.
type place struct {
	Count int `db:"n"`
	Next  int `db:"next"`
}

func (s *Service) insertGroup(ctx context.Context, g *Group) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO test_groups (id, organization_id, problem_id, name, sample, points, position, revision, judging, parent_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		g.ID, g.Organization, g.Problem, g.Name, g.Sample, g.Points, g.Position, g.Revision, g.Judging, g.Parent)
	return err
}

func (s *Service) saveGroup(ctx context.Context, g *Group, read int) (int64, error) {
	return db.Exec(ctx, s.db, `UPDATE test_groups SET name = $1, sample = $2, points = $3, position = $4, revision = $5, judging = $6, parent_id = $7
		WHERE id = $8 AND organization_id = $9 AND revision = $10`,
		g.Name, g.Sample, g.Points, g.Position, g.Revision, g.Judging, g.Parent, g.ID, g.Organization, read)
}

func (s *Service) getGroup(ctx context.Context, org ids.Organization, id ids.TestGroup) (*Group, error) {
	g, err := db.One[Group](ctx, s.db, `SELECT `+groupColumns+` FROM test_groups WHERE organization_id = $1 AND id = $2`, org, id)
	return &g, missing(err, "test group", string(id))
}

func (s *Service) getGroups(ctx context.Context, org ids.Organization, which []string) ([]Group, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Group](ctx, s.db, `SELECT `+groupColumns+` FROM test_groups`+where.SQL(), where.Args()...)
}

func (s *Service) listGroups(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Group, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Group](ctx, s.db, `SELECT `+groupColumns+` FROM test_groups`+tail, where.Args()...)
}

func (s *Service) groupsOf(ctx context.Context, id ids.Problem) ([]Group, error) {
	return db.Select[Group](ctx, s.db, `SELECT `+groupColumns+` FROM test_groups WHERE problem_id = $1 ORDER BY position, id`, id)
}

func (s *Service) countGroups(ctx context.Context, id ids.Problem) (n, next int, err error) {
	p, err := db.One[place](ctx, s.db, `SELECT COUNT(*) AS n, COALESCE(MAX(position) + 1, 0) AS next FROM test_groups WHERE problem_id = $1`, id)
	return p.Count, p.Next, err
}

func (s *Service) removeGroup(ctx context.Context, org ids.Organization, id ids.TestGroup) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM test_groups WHERE organization_id = $1 AND id = $2`, org, id)
	return err
}

// removeGroups empties a draft of its groups, and so of its tests.
func (s *Service) removeGroups(ctx context.Context, id ids.Problem) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM test_groups WHERE problem_id = $1`, id)
	return err
}

func (s *Service) insertTest(ctx context.Context, t *Test) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO tests (id, organization_id, problem_id, group_id, name, explanation, position,
			input_digest, input_bytes, input_head, answer_digest, answer_bytes, answer_head, revision, judging)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		t.ID, t.Organization, t.Problem, t.Group, t.Name, t.Explanation, t.Position,
		t.InputDigest, t.InputBytes, t.InputHead, t.AnswerDigest, t.AnswerBytes, t.AnswerHead, t.Revision, t.Judging)
	return err
}

func (s *Service) saveTest(ctx context.Context, t *Test, read int) (int64, error) {
	return db.Exec(ctx, s.db, `UPDATE tests SET group_id = $1, name = $2, explanation = $3, position = $4, input_digest = $5,
			input_bytes = $6, input_head = $7, answer_digest = $8, answer_bytes = $9, answer_head = $10, revision = $11, judging = $12
		WHERE id = $13 AND organization_id = $14 AND revision = $15`,
		t.Group, t.Name, t.Explanation, t.Position, t.InputDigest, t.InputBytes, t.InputHead,
		t.AnswerDigest, t.AnswerBytes, t.AnswerHead, t.Revision, t.Judging, t.ID, t.Organization, read)
}

func (s *Service) getTest(ctx context.Context, org ids.Organization, id ids.Test) (*Test, error) {
	t, err := db.One[Test](ctx, s.db, `SELECT `+testColumns+` FROM tests WHERE organization_id = $1 AND id = $2`, org, id)
	return &t, missing(err, "test", string(id))
}

func (s *Service) getTests(ctx context.Context, org ids.Organization, which []string) ([]Test, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Test](ctx, s.db, `SELECT `+testColumns+` FROM tests`+where.SQL(), where.Args()...)
}

func (s *Service) listTests(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Test, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Test](ctx, s.db, `SELECT `+testColumns+` FROM tests`+tail, where.Args()...)
}

func (s *Service) testsOf(ctx context.Context, id ids.Problem) ([]Test, error) {
	return db.Select[Test](ctx, s.db, `SELECT `+testColumns+` FROM tests WHERE problem_id = $1 ORDER BY position, id`, id)
}

// countTests counts the problem's tests and finds the next position in one of its groups.
func (s *Service) countTests(ctx context.Context, id ids.Problem, group ids.TestGroup) (n, next int, err error) {
	p, err := db.One[place](ctx, s.db, `SELECT COUNT(*) AS n,
		COALESCE(MAX(CASE WHEN group_id = $1 THEN position + 1 END), 0) AS next FROM tests WHERE problem_id = $2`, group, id)
	return p.Count, p.Next, err
}

func (s *Service) removeTest(ctx context.Context, org ids.Organization, id ids.Test) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM tests WHERE organization_id = $1 AND id = $2`, org, id)
	return err
}

func (s *Service) insertReference(ctx context.Context, r *Reference) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO reference_solutions (id, organization_id, problem_id, name, language, source, expected_verdict, revision)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.ID, r.Organization, r.Problem, r.Name, r.Language, r.Source, r.Expected, r.Revision)
	return err
}

func (s *Service) saveReference(ctx context.Context, r *Reference, read int) (int64, error) {
	return db.Exec(ctx, s.db, `UPDATE reference_solutions SET name = $1, language = $2, source = $3, expected_verdict = $4, revision = $5
		WHERE id = $6 AND organization_id = $7 AND revision = $8`,
		r.Name, r.Language, r.Source, r.Expected, r.Revision, r.ID, r.Organization, read)
}

func (s *Service) getReference(ctx context.Context, org ids.Organization, id ids.Reference) (*Reference, error) {
	r, err := db.One[Reference](ctx, s.db, `SELECT `+referenceColumns+` FROM reference_solutions WHERE organization_id = $1 AND id = $2`, org, id)
	return &r, missing(err, "reference solution", string(id))
}

func (s *Service) getReferences(ctx context.Context, org ids.Organization, which []string) ([]Reference, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Reference](ctx, s.db, `SELECT `+referenceColumns+` FROM reference_solutions`+where.SQL(), where.Args()...)
}

func (s *Service) listReferences(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Reference, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Reference](ctx, s.db, `SELECT `+referenceColumns+` FROM reference_solutions`+tail, where.Args()...)
}

func (s *Service) referencesOf(ctx context.Context, id ids.Problem) ([]Reference, error) {
	return db.Select[Reference](ctx, s.db, `SELECT `+referenceColumns+` FROM reference_solutions WHERE problem_id = $1 ORDER BY id`, id)
}

func (s *Service) removeReference(ctx context.Context, org ids.Organization, id ids.Reference) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM reference_solutions WHERE organization_id = $1 AND id = $2`, org, id)
	return err
}
