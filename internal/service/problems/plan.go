package problems

import (
	"context"
	"encoding/json"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// draft is a problem with all that belongs to its draft, read in one transaction.
type draft struct {
	problem    *Problem
	groups     []Group // in order
	tests      map[ids.TestGroup][]Test
	references []Reference
}

func (s *Service) loadDraft(ctx context.Context, p *Problem) (*draft, error) {
	d := &draft{problem: p, tests: map[ids.TestGroup][]Test{}}
	tests, err := s.testsOf(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, t := range tests {
		d.tests[t.Group] = append(d.tests[t.Group], t)
	}
	if d.groups, err = s.groupsOf(ctx, p.ID); err != nil {
		return nil, err
	}
	d.references, err = s.referencesOf(ctx, p.ID)
	return d, err
}

// plan is how the draft is judged. The same draft gives the same plan, byte for byte.
func (d *draft) plan() (judge.Plan, error) {
	p := d.problem
	plan := judge.Plan{
		Version:    judge.PlanVersion,
		Limits:     judge.Limits{CPUTimeMs: int64(p.CPUTimeMs), MemoryKb: int64(p.MemoryKb), OutputKb: int64(p.OutputKb), LanguageFactors: p.LanguageFactors},
		Comparison: p.Comparison.V.plan(),
	}
	plan.Limits.Languages = p.Judging.V.Languages
	plan.Validator, plan.Include, plan.Ruling = p.Judging.V.Validator, p.Judging.V.Include, p.Judging.V.Ruling
	plan.Static = p.Judging.V.Static
	names, parents := map[ids.TestGroup]string{}, map[ids.TestGroup]bool{}
	for _, g := range d.groups {
		names[g.ID], parents[g.Parent] = g.Name, true
	}
	for _, g := range ordered(d.groups) {
		group := g.plan(names)
		for _, t := range d.tests[g.ID] {
			group.Tests = append(group.Tests, t.plan())
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

// keepPlan stores the plan as a blob.
func (s *Service) keepPlan(ctx context.Context, d *draft) (blob.Digest, error) {
	plan, err := d.plan()
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(plan)
	if err != nil {
		return "", err
	}
	return blob.PutBytes(ctx, s.blobs, body)
}

// maxSamples bounds what all samples of a version hold together, since every page of a candidate carries them.
const maxSamples = 256 << 10

// content is all of the draft that a candidate may see.
func (d *draft) content(number int, plan blob.Digest) (contract.Version, error) {
	p := d.problem
	v := contract.Version{
		ID: ids.New[ids.ProblemVersion](), Problem: p.ID, Number: number, Title: p.Title, Difficulty: p.Difficulty,
		Tags: p.Tags, Statement: p.Statement, Languages: p.Languages.V, Starters: p.Starters.V, Plan: plan, Points: p.Points,
		Limits:  contract.Limits{CPUTimeMs: p.CPUTimeMs, MemoryKb: p.MemoryKb, OutputKb: p.OutputKb},
		Samples: []contract.Sample{}, Groups: []contract.Group{},
	}
	var size int64
	for _, g := range d.groups {
		if !g.Sample {
			if g.Parent != "" {
				continue // its points are those of the group it is in
			}
			v.Groups = append(v.Groups, contract.Group{Name: g.Name, Points: g.Points})
			continue
		}
		for _, t := range d.tests[g.ID] {
			if t.Judging.V.Static {
				continue // there is nothing to see
			}
			size += t.InputBytes + t.AnswerBytes
			if t.Truncated() || size > maxSamples {
				return v, errs.New(errs.Conflict, "samples_too_large",
					"candidates see samples whole, so all of them together hold at most %d KiB and each input and answer at most %d: move %q to a hidden group",
					maxSamples>>10, headBytes>>10, t.Name)
			}
			v.Samples = append(v.Samples, contract.Sample{Group: g.Name, Name: t.Name, Input: t.InputHead, Answer: t.AnswerHead, Explanation: t.Explanation})
		}
	}
	return v, nil
}
