package version

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

const versionColumns = `id, organization_id, problem_id, number, revision, title, points, plan, content, published_by, published_at`

// ByProblem are the ids of the problems' versions.
func (s *Service) ByProblem(ctx context.Context, problems []string) (map[string][]string, error) {
	return problem.IDsOf(ctx, s.db, "problem_versions", "number", problems)
}

func (s *Service) insertVersion(ctx context.Context, version *Version) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO problem_versions (id, organization_id, problem_id, number, revision, title, points,
			plan, content, published_by, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		version.ID, version.Organization, version.Problem, version.Number, version.Revision, version.Title, version.Points, version.Plan, version.Content, version.PublishedBy, version.PublishedAt)
	return err
}

func (s *Service) getVersions(ctx context.Context, org ids.Organization, which []string) ([]Version, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Version](ctx, s.db, `SELECT `+versionColumns+` FROM problem_versions`+where.SQL(), where.Args()...)
}

// any organization: the list that pages has begun its conditions with that of who asks (problem.PageOf).
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
