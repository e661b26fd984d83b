package version

import (
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/problems/draft"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
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

// Publish makes the next version of the draft, if it keeps the rules for that.
func (s *Service) Publish(ctx context.Context, id ids.Problem) (*Version, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return nil, err
	}
	var version *Version
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		problem, err := s.problems.Lock(ctx, who.Organization, id)
		if err != nil {
			return err
		}
		draft, err := s.drafts.Load(ctx, problem)
		if err != nil {
			return err
		}
		if err := publishable(draft); err != nil {
			return err
		}
		if version, err = s.insertNextVersion(ctx, draft, who.User); err != nil {
			return err
		}
		return s.space.Stay(ctx, problem.Organization, problem.ID)
	})
	return version, err
}

func (s *Service) insertNextVersion(ctx context.Context, draft *draft.Draft, by ids.User) (*Version, error) {
	problem := draft.Problem
	plan, err := s.drafts.KeepPlan(ctx, draft)
	if err != nil {
		return nil, err
	}
	content, err := contentOf(draft, problem.PublishedNumber+1, plan)
	if err != nil {
		return nil, err
	}
	version := &Version{
		ID: content.ID, Organization: problem.Organization, Problem: problem.ID, Number: content.Number, Revision: problem.Revision, Title: problem.Title,
		Points: problem.Points, Plan: plan, Content: db.JSON[contract.Version]{V: content}, PublishedBy: by, PublishedAt: s.now(),
	}
	if err := s.insertVersion(ctx, version); err != nil {
		return nil, err
	}
	return version, s.problems.MarkPublished(ctx, version.Organization, version.Problem, version.Revision, version.Number)
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
	found, err := s.getVersions(ctx, q.Organization, problem.Texts(q.Versions))
	return contract.VersionsAnswer{Versions: contents(found)}, err
}

// Latest answers the newest version of each problem that was published.
func (s *Service) Latest(ctx context.Context, q contract.LatestRequest) (contract.VersionsAnswer, error) {
	for _, slug := range q.Slugs {
		named, err := s.problems.Named(ctx, q.Organization, slug)
		if err != nil {
			return contract.VersionsAnswer{}, err
		}
		for _, p := range named {
			q.Problems = append(q.Problems, p.ID)
		}
	}
	found, err := s.latestVersions(ctx, q.Organization, problem.Texts(q.Problems))
	return contract.VersionsAnswer{Versions: contents(found)}, err
}
