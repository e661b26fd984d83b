package problems

import (
	"context"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// copyProblem makes a draft of its own of another's: with its groups, tests and reference solutions, and without its
// versions. Without a title it has the original's, and which copy it is.
func (s *Service) copyProblem(ctx context.Context, original ids.Problem, title string) (*Problem, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return nil, err
	}
	var made ids.Problem
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		p, err := s.lockProblem(ctx, who.Organization, original)
		if errs.Is(err, errs.NotFound) {
			return errs.Missing("problem", string(original)).At("/data/relationships/problem")
		}
		if err != nil {
			return err
		}
		d, err := s.loadDraft(ctx, p)
		if err != nil {
			return err
		}
		if err := s.nameCopy(ctx, p, title); err != nil {
			return err
		}
		now := s.clock()
		p.ID, p.Revision, p.Archived = ids.New[ids.Problem](), 1, false
		p.CreatedBy, p.CreatedAt, p.UpdatedAt = who.User, now, now
		made = p.ID
		if err := s.insertProblem(ctx, p); err != nil {
			return problemTaken(err)
		}
		if err := s.insertParts(ctx, d); err != nil {
			return err
		}
		return s.copyPictures(ctx, original, made)
	})
	if err != nil {
		return nil, err
	}
	return s.getProblem(ctx, who.Organization, made)
}

// maxCopies bounds the search for a title that is free.
const maxCopies = 200

// nameCopy gives a copy its title and its slug.
func (s *Service) nameCopy(ctx context.Context, p *Problem, title string) error {
	if title != "" {
		return s.nameCopyAs(ctx, p, title)
	}
	for n := 1; n <= maxCopies; n++ {
		suffix, slugSuffix := " (copy)", "-copy"
		if n > 1 {
			suffix, slugSuffix = fmt.Sprintf(" (copy %d)", n), fmt.Sprintf("-copy-%d", n)
		}
		begin := []rune(p.Title)
		title := string(begin[:min(len(begin), maxTitle-len(suffix))]) + suffix
		slug := p.Slug[:min(len(p.Slug), 80)] + slugSuffix
		if !isSlug(slug) {
			slug = slugOf(title)
		}
		is, err := s.hasNamed(ctx, p.Organization, title, slug)
		if err != nil {
			return err
		}
		if !is {
			p.Title, p.Slug = title, slug
			return nil
		}
	}
	return errs.New(errs.Conflict, "too_many_copies", "there are %d copies of this problem: give this one a title of its own", maxCopies).At("/data/attributes/title")
}

// nameCopyAs gives a copy a title that was chosen; the slug that it makes gives way to one that is there.
func (s *Service) nameCopyAs(ctx context.Context, p *Problem, title string) error {
	p.Title, p.Slug = title, ""
	if err := p.check(); err != nil {
		return err
	}
	return s.freeSlug(ctx, p)
}

// insertParts writes what belongs to a draft once more, for the problem that it now has.
func (s *Service) insertParts(ctx context.Context, d *draft) error {
	p := d.problem
	groups := map[ids.TestGroup]ids.TestGroup{"": ""}
	for _, g := range d.groups {
		groups[g.ID] = ids.New[ids.TestGroup]()
	}
	for _, g := range d.groups {
		tests := d.tests[g.ID]
		g.ID, g.Problem, g.Parent, g.Revision = groups[g.ID], p.ID, groups[g.Parent], p.Revision
		required := g.Judging.V.Requires
		g.Judging.V.Requires = nil
		for _, id := range required {
			g.Judging.V.Requires = append(g.Judging.V.Requires, groups[id])
		}
		if err := s.insertGroup(ctx, &g); err != nil {
			return err
		}
		for _, t := range tests {
			t.ID, t.Problem, t.Group, t.Revision = ids.New[ids.Test](), p.ID, g.ID, p.Revision
			if err := s.insertTest(ctx, &t); err != nil {
				return err
			}
		}
	}
	for _, r := range d.references {
		r.ID, r.Problem, r.Revision = ids.New[ids.Reference](), p.ID, p.Revision
		if err := s.insertReference(ctx, &r); err != nil {
			return err
		}
	}
	return nil
}
