package tests

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

const groupColumns = `id, organization_id, problem_id, name, sample, points, position, revision, judging, parent_id`

// GroupsByProblem are the ids of the problems' groups.
func (s *Service) GroupsByProblem(ctx context.Context, problems []string) (map[string][]string, error) {
	return problem.IDsOf(ctx, s.db, "test_groups", "position, id", problems)
}

func (s *Service) insertGroup(ctx context.Context, group *Group) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO test_groups (id, organization_id, problem_id, name, sample, points, position, revision, judging, parent_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		group.ID, group.Organization, group.Problem, group.Name, group.Sample, group.Points, group.Position, group.Revision, group.Judging, group.Parent)
	return err
}

func (s *Service) saveGroup(ctx context.Context, g *Group, read int) (int64, error) {
	return db.Exec(ctx, s.db, `UPDATE test_groups SET name = $1, sample = $2, points = $3, position = $4, revision = $5, judging = $6, parent_id = $7
		WHERE id = $8 AND organization_id = $9 AND revision = $10`,
		g.Name, g.Sample, g.Points, g.Position, g.Revision, g.Judging, g.Parent, g.ID, g.Organization, read)
}

func (s *Service) getGroup(ctx context.Context, org ids.Organization, id ids.TestGroup) (*Group, error) {
	g, err := db.One[Group](ctx, s.db, `SELECT `+groupColumns+` FROM test_groups WHERE organization_id = $1 AND id = $2`, org, id)
	return &g, problem.Missing(err, "test group", string(id))
}

func (s *Service) getGroups(ctx context.Context, org ids.Organization, which []string) ([]Group, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Group](ctx, s.db, `SELECT `+groupColumns+` FROM test_groups`+where.SQL(), where.Args()...)
}

// any organization: the list that pages has begun its conditions with that of who asks (problem.PageOf).
func (s *Service) listGroups(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Group, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Group](ctx, s.db, `SELECT `+groupColumns+` FROM test_groups`+tail, where.Args()...)
}

// Groups reads the groups of a problem, in order.
func (s *Service) Groups(ctx context.Context, organization ids.Organization, id ids.Problem) ([]Group, error) {
	return db.Select[Group](ctx, s.db, `SELECT `+groupColumns+` FROM test_groups WHERE organization_id = $1 AND problem_id = $2 ORDER BY position, id`,
		organization, id)
}

func (s *Service) countGroups(ctx context.Context, organization ids.Organization, id ids.Problem) (n, next int, err error) {
	p, err := db.One[place](ctx, s.db, `SELECT COUNT(*) AS n, COALESCE(MAX(position) + 1, 0) AS next FROM test_groups
		WHERE organization_id = $1 AND problem_id = $2`, organization, id)
	return p.Count, p.Next, err
}

func (s *Service) removeGroup(ctx context.Context, org ids.Organization, id ids.TestGroup) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM test_groups WHERE organization_id = $1 AND id = $2`, org, id)
	return err
}

// Clear empties a draft of its groups, and so of its tests.
func (s *Service) Clear(ctx context.Context, organization ids.Organization, id ids.Problem) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM test_groups WHERE organization_id = $1 AND problem_id = $2`, organization, id)
	return err
}
