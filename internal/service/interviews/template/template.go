package template

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// Template is one row.
type Template struct {
	ID              ids.InterviewTemplate         `db:"id"`
	Organization    ids.Organization              `db:"organization_id"`
	Name            string                        `db:"name"`
	Agenda          string                        `db:"agenda"` // Markdown
	DurationMinutes int                           `db:"duration_minutes"`
	Recorded        bool                          `db:"recorded"`
	Rubric          db.JSON[[]schedule.Criterion] `db:"rubric"`
	Problems        db.JSON[[]ids.Problem]        `db:"problems"`
	Revision        int                           `db:"revision"`
	UpdatedAt       time.Time                     `db:"updated_at"`
}

const (
	columns = `id, organization_id, name, agenda, duration_minutes, recorded, rubric, problems, revision, updated_at`
	most    = 200 // of one organization
)

// Make keeps a new template.
func (s *Service) Make(ctx context.Context, t *Template) error {
	p, err := identity.Require(ctx, identity.InterviewsWrite)
	if err != nil {
		return err
	}
	t.ID, t.Organization, t.Revision, t.UpdatedAt = ids.New[ids.InterviewTemplate](), p.Organization, 1, s.now()
	if err := s.check(ctx, t, nil); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		n, err := db.One[int](ctx, s.db, `SELECT COUNT(*) FROM templates WHERE organization_id = $1`, p.Organization)
		if err == nil && n >= most {
			err = errs.New(errs.Conflict, "templates_too_many", "an organization has at most %d templates: remove one first", most)
		}
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, s.db, `INSERT INTO templates (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			t.ID, t.Organization, t.Name, t.Agenda, t.DurationMinutes, t.Recorded, t.Rubric, t.Problems, t.Revision, t.UpdatedAt)
		return taken(err, t.Name)
	})
}

// Change stores a template as it was read at its revision.
func (s *Service) Change(ctx context.Context, t *Template, before Template) error {
	if _, err := identity.Require(ctx, identity.InterviewsWrite); err != nil {
		return err
	}
	if err := s.check(ctx, t, before.Problems.V); err != nil {
		return err
	}
	t.UpdatedAt = s.now()
	revision, err := db.WriteOne[int](ctx, s.db, `UPDATE templates SET name = $1, agenda = $2, duration_minutes = $3, recorded = $4, rubric = $5, problems = $6,
		updated_at = $7, revision = revision + 1 WHERE organization_id = $8 AND id = $9 AND revision = $10 RETURNING revision`,
		t.Name, t.Agenda, t.DurationMinutes, t.Recorded, t.Rubric, t.Problems, t.UpdatedAt, t.Organization, t.ID, t.Revision)
	if errors.Is(err, db.ErrNoRows) {
		return errs.New(errs.Precondition, "version_conflict", "somebody else changed this template: load it again")
	}
	t.Revision = revision
	return taken(err, t.Name)
}

// Remove forgets a template.
func (s *Service) Remove(ctx context.Context, id ids.InterviewTemplate) error {
	p, err := identity.Require(ctx, identity.InterviewsWrite)
	if err != nil {
		return err
	}
	if _, err := s.one(ctx, id); err != nil {
		return err
	}
	_, err = db.Exec(ctx, s.db, `DELETE FROM templates WHERE organization_id = $1 AND id = $2`, p.Organization, id)
	return err
}

// check answers why a template cannot be kept so, or nil. Problems that it had before may have been archived since.
func (s *Service) check(ctx context.Context, t *Template, had []ids.Problem) error {
	if t.Name = strings.TrimSpace(t.Name); t.Name == "" {
		return errs.New(errs.Invalid, "template_unnamed", "give the template a name").At("/data/attributes/name")
	}
	if err := schedule.Sound(t.Rubric.V); err != nil {
		return err
	}
	var added []ids.Problem
	for i, id := range t.Problems.V {
		if slices.Contains(t.Problems.V[:i], id) {
			return errs.New(errs.Invalid, "problem_repeated", "a template has each problem once: %s is there twice", id).At("/data/attributes/problemIds")
		}
		if !slices.Contains(had, id) {
			added = append(added, id)
		}
	}
	if len(added) == 0 {
		return nil
	}
	answer, err := s.problems.Latest(ctx, problems.LatestRequest{Organization: t.Organization, Problems: added})
	if err != nil || len(answer.Versions) == len(added) {
		return err
	}
	return errs.New(errs.Invalid, "problem_unpublished", "not all of these are published problems: publish them first").At("/data/attributes/problemIds")
}

func taken(err error, name string) error {
	if _, is := db.Taken(err); is {
		return errs.New(errs.Conflict, "template_name_taken", "there is a template called %q already: choose another name", name).At("/data/attributes/name")
	}
	return err
}

func (s *Service) one(ctx context.Context, id ids.InterviewTemplate) (Template, error) {
	all, err := s.byIDs(ctx, []string{string(id)})
	if err == nil && len(all) == 0 {
		err = errs.Missing("template", string(id))
	}
	if err != nil {
		return Template{}, err
	}
	return all[0], nil
}

func (s *Service) byIDs(ctx context.Context, wanted []string) ([]Template, error) {
	p, err := identity.Require(ctx, identity.InterviewsRead)
	if err != nil {
		return nil, err
	}
	return s.selected(ctx, db.In(db.Where("organization_id = ?", p.Organization), "id", wanted), nil, len(wanted))
}

// any organization: who reads has begun the conditions with that of who asks.
func (s *Service) selected(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Template, error) {
	return db.Select[Template](ctx, s.db, `SELECT `+columns+` FROM templates`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
