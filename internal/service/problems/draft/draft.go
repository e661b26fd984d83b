package draft

import (
	"context"
	"encoding/json"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
	"github.com/codecraft-hq/codecraft/internal/service/problems/reference"
	"github.com/codecraft-hq/codecraft/internal/service/problems/tests"
)

// Draft is a problem with all that belongs to its draft, read in one transaction.
type Draft struct {
	Problem    *problem.Problem
	Groups     []tests.Group // in order
	Tests      map[ids.TestGroup][]tests.Test
	References []reference.Reference
}

// Load reads what belongs to a problem that the transaction has locked.
func (s *Service) Load(ctx context.Context, problem *problem.Problem) (*Draft, error) {
	draft := &Draft{Problem: problem, Tests: map[ids.TestGroup][]tests.Test{}}
	tests, err := s.tests.Tests(ctx, problem.Organization, problem.ID)
	if err != nil {
		return nil, err
	}
	for _, t := range tests {
		draft.Tests[t.Group] = append(draft.Tests[t.Group], t)
	}
	if draft.Groups, err = s.tests.Groups(ctx, problem.Organization, problem.ID); err != nil {
		return nil, err
	}
	draft.References, err = s.references.List(ctx, problem.Organization, problem.ID)
	return draft, err
}

// plan is how the draft is judged. The same draft gives the same plan, byte for byte.
func (draft *Draft) plan() (judge.Plan, error) {
	problem := draft.Problem
	plan := judge.Plan{
		Version:    judge.PlanVersion,
		Limits:     judge.Limits{CPUTimeMs: int64(problem.CPUTimeMs), MemoryKb: int64(problem.MemoryKb), OutputKb: int64(problem.OutputKb), LanguageFactors: problem.LanguageFactors},
		Comparison: problem.Comparison.V.Plan(),
	}
	plan.Limits.Languages = problem.Judging.V.Languages
	plan.Validator, plan.Include, plan.Ruling = problem.Judging.V.Validator, problem.Judging.V.Include, problem.Judging.V.Ruling
	plan.Static = problem.Judging.V.Static
	names, parents := map[ids.TestGroup]string{}, map[ids.TestGroup]bool{}
	for _, g := range draft.Groups {
		names[g.ID], parents[g.Parent] = g.Name, true
	}
	for _, g := range tests.Ordered(draft.Groups) {
		group := g.Plan(names)
		for _, t := range draft.Tests[g.ID] {
			group.Tests = append(group.Tests, t.Plan())
		}
		if len(group.Tests) == 0 && !parents[g.ID] {
			return plan, errs.New(errs.Conflict, "group_empty", "the test group %q has no test: add one or delete the group", g.Name)
		}
		plan.Groups = append(plan.Groups, group)
	}
	if len(plan.Groups) == 0 {
		return plan, errs.New(errs.Conflict, "tests_missing", "the problem has no test: add a test group with a test first")
	}
	return plan, plan.Validate()
}

// KeepPlan stores the plan as a blob.
func (s *Service) KeepPlan(ctx context.Context, draft *Draft) (blob.Digest, error) {
	plan, err := draft.plan()
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(plan)
	if err != nil {
		return "", err
	}
	return blob.PutBytes(ctx, s.blobs, body)
}
