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
	a, err := s.Get(ctx, p.Organization, original)
	if errs.Is(err, errs.NotFound) {
		err = errs.Missing("assessment", string(original)).At("/data/relationships/assessment")
	}
	if err != nil {
		return a, err
	}
	if title == "" {
		const suffix = " (copy)"
		begin := []rune(a.Title)
		title = string(begin[:min(len(begin), maxTitle-len(suffix))]) + suffix
	}
	a.Title, a.Archived, a.OpensAt, a.ClosesAt = title, false, nil, nil
	for i := range a.Sections {
		x := &a.Sections[i]
		x.ID = ""
		for j := range x.Items {
			x.Items[j] = ItemRow{Problem: x.Items[j].Problem, OwnPoints: x.Items[j].OwnPoints}
		}
	}
	return a, s.Create(ctx, &a)
}
