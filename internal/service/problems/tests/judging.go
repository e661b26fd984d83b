package tests

import (
	"context"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// GroupJudging is how a group takes part in the scoring.
type GroupJudging struct {
	Aggregation   judge.Aggregation `json:"aggregation,omitempty"`
	Requires      []ids.TestGroup   `json:"requires,omitempty"` // groups that must be accepted
	ValidatorArgs []string          `json:"validatorArgs,omitzero"`
	Unbounded     bool              `json:"unbounded,omitempty"` // the validator's scores may exceed the points
	judge.Ruling
}

// TestJudging is what a test gives to the program and to the validator beside its input.
type TestJudging struct {
	Points        float64           `json:"points,omitempty"`
	Args          []string          `json:"args,omitempty"`
	Files         []judge.NamedBlob `json:"files,omitempty"`
	ValidatorArgs []string          `json:"validatorArgs,omitzero"`
	Static        bool              `json:"static,omitempty"` // of the source; input and answer are empty
}

// Plan is the group in a judging plan; names are those of all groups.
func (g *Group) Plan(names map[ids.TestGroup]string) judge.Group {
	j := g.Judging.V
	group := judge.Group{
		Name: g.Name, Sample: g.Sample, Points: g.Points, Parent: names[g.Parent], Aggregation: j.Aggregation, ValidatorArgs: j.ValidatorArgs,
		Unbounded: j.Unbounded, Ruling: j.Ruling,
	}
	for _, id := range j.Requires {
		group.RequirePass = append(group.RequirePass, names[id])
	}
	return group
}

// Plan is the test in a judging plan.
func (test *Test) Plan() judge.Test {
	j := test.Judging.V
	return judge.Test{
		Name: test.Name, Input: string(test.InputDigest), Answer: string(test.AnswerDigest),
		Points: j.Points, Args: j.Args, Files: j.Files, ValidatorArgs: j.ValidatorArgs, Static: j.Static,
	}
}

// checkPlace demands that the groups a group is in, or asks for, are of the same problem, and that none is in itself.
func (s *Service) checkPlace(ctx context.Context, group *Group) error {
	requires := group.Judging.V.Requires
	if group.Parent == "" && len(requires) == 0 {
		return nil
	}
	all, err := s.Groups(ctx, group.Organization, group.Problem)
	if err != nil {
		return err
	}
	parents := map[ids.TestGroup]ids.TestGroup{}
	for _, other := range all {
		parents[other.ID] = other.Parent
	}
	var f problem.Faults
	_, known := parents[group.Parent]
	f.Rule(group.Parent == "" || known, "parentId", "the problem has no such test group")
	for _, id := range requires {
		_, known := parents[id]
		f.Rule(known && id != group.ID, "requiredIds", "a group asks for other groups of its problem")
	}
	for up, n := group.Parent, 0; up != ""; up, n = parents[up], n+1 {
		if up == group.ID || n > len(all) {
			f.Add("parentId", "a group is not within itself")
			break
		}
	}
	return f.Err()
}

// inUse refuses to take a group away that others are in or ask for.
func (s *Service) inUse(ctx context.Context, group *Group) error {
	all, err := s.Groups(ctx, group.Organization, group.Problem)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.Parent == group.ID || slices.Contains(other.Judging.V.Requires, group.ID) {
			return errs.New(errs.Conflict, "group_in_use", "the group %q is in this one or asks for it: change that first", other.Name)
		}
	}
	return nil
}

// Ordered puts every group behind the group it is in, and otherwise keeps the order.
func Ordered(groups []Group) []Group {
	known := map[ids.TestGroup]bool{"": true}
	var out []Group
	for left := groups; len(left) > 0; {
		var later []Group
		for _, group := range left {
			if !known[group.Parent] {
				later = append(later, group)
				continue
			}
			known[group.ID] = true
			out = append(out, group)
		}
		if len(later) == len(left) {
			return append(out, later...) // the plan's own check says what is wrong
		}
		left = later
	}
	return out
}
