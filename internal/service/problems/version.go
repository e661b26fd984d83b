package problems

import (
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// Version is one published, immutable version: what a candidate sees of it is Content.
type Version struct {
	ID           ids.ProblemVersion        `db:"id"`
	Organization ids.Organization          `db:"organization_id"`
	Problem      ids.Problem               `db:"problem_id"`
	Number       int                       `db:"number"`
	Revision     int                       `db:"revision"` // of the draft it was made of
	Title        string                    `db:"title"`
	Points       float64                   `db:"points"`
	Plan         blob.Digest               `db:"plan"`
	Content      db.JSON[contract.Version] `db:"content"`
	PublishedBy  ids.User                  `db:"published_by"`
	PublishedAt  time.Time                 `db:"published_at"`
}

// publish makes the next version of the draft, if it keeps the rules for that.
func (s *Service) publish(ctx context.Context, id ids.Problem) (*Version, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return nil, err
	}
	var v *Version
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		p, err := s.lockProblem(ctx, who.Organization, id)
		if err != nil {
			return err
		}
		d, err := s.loadDraft(ctx, p)
		if err != nil {
			return err
		}
		if err := d.publishable(); err != nil {
			return err
		}
		v, err = s.insertNextVersion(ctx, d, who.User)
		return err
	})
	return v, err
}

func (s *Service) insertNextVersion(ctx context.Context, d *draft, by ids.User) (*Version, error) {
	p := d.problem
	plan, err := s.keepPlan(ctx, d)
	if err != nil {
		return nil, err
	}
	content, err := d.content(p.PublishedNumber+1, plan)
	if err != nil {
		return nil, err
	}
	v := &Version{
		ID: content.ID, Organization: p.Organization, Problem: p.ID, Number: content.Number, Revision: p.Revision, Title: p.Title,
		Points: p.Points, Plan: plan, Content: db.JSON[contract.Version]{V: content}, PublishedBy: by, PublishedAt: s.clock(),
	}
	if err := s.insertVersion(ctx, v); err != nil {
		return nil, err
	}
	return v, s.markPublished(ctx, v)
}

// publishable names the first rule for publishing that the draft breaks.
func (d *draft) publishable() error {
	p := d.problem
	refuse := func(code, detail string, args ...any) error { return errs.New(errs.Conflict, code, detail, args...) }
	var samples, hidden, accepted int
	for _, g := range d.groups {
		if g.Sample {
			samples += len(d.tests[g.ID])
		} else if len(d.tests[g.ID]) > 0 {
			hidden++
		}
	}
	for _, r := range d.references {
		if r.Expected == judge.Accepted {
			accepted++
		}
	}
	switch {
	case p.State() == "published":
		return refuse("nothing_changed", "version %d already is this very draft: change something first", p.PublishedNumber)
	case samples == 0:
		return refuse("sample_missing", "candidates need an example: add a sample group with at least one test")
	case hidden == 0:
		return refuse("hidden_tests_missing", "there is nothing to judge by: add at least one hidden test group with a test")
	case accepted < 2:
		return refuse("references_missing", "the tests are trusted once two independent solutions pass them: there are %d reference solutions that are expected to be accepted, add %d more", accepted, 2-accepted)
	case !p.Verified():
		return refuse("not_verified", "this revision is not verified: start a verification, and publish when every reference solution does what is expected of it")
	}
	return nil
}

// Version answers one published version to a neighbour.
func (s *Service) Version(ctx context.Context, q contract.VersionRequest) (contract.Version, error) {
	found, err := s.getVersions(ctx, q.Organization, []string{string(q.Version)})
	if err != nil {
		return contract.Version{}, err
	}
	if len(found) == 0 {
		return contract.Version{}, errs.Missing("problem version", string(q.Version))
	}
	return found[0].Content.V, nil
}

// Versions answers those of the versions that are there.
func (s *Service) Versions(ctx context.Context, q contract.VersionsRequest) (contract.VersionsAnswer, error) {
	found, err := s.getVersions(ctx, q.Organization, texts(q.Versions))
	return contract.VersionsAnswer{Versions: contents(found)}, err
}

// Latest answers the newest version of each problem that was published.
func (s *Service) Latest(ctx context.Context, q contract.LatestRequest) (contract.VersionsAnswer, error) {
	for _, slug := range q.Slugs {
		named, err := s.problemsNamed(ctx, q.Organization, slug)
		if err != nil {
			return contract.VersionsAnswer{}, err
		}
		for _, p := range named {
			q.Problems = append(q.Problems, p.ID)
		}
	}
	found, err := s.latestVersions(ctx, q.Organization, texts(q.Problems))
	return contract.VersionsAnswer{Versions: contents(found)}, err
}

func texts[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = string(one)
	}
	return out
}
