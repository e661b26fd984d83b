package catalog

import (
	"context"
	"fmt"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const columns = `id, organization_id, title, instructions, time_limit_minutes, opens_at, closes_at, scoring, languages,
	state, archived, revision, created_by, created_at, updated_at, preview_of`

// pointerTo is a JSON pointer below the attributes.
func pointerTo(steps ...any) string {
	var b strings.Builder
	b.WriteString("/data/attributes")
	for _, step := range steps {
		fmt.Fprintf(&b, "/%v", step)
	}
	return b.String()
}

func (s *Service) insert(ctx context.Context, assessment Assessment) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO assessments (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		assessment.ID, assessment.Organization, assessment.Title, assessment.Instructions, assessment.TimeLimitMinutes, assessment.OpensAt, assessment.ClosesAt, assessment.Scoring, assessment.Languages,
		assessment.State, assessment.Archived, assessment.Revision, assessment.CreatedBy, assessment.CreatedAt, assessment.UpdatedAt, assessment.PreviewOf)
	return err
}

// store is db.ErrNoRows when its revision is no longer the stored one; else it counts it up.
func (s *Service) store(ctx context.Context, assessment *Assessment) error {
	revision, err := db.WriteOne[int](ctx, s.db, `UPDATE assessments SET title = $1, instructions = $2, time_limit_minutes = $3,
		opens_at = $4, closes_at = $5, scoring = $6, languages = $7, state = $8, archived = $9, updated_at = $10, revision = revision + 1
		WHERE id = $11 AND organization_id = $12 AND revision = $13 RETURNING revision`,
		assessment.Title, assessment.Instructions, assessment.TimeLimitMinutes, assessment.OpensAt, assessment.ClosesAt, assessment.Scoring, assessment.Languages, assessment.State, assessment.Archived, assessment.UpdatedAt,
		assessment.ID, assessment.Organization, assessment.Revision)
	if err == nil {
		assessment.Revision = revision
	}
	return err
}

// replaceSections writes the sections and items as they stand in the assessment, giving ids to new ones.
func (s *Service) replaceSections(ctx context.Context, assessment *Assessment) error {
	if _, err := db.Exec(ctx, s.db, `DELETE FROM sections WHERE assessment_id = $1 AND organization_id = $2`, assessment.ID, assessment.Organization); err != nil {
		return err
	}
	position := 0
	for i := range assessment.Sections {
		section := &assessment.Sections[i]
		if section.ID == "" {
			section.ID = ids.New[ids.Section]()
		}
		section.Position = i + 1
		_, err := db.Exec(ctx, s.db, `INSERT INTO sections (id, organization_id, assessment_id, position, title) VALUES ($1, $2, $3, $4, $5)`,
			section.ID, assessment.Organization, assessment.ID, section.Position, section.Title)
		if err != nil {
			return err
		}
		for j := range section.Items {
			item := &section.Items[j]
			if item.ID == "" {
				item.ID = ids.New[ids.Item]()
			}
			position++
			item.Position, item.Section = position, section.ID
			_, err := db.Exec(ctx, s.db, `INSERT INTO items (id, organization_id, assessment_id, section_id, position, problem_id, problem_version_id, own_points)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, item.ID, assessment.Organization, assessment.ID, section.ID, item.Position, item.Problem, item.Version, item.OwnPoints)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Erase deletes an assessment of which nothing else is kept, in the transaction of ctx.
func (s *Service) Erase(ctx context.Context, organization ids.Organization, id ids.Assessment) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM assessments WHERE organization_id = $1 AND id = $2`, organization, id)
	return err
}

// ByIDs reads those of an organization whole.
func (s *Service) ByIDs(ctx context.Context, organization ids.Organization, wanted []ids.Assessment) ([]Assessment, error) {
	where := Hidden(ctx, db.In(db.Where("organization_id = ?", organization), "id", wanted), "id")
	all, err := db.Select[Assessment](ctx, s.db, `SELECT `+columns+` FROM assessments`+where.SQL(), where.Args()...)
	if err != nil {
		return nil, err
	}
	return all, s.fillSections(ctx, organization, all)
}

// filter is what a list is narrowed by; zero fields do not narrow.
type filter struct {
	states   []string
	archived []string // "true", "false"
	title    string   // contained, without regard to case
}

func (f filter) where(organization ids.Organization) *db.Conditions {
	where := WithoutPreviews(db.Where("organization_id = ?", organization), "id")
	if len(f.states) > 0 {
		where = db.In(where, "state", f.states)
	}
	if len(f.archived) > 0 {
		where = db.In(where, "CASE WHEN archived THEN 'true' ELSE 'false' END", f.archived)
	}
	if f.title != "" {
		where.Contains("title", f.title)
	}
	return where
}

// page leaves their sections to fillSections.
//
// any organization: the list that pages has begun its conditions with that of who asks.
func (s *Service) page(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Assessment, error) {
	query := `SELECT ` + columns + ` FROM assessments` + where.SQL() + db.OrderBy(order...) + where.Limit(limit)
	return db.Select[Assessment](ctx, s.db, query, where.Args()...)
}

// fillSections reads the sections and items of all at once.
func (s *Service) fillSections(ctx context.Context, organization ids.Organization, all []Assessment) error {
	wanted := make([]ids.Assessment, len(all))
	at := map[ids.Assessment]*Assessment{}
	for i := range all {
		wanted[i] = all[i].ID
		at[all[i].ID] = &all[i]
	}
	where := db.In(db.Where("organization_id = ?", organization), "assessment_id", wanted)
	type ofAssessment struct {
		SectionRow
		Assessment ids.Assessment `db:"assessment_id"`
	}
	sections, err := db.Select[ofAssessment](ctx, s.db, `SELECT assessment_id, id, position, title FROM sections`+where.SQL()+` ORDER BY position`, where.Args()...)
	if err != nil {
		return err
	}
	items, err := db.Select[ItemRow](ctx, s.db, `SELECT id, section_id, position, problem_id, problem_version_id, own_points FROM items`+where.SQL()+` ORDER BY position`, where.Args()...)
	if err != nil {
		return err
	}
	of := map[ids.Section][]ItemRow{}
	for _, i := range items {
		of[i.Section] = append(of[i.Section], i)
	}
	for _, x := range sections {
		x.SectionRow.Items = of[x.ID]
		a := at[x.Assessment]
		a.Sections = append(a.Sections, x.SectionRow)
	}
	return nil
}
