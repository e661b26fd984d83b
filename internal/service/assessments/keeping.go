package assessments

import (
	"context"
	"errors"

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

// copyAssessment makes a draft of its own of another's rules and problems. Without a title it has the original's, with (copy)
// behind it; its window is open, as the original's may be over.
func (s *Service) copyAssessment(ctx context.Context, original ids.Assessment, title string) (assessment, error) {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return assessment{}, err
	}
	a, err := s.getAssessment(ctx, p.Organization, original)
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
			x.Items[j] = item{Problem: x.Items[j].Problem, OwnPoints: x.Items[j].OwnPoints}
		}
	}
	return a, s.createAssessment(ctx, &a)
}

var errBegun = errs.New(errs.Conflict, "assessment_begun", "somebody has started this assessment, and their work belongs to it: archive it instead")

// errDeleted is what who waits for a start is told.
var errDeleted = errs.New(errs.Gone, "assessment_deleted", "this assessment does not take place: ask whoever invited you")

// deleteAssessment deletes one that nobody has started, with its invitations: their links open nothing any more.
func (s *Service) deleteAssessment(ctx context.Context, id ids.Assessment) error {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return err
	}
	if _, err := s.getAssessment(ctx, p.Organization, id); err != nil {
		return err
	}
	var waiting []attempt
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		waiting, err = s.eraseAssessment(ctx, p.Organization, id)
		return err
	})
	if errors.Is(err, db.ErrReference) {
		return errs.New(errs.Conflict, "assessment_in_use", "somebody was invited to this assessment just now: load it again")
	}
	if err != nil {
		return err
	}
	for _, a := range waiting {
		s.tell(ctx, a)
	}
	return nil
}

// eraseAssessment answers the attempts that waited for their start, and went with it.
func (s *Service) eraseAssessment(ctx context.Context, organization ids.Organization, id ids.Assessment) ([]attempt, error) {
	// Locked, so that none of them starts before it is gone: what has begun by then is counted below.
	waiting, err := db.Write[attempt](ctx, s.db, `UPDATE attempts SET revision = revision
		WHERE assessment_id = $1 AND organization_id = $2 AND state = $3 RETURNING `+attemptColumns, id, organization, attemptReady)
	if err != nil {
		return nil, err
	}
	begun, err := db.One[int](ctx, s.db, `SELECT COUNT(*) FROM attempts WHERE assessment_id = $1 AND state <> $2`, id, attemptReady)
	if err == nil && begun > 0 {
		err = errBegun
	}
	if err == nil {
		err = s.erasePreviews(ctx, db.Where("preview_of = ?", id))
	}
	for _, q := range []string{
		`DELETE FROM activities WHERE assessment_id = $1`,
		`DELETE FROM attempts WHERE assessment_id = $1`,
		`DELETE FROM invitations WHERE assessment_id = $1`,
		`DELETE FROM assessments WHERE id = $1`,
	} {
		if err == nil {
			_, err = db.Exec(ctx, s.db, q, id)
		}
	}
	return waiting, err
}
