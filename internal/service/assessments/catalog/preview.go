package catalog

import (
	"context"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
)

// WithoutPreviews is the one condition by which lists, counts and exports leave previews out: column names an assessment.
func WithoutPreviews(where *db.Conditions, column string) *db.Conditions {
	return where.And(column + " NOT IN (SELECT p.id FROM assessments p WHERE p.preview_of <> '')")
}

// Hidden leaves previews out of what members read by id. Their candidates read them, and the service itself does.
func Hidden(ctx context.Context, where *db.Conditions, column string) *db.Conditions {
	if p := identity.From(ctx); !p.Signed() || p.Role == identity.Candidate {
		return where
	}
	return WithoutPreviews(where, column)
}

// Readable are the rows of attempts' tables that the principal may see: a candidate's are their own; those of a preview
// are for nobody but the member it was made for, whose browser fetches its pictures.
func Readable(where *db.Conditions, p identity.Principal) *db.Conditions {
	if p.Role == identity.Candidate {
		return where.And("attempt_id = ?", p.Attempt())
	}
	return where.And(`attempt_id NOT IN (SELECT x.id FROM attempts x JOIN assessments p ON p.id = x.assessment_id
		WHERE p.preview_of <> '' AND p.created_by <> ?)`, p.User)
}

// Previews reads previews whole.
func (s *Service) Previews(ctx context.Context, organization ids.Organization, where *db.Conditions) ([]Assessment, error) {
	where.And("organization_id = ?", organization)
	all, err := db.Select[Assessment](ctx, s.db, `SELECT `+columns+` FROM assessments`+where.SQL(), where.Args()...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all, s.fillSections(ctx, all[0].Organization, all)
}

// PreviewIDs are those of previews, without what is in them.
func (s *Service) PreviewIDs(ctx context.Context, organization ids.Organization, where *db.Conditions) ([]ids.Assessment, error) {
	where.And("organization_id = ?", organization)
	return db.Select[ids.Assessment](ctx, s.db, `SELECT id FROM assessments`+where.SQL(), where.Args()...)
}

// InsertPreview writes a preview's copy, and what a candidate may see of its problems.
func (s *Service) InsertPreview(ctx context.Context, copied *Assessment, pinned []problems.Version) error {
	if err := s.insert(ctx, *copied); err != nil {
		return err
	}
	if err := s.replaceSections(ctx, copied); err != nil {
		return err
	}
	return s.insertPinned(ctx, copied.Organization, pinned)
}

var errPreviewEmpty = errs.New(errs.Conflict, "preview_empty", "there is nothing to preview yet: add at least one problem")

// PreviewCopy is what candidates would meet now: the versions that are pinned or, of a draft, the newest ones; its window is open.
func (s *Service) PreviewCopy(ctx context.Context, p identity.Principal, assessment Assessment) (Assessment, []problems.Version, error) {
	if len(assessment.Items()) == 0 {
		return assessment, nil, errPreviewEmpty
	}
	copied, before := assessment, assessment.State
	copied.ID, copied.PreviewOf, copied.CreatedBy = ids.New[ids.Assessment](), assessment.ID, p.User
	copied.State, copied.Archived, copied.OpensAt, copied.ClosesAt = Published, false, nil, nil
	copied.Revision, copied.CreatedAt, copied.UpdatedAt = 1, s.now(), s.now()
	copied.Sections = slices.Clone(assessment.Sections)
	for i := range copied.Sections {
		section := &copied.Sections[i]
		section.ID, section.Items = "", slices.Clone(section.Items)
		for j := range section.Items {
			section.Items[j].ID = ""
		}
	}
	pinned, err := s.pin(ctx, &copied, before)
	return copied, pinned, err
}
