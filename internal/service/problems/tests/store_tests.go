package tests

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

const testColumns = `id, organization_id, problem_id, group_id, name, explanation, position, input_digest, input_bytes,
		input_head, answer_digest, answer_bytes, answer_head, revision, judging`

// place is how many there are and which position comes last.
type place struct {
	Count int `db:"n"`
	Next  int `db:"next"`
}

func (s *Service) insertTest(ctx context.Context, test *Test) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO tests (id, organization_id, problem_id, group_id, name, explanation, position,
			input_digest, input_bytes, input_head, answer_digest, answer_bytes, answer_head, revision, judging)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		test.ID, test.Organization, test.Problem, test.Group, test.Name, test.Explanation, test.Position,
		test.InputDigest, test.InputBytes, test.InputHead, test.AnswerDigest, test.AnswerBytes, test.AnswerHead, test.Revision, test.Judging)
	return err
}

func (s *Service) saveTest(ctx context.Context, test *Test, read int) (int64, error) {
	return db.Exec(ctx, s.db, `UPDATE tests SET group_id = $1, name = $2, explanation = $3, position = $4, input_digest = $5,
			input_bytes = $6, input_head = $7, answer_digest = $8, answer_bytes = $9, answer_head = $10, revision = $11, judging = $12
		WHERE id = $13 AND organization_id = $14 AND revision = $15`,
		test.Group, test.Name, test.Explanation, test.Position, test.InputDigest, test.InputBytes, test.InputHead,
		test.AnswerDigest, test.AnswerBytes, test.AnswerHead, test.Revision, test.Judging, test.ID, test.Organization, read)
}

func (s *Service) getTest(ctx context.Context, org ids.Organization, id ids.Test) (*Test, error) {
	t, err := db.One[Test](ctx, s.db, `SELECT `+testColumns+` FROM tests WHERE organization_id = $1 AND id = $2`, org, id)
	return &t, problem.Missing(err, "test", string(id))
}

func (s *Service) getTests(ctx context.Context, org ids.Organization, which []string) ([]Test, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Test](ctx, s.db, `SELECT `+testColumns+` FROM tests`+where.SQL(), where.Args()...)
}

// any organization: the list that pages has begun its conditions with that of who asks (problem.PageOf).
func (s *Service) listTests(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Test, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Test](ctx, s.db, `SELECT `+testColumns+` FROM tests`+tail, where.Args()...)
}

// Tests reads the tests of a problem, each group's in order.
func (s *Service) Tests(ctx context.Context, organization ids.Organization, id ids.Problem) ([]Test, error) {
	return db.Select[Test](ctx, s.db, `SELECT `+testColumns+` FROM tests WHERE organization_id = $1 AND problem_id = $2 ORDER BY position, id`,
		organization, id)
}

// countTests counts the problem's tests and finds the next position in one of its groups.
func (s *Service) countTests(ctx context.Context, p *problem.Problem, group ids.TestGroup) (n, next int, err error) {
	found, err := db.One[place](ctx, s.db, `SELECT COUNT(*) AS n,
		COALESCE(MAX(CASE WHEN group_id = $1 THEN position + 1 END), 0) AS next FROM tests WHERE problem_id = $2 AND organization_id = $3`, group, p.ID, p.Organization)
	return found.Count, found.Next, err
}

func (s *Service) removeTest(ctx context.Context, org ids.Organization, id ids.Test) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM tests WHERE organization_id = $1 AND id = $2`, org, id)
	return err
}
