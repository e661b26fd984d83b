package problem

import (
	"context"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const problemColumns = `p.id, p.organization_id, p.title, p.slug, p.difficulty, p.tags, p.statement, p.cpu_time_ms, p.memory_kb,
	p.output_kb, p.language_factors, p.comparison, p.languages, p.starters, p.judging, p.archived, p.revision, p.verified_revision, p.published_revision,
	p.published_number, p.created_by, p.created_at, p.updated_at,
	(SELECT COALESCE(SUM(g.points), 0) FROM test_groups g WHERE g.problem_id = p.id AND g.parent_id = '') AS points,
	(SELECT COUNT(*) FROM tests t WHERE t.problem_id = p.id) AS test_count`

func (s *Service) insertProblem(ctx context.Context, problem *Problem) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO problems (id, organization_id, title, slug, difficulty, tags, statement,
			cpu_time_ms, memory_kb, output_kb, comparison, languages, starters, revision, verified_revision,
			published_revision, published_number, created_by, created_at, updated_at, language_factors, judging, archived)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 0, 0, $15, $16, $17, $18, $19, $20)`,
		problem.ID, problem.Organization, problem.Title, problem.Slug, problem.Difficulty, problem.Tags, problem.Statement, problem.CPUTimeMs, problem.MemoryKb, problem.OutputKb,
		problem.Comparison, problem.Languages, problem.Starters, problem.Revision, problem.CreatedBy, problem.CreatedAt, problem.UpdatedAt, problem.LanguageFactors, problem.Judging, problem.Archived)
	return err
}

// saveProblem writes the draft if its revision still is read; it tells how many rows that were.
func (s *Service) saveProblem(ctx context.Context, problem *Problem, read int) (int64, error) {
	return db.Exec(ctx, s.db, `UPDATE problems SET title = $1, slug = $2, difficulty = $3, tags = $4, statement = $5,
			cpu_time_ms = $6, memory_kb = $7, output_kb = $8, comparison = $9, languages = $10, starters = $11,
			revision = $12, updated_at = $13, language_factors = $14, judging = $15, archived = $16
		WHERE id = $17 AND organization_id = $18 AND revision = $19`,
		problem.Title, problem.Slug, problem.Difficulty, problem.Tags, problem.Statement, problem.CPUTimeMs, problem.MemoryKb, problem.OutputKb, problem.Comparison,
		problem.Languages, problem.Starters, problem.Revision, problem.UpdatedAt, problem.LanguageFactors, problem.Judging, problem.Archived, problem.ID, problem.Organization, read)
}

func (s *Service) saveArchived(ctx context.Context, p *Problem) error {
	_, err := db.Exec(ctx, s.db, `UPDATE problems SET archived = $1 WHERE organization_id = $2 AND id = $3`, p.Archived, p.Organization, p.ID)
	return err
}

type count struct {
	N int `db:"n"`
}

// hasNamed reports whether a problem of the organization has the title or the slug.
func (s *Service) hasNamed(ctx context.Context, org ids.Organization, title, slug string) (bool, error) {
	found, err := db.One[count](ctx, s.db, `SELECT COUNT(*) AS n FROM problems WHERE organization_id = $1 AND (title = $2 OR slug = $3)`, org, title, slug)
	return found.N > 0, err
}

func (s *Service) getProblems(ctx context.Context, org ids.Organization, which []string) ([]Problem, error) {
	where := db.In(db.Where("p.organization_id = ?", org), "p.id", which)
	return db.Select[Problem](ctx, s.db, `SELECT `+problemColumns+` FROM problems p`+where.SQL(), where.Args()...)
}

// Get reads a problem of the organization.
func (s *Service) Get(ctx context.Context, org ids.Organization, id ids.Problem) (*Problem, error) {
	p, err := db.One[Problem](ctx, s.db, `SELECT `+problemColumns+` FROM problems p WHERE p.organization_id = $1 AND p.id = $2`, org, id)
	return &p, Missing(err, "problem", string(id))
}

// Lock reads a problem and keeps others from changing it until the transaction ends.
func (s *Service) Lock(ctx context.Context, org ids.Organization, id ids.Problem) (*Problem, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE problems SET revision = revision WHERE organization_id = $1 AND id = $2`, org, id)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, errs.Missing("problem", string(id))
	}
	return s.Get(ctx, org, id)
}

