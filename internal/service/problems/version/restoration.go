package version

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// restore makes the draft what a version of it was: statement, settings, groups and tests. The slug and the reference
// solutions, which no version holds, stay as they are.
func (s *Service) restore(ctx context.Context, id ids.ProblemVersion) (*problem.Problem, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return nil, err
	}
	found, err := s.getVersions(ctx, who.Organization, []string{string(id)})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, errs.Missing("problem version", string(id)).At("/data/relationships/version")
	}
	version := &found[0]
	plan, err := s.planOf(ctx, version)
	if err != nil {
		return nil, err
	}
	kept, err := s.tests.Heads(ctx, version.Organization, version.Problem, plan)
	if err != nil {
		return nil, err
	}
	err = s.problems.Change(ctx, who.Organization, version.Problem, func(ctx context.Context, problem *problem.Problem) error {
		version.layOver(problem, plan)
		if err := s.problems.Overwrite(ctx, problem); err != nil {
			return err
		}
		if err := s.tests.Clear(ctx, problem.Organization, problem.ID); err != nil {
			return err
		}
		return s.tests.Import(ctx, problem, plan.Groups, kept, version.explanations())
	})
	if err != nil {
		return nil, err
	}
	return s.problems.Get(ctx, who.Organization, version.Problem)
}

// maxPlan bounds a plan that is read.
const maxPlan = 16 << 20

// planOf reads how a version is judged.
func (s *Service) planOf(ctx context.Context, version *Version) (judge.Plan, error) {
	body, err := blob.GetBytes(ctx, s.blobs, version.Plan, maxPlan)
	if err != nil {
		return judge.Plan{}, err
	}
	return judge.ParsePlan(body)
}

// layOver writes what the version says of the problem itself over its draft.
func (version *Version) layOver(p *problem.Problem, plan judge.Plan) {
	c, l := version.Content.V, plan.Limits
	p.Title, p.Difficulty, p.Tags, p.Statement = version.Title, c.Difficulty, c.Tags, c.Statement
	p.Languages.V, p.Starters.V = c.Languages, c.Starters
	p.CPUTimeMs, p.MemoryKb, p.OutputKb, p.LanguageFactors = c.Limits.CPUTimeMs, c.Limits.MemoryKb, c.Limits.OutputKb, l.LanguageFactors
	p.Comparison.V = problem.ComparisonOf(plan.Comparison)
	p.Judging.V = problem.Judging{Validator: plan.Validator, Static: plan.Static, Include: plan.Include, Languages: l.Languages, Ruling: plan.Ruling}
}

// explanations are those of the samples, by name.
func (version *Version) explanations() map[string]string {
	all := map[string]string{}
	for _, sample := range version.Content.V.Samples {
		all[sample.Name] = sample.Explanation
	}
	return all
}
