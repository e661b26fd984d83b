package catalog

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// archive puts an assessment out of the way, or back. It raises no revision: nothing that is edited changes.
func (s *Service) archive(ctx context.Context, organization ids.Organization, id ids.Assessment, archived bool) error {
	_, err := db.Exec(ctx, s.db, `UPDATE assessments SET archived = $1 WHERE id = $2 AND organization_id = $3`, archived, id, organization)
	return err
}

const maxTitle = 200

// Copy makes a draft of its own of another's rules and problems. Without a title it has the original's, with (copy)
// behind it; its window is open, as the original's may be over.
func (s *Service) Copy(ctx context.Context, original ids.Assessment, title string) (Assessment, error) {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return Assessment{}, err
	}
	assessment, err := s.Get(ctx, p.Organization, original)
	if errs.Is(err, errs.NotFound) {
		err = errs.Missing("assessment", string(original)).At("/data/relationships/assessment")
	}
	if err != nil {
		return assessment, err
	}
	if title == "" {
		const suffix = " (copy)"
		begin := []rune(assessment.Title)
		title = string(begin[:min(len(begin), maxTitle-len(suffix))]) + suffix
	}
	assessment.Title, assessment.Archived, assessment.OpensAt, assessment.ClosesAt = title, false, nil, nil
	for i := range assessment.Sections {
		section := &assessment.Sections[i]
		section.ID = ""
		for j := range section.Items {
			section.Items[j] = ItemRow{Problem: section.Items[j].Problem, OwnPoints: section.Items[j].OwnPoints}
		}
	}
	return assessment, s.Create(ctx, &assessment)
}