// raiseRevision locks a problem and raises its draft's revision.
func (s *Service) raiseRevision(ctx context.Context, org ids.Organization, id ids.Problem) (*Problem, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE problems SET revision = revision + 1, updated_at = $1 WHERE organization_id = $2 AND id = $3`,
		s.now(), org, id)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, errs.Missing("problem", string(id)).At("/data/relationships/problem")
	}
	return s.Get(ctx, org, id)
}

func (s *Service) deleteRow(ctx context.Context, org ids.Organization, id ids.Problem) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM problems WHERE organization_id = $1 AND id = $2`, org, id)
	return err
}

// Named reads the problem of the organization that has the slug, if any.
func (s *Service) Named(ctx context.Context, org ids.Organization, slug string) ([]Problem, error) {
	return db.Select[Problem](ctx, s.db, `SELECT `+problemColumns+` FROM problems p WHERE p.organization_id = $1 AND p.slug = $2`, org, slug)
}

// problemFilter is what a list is narrowed by; empty fields narrow nothing.
type problemFilter struct {
	difficulties, tags, states, archived []string
	title                                string // a part of it
}

var stateClauses = map[string]string{
	"draft":     "p.published_number = 0",
	"published": "p.published_number > 0 AND p.published_revision = p.revision",
	"changed":   "p.published_number > 0 AND p.published_revision <> p.revision",
}

var archivedClauses = map[string]string{"true": "p.archived", "false": "NOT p.archived"}

func (filter problemFilter) where(org ids.Organization) *db.Conditions {
	where := db.Where("p.organization_id = ?", org)
	if filter.difficulties != nil {
		db.In(where, "p.difficulty", filter.difficulties)
	}
	if filter.tags != nil {
		var tags []string
		var args []any
		for _, tag := range filter.tags {
			tags = append(tags, `p.tags LIKE ? ESCAPE '\'`)
			args = append(args, "%,"+db.Literal(strings.ToLower(tag))+",%")
		}
		where.And(strings.Join(tags, " OR "), args...)
	}
	anyOf(where, filter.states, stateClauses)
	anyOf(where, filter.archived, archivedClauses)
	if filter.title != "" {
		where.Contains("p.title", filter.title)
	}
	return where
}

// anyOf demands the clause of one of the values; a value without a clause fits nothing.
func anyOf(where *db.Conditions, values []string, clauses map[string]string) {
	if values == nil {
		return
	}
	fitting := []string{"1 = 0"}
	for _, value := range values {
		if clause := clauses[value]; clause != "" {
			fitting = append(fitting, "("+clause+")")
		}
	}
	where.And(strings.Join(fitting, " OR "))
}

// any organization: the list that pages has begun its conditions with that of who asks.
func (s *Service) listProblems(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Problem, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Problem](ctx, s.db, `SELECT `+problemColumns+` FROM problems p`+tail, where.Args()...)
}

// MarkVerified remembers that the revision is verified; an older one never replaces a newer.
func (s *Service) MarkVerified(ctx context.Context, organization ids.Organization, id ids.Problem, revision int) error {
	_, err := db.Exec(ctx, s.db, `UPDATE problems SET verified_revision = $1 WHERE organization_id = $2 AND id = $3 AND verified_revision < $1`, revision, organization, id)
	return err
}

// MarkPublished remembers which revision the last version was made of, and its number.
func (s *Service) MarkPublished(ctx context.Context, organization ids.Organization, id ids.Problem, revision, number int) error {
	_, err := db.Exec(ctx, s.db, `UPDATE problems SET published_revision = $1, published_number = $2 WHERE organization_id = $3 AND id = $4`, revision, number, organization, id)
	return err
}

// part is the id of something that belongs to a problem, for its relationships.
type part struct {
	Problem ids.Problem `db:"problem_id"`
	ID      string      `db:"id"`
}

// IDsOf are the ids of a table's rows that belong to the problems, by problem.
func IDsOf(ctx context.Context, d *db.DB, table, order string, problems []string) (map[string][]string, error) {
	where := db.In(new(db.Conditions), "problem_id", problems)
	rows, err := db.Select[part](ctx, d, `SELECT problem_id, id FROM `+table+where.SQL()+` ORDER BY `+order, where.Args()...)
	all := map[string][]string{}
	for _, row := range rows {
		all[string(row.Problem)] = append(all[string(row.Problem)], row.ID)
	}
	return all, err
}
