package problem

import (
	"context"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// InsertCopy makes of a problem that was read another one of its own, with its pictures. Without a title it has the
// original's, and which copy it is.
func (s *Service) InsertCopy(ctx context.Context, problem *Problem, by ids.User, title string) error {
	if err := s.nameCopy(ctx, problem, title); err != nil {
		return err
	}
	original, now := problem.ID, s.now()
	problem.ID, problem.Revision, problem.Archived = ids.New[ids.Problem](), 1, false
	problem.CreatedBy, problem.CreatedAt, problem.UpdatedAt = by, now, now
	if err := s.insertProblem(ctx, problem); err != nil {
		return problemTaken(err)
	}
	if err := s.copyPictures(ctx, problem.Organization, original, problem.ID); err != nil {
		return err
	}
	return s.space.Copy(ctx, problem.Organization, original, problem.ID)
}

// maxCopies bounds the search for a title that is free.
const maxCopies = 200

// nameCopy gives a copy its title and its slug.
func (s *Service) nameCopy(ctx context.Context, problem *Problem, title string) error {
	if title != "" {
		return s.nameCopyAs(ctx, problem, title)
	}
	for n := 1; n <= maxCopies; n++ {
		suffix, slugSuffix := " (copy)", "-copy"
		if n > 1 {
			suffix, slugSuffix = fmt.Sprintf(" (copy %d)", n), fmt.Sprintf("-copy-%d", n)
		}
		begin := []rune(problem.Title)
		title := string(begin[:min(len(begin), maxTitle-len(suffix))]) + suffix
		slug := problem.Slug[:min(len(problem.Slug), 80)] + slugSuffix
		if !isSlug(slug) {
			slug = SlugOf(title)
		}
		is, err := s.hasNamed(ctx, problem.Organization, title, slug)
		if err != nil {
			return err
		}
		if !is {
			problem.Title, problem.Slug = title, slug
			return nil
		}
	}
	return errs.New(errs.Conflict, "too_many_copies", "there are %d copies of this problem: give this one a title of its own", maxCopies).At("/data/attributes/title")
}

// nameCopyAs gives a copy a title that was chosen; the slug that it makes gives way to one that is there.
func (s *Service) nameCopyAs(ctx context.Context, problem *Problem, title string) error {
	problem.Title, problem.Slug = title, ""
	if err := problem.check(); err != nil {
		return err
	}
	return s.freeSlug(ctx, problem)
}
