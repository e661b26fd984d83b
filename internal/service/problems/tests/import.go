package tests

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// Copy writes the groups and tests of another draft once more, for a problem that has none.
func (s *Service) Copy(ctx context.Context, problem *problem.Problem, all []Group, tests map[ids.TestGroup][]Test) error {
	groups := map[ids.TestGroup]ids.TestGroup{"": ""}
	for _, g := range all {
		groups[g.ID] = ids.New[ids.TestGroup]()
	}
	for _, group := range all {
		tests := tests[group.ID]
		group.ID, group.Problem, group.Parent, group.Revision = groups[group.ID], problem.ID, groups[group.Parent], problem.Revision
		required := group.Judging.V.Requires
		group.Judging.V.Requires = nil
		for _, id := range required {
			group.Judging.V.Requires = append(group.Judging.V.Requires, groups[id])
		}
		if err := s.insertGroup(ctx, &group); err != nil {
			return err
		}
		for _, test := range tests {
			test.ID, test.Problem, test.Group, test.Revision = ids.New[ids.Test](), problem.ID, group.ID, problem.Revision
			if err := s.insertTest(ctx, &test); err != nil {
				return err
			}
		}
	}
	return s.space.Settle(ctx, problem.Organization, problem.ID)
}

// Import writes the groups of a plan into a draft that has none. Kept are the tests' data by digest;
// explanations those of samples by name.
func (s *Service) Import(ctx context.Context, problem *problem.Problem, all []judge.Group, kept map[string]Kept, explanations map[string]string) error {
	groups := map[string]ids.TestGroup{} // a group may ask for one that comes later
	for _, g := range all {
		groups[g.Name] = ids.New[ids.TestGroup]()
	}
	for i, from := range all {
		if err := s.importGroup(ctx, problem, i, from, groups); err != nil {
			return err
		}
		for n, test := range from.Tests {
			t := importedTest(test, kept)
			t.Group, t.Position = groups[from.Name], n
			if from.Sample {
				t.Explanation = explanations[t.Name]
			}
			if err := s.addTest(ctx, problem, t, false); err != nil {
				return err
			}
		}
	}
	return s.space.Settle(ctx, problem.Organization, problem.ID)
}

func (s *Service) importGroup(ctx context.Context, problem *problem.Problem, position int, from judge.Group, groups map[string]ids.TestGroup) error {
	group := &Group{
		ID: groups[from.Name], Organization: problem.Organization, Problem: problem.ID, Name: from.Name, Sample: from.Sample,
		Points: from.Points, Position: position, Revision: problem.Revision,
	}
	group.Parent = groups[from.Parent]
	group.Judging.V = GroupJudging{Aggregation: from.Aggregation, ValidatorArgs: from.ValidatorArgs, Unbounded: from.Unbounded, Ruling: from.Ruling}
	for _, name := range from.RequirePass {
		group.Judging.V.Requires = append(group.Judging.V.Requires, groups[name])
	}
	if err := group.check(); err != nil {
		return err
	}
	return s.insertGroup(ctx, group)
}

func importedTest(test judge.Test, kept map[string]Kept) *Test {
	input, answer := kept[test.Input], kept[test.Answer]
	t := &Test{
		Name:        test.Name,
		InputDigest: blob.Digest(test.Input), InputBytes: input.Bytes, InputHead: input.Head,
		AnswerDigest: blob.Digest(test.Answer), AnswerBytes: answer.Bytes, AnswerHead: answer.Head,
	}
	t.Judging.V = TestJudging{Points: test.Points, Args: test.Args, Files: test.Files, ValidatorArgs: test.ValidatorArgs, Static: test.Static}
	return t
}
