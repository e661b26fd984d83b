package tests

import (
	"context"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// GroupAttributes is a test group in the API.
type GroupAttributes struct {
	Name          string   `json:"name" minLength:"1" maxLength:"100" doc:"Unique in the problem; candidates see it"`
	Sample        bool     `json:"sample" required:"false" doc:"Candidates see the tests of a sample group whole"`
	Points        float64  `json:"points" required:"false" minimum:"0" maximum:"100000" doc:"Earned when every test of the group is accepted"`
	Aggregation   string   `json:"aggregation" required:"false" enum:"all,sum,min,max" default:"all" doc:"What it earns: its points when all its tests and the groups in it are accepted, the sum of what they earn, the least or the most"`
	ParentID      string   `json:"parentId" required:"false" doc:"Id of the group it is in; empty for none"`
	RequiredIDs   []string `json:"requiredIds" required:"false" maxItems:"100" doc:"Ids of groups that must be accepted, or this one is skipped"`
	ValidatorArgs []string `json:"validatorArgs" required:"false" maxItems:"50" doc:"Of the problem's validator for the tests of this group, or without one the flags of the formats' default validator; empty takes the problem's own"`
	Position      *int     `json:"position" required:"false" minimum:"0" maximum:"1000000" doc:"Order in the problem; last when left out"`
}

// ResourceType implements jsonapi.Named.
func (GroupAttributes) ResourceType() string { return "test-groups" }

type groupResource = jsonapi.Resource[GroupAttributes, problem.OfProblem]

var groupPager = listing.Pager[Group]{
	ID:       listing.By("id", func(g *Group) ids.TestGroup { return g.ID }),
	Sorts:    map[string]listing.Key[Group]{"position": listing.By("position", func(g *Group) int { return g.Position })},
	Standard: jsonapi.Sort{Field: "position"},
}

func (s *Service) registerGroups(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[GroupAttributes, problem.OfProblem]{
		Path: "/v1/test-groups", Tag: problem.Tag,
		Read: identity.AnyOf(identity.ProblemsRead), Write: identity.AnyOf(identity.ProblemsWrite),
		Filter: map[string][]string{"problem": {"eq"}},
		List:   s.apiListGroups,
		Get:    problem.Getting(identity.ProblemsRead, s.getGroups, (*Group).resource),
		Create: func(ctx context.Context, r *groupResource) error {
			group := &Group{Problem: ids.Problem(r.Relationships.Problem.ID)}
			r.Attributes.lay(group)
			if err := s.createGroup(ctx, group, r.Attributes.Position == nil); err != nil {
				return err
			}
			*r = group.resource()
			return nil
		},
		Update: s.apiUpdateGroup,
		Delete: func(ctx context.Context, id string) error { return s.deleteGroup(ctx, ids.TestGroup(id)) },
	})
}

func (s *Service) apiListGroups(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[GroupAttributes, problem.OfProblem], error) {
	return problem.PageOf(ctx, identity.ProblemsRead, q, "problem", groupPager, s.listGroups, listing.Each((*Group).resource))
}

func (s *Service) apiUpdateGroup(ctx context.Context, r *groupResource, _ jsonapi.Changes) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	group, err := s.getGroup(ctx, who.Organization, ids.TestGroup(r.ID))
	if err != nil {
		return err
	}
	r.Attributes.lay(group)
	if err := s.updateGroup(ctx, group, listing.Revision(r.Version)); err != nil {
		return err
	}
	*r = group.resource()
	return nil
}

func (a *GroupAttributes) lay(group *Group) {
	group.Name, group.Sample, group.Points, group.Parent = a.Name, a.Sample, a.Points, ids.TestGroup(a.ParentID)
	before := group.Judging.V
	group.Judging.V = GroupJudging{
		Aggregation: judge.Aggregation(a.Aggregation), Requires: listing.IDs[ids.TestGroup](a.RequiredIDs), ValidatorArgs: a.ValidatorArgs,
		Unbounded: before.Unbounded, Ruling: before.Ruling,
	}
	if len(a.ValidatorArgs) == 0 && len(before.ValidatorArgs) == 0 {
		group.Judging.V.ValidatorArgs = before.ValidatorArgs // a package may say that there are none
	} else if len(a.ValidatorArgs) == 0 {
		group.Judging.V.ValidatorArgs = nil
	}
	if a.Aggregation == "all" {
		group.Judging.V.Aggregation = judge.AllOrNothing
	}
	if a.Position != nil {
		group.Position = *a.Position
	}
}

func (group *Group) resource() groupResource {
	j := group.Judging.V
	a := GroupAttributes{
		Name: group.Name, Sample: group.Sample, Points: group.Points, Position: &group.Position, Aggregation: string(j.Aggregation),
		ParentID: string(group.Parent), RequiredIDs: problem.Texts(j.Requires), ValidatorArgs: append([]string{}, j.ValidatorArgs...),
	}
	if j.Aggregation == judge.AllOrNothing {
		a.Aggregation = "all"
	}
	return groupResource{ID: string(group.ID), Version: strconv.Itoa(group.Revision), Relationships: problem.ToProblem(group.Problem), Attributes: a}
}
