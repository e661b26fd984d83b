package problems

import (
	"context"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// GroupAttributes is a test group in the API.
type GroupAttributes struct {
	Name     string  `json:"name" minLength:"1" maxLength:"100" doc:"Unique in the problem; candidates see it"`
	Sample   bool    `json:"sample" required:"false" doc:"Candidates see the tests of a sample group whole"`
	Points   float64 `json:"points" required:"false" minimum:"0" maximum:"100000" doc:"Earned when every test of the group is accepted"`
	Position *int    `json:"position" required:"false" minimum:"0" maximum:"1000000" doc:"Order in the problem; last when left out"`
}

// ResourceType implements jsonapi.Named.
func (GroupAttributes) ResourceType() string { return "test-groups" }

type groupResource = jsonapi.Resource[GroupAttributes, OfProblem]

var groupPager = pager[Group]{
	id:       by("id", func(g *Group) ids.TestGroup { return g.ID }),
	sorts:    map[string]sorting[Group]{"position": by("position", func(g *Group) int { return g.Position })},
	standard: jsonapi.Sort{Field: "position"},
}

func (s *Service) registerGroups(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[GroupAttributes, OfProblem]{
		Path: "/v1/test-groups", Tag: tag,
		Filter: map[string][]string{"problem": {"eq"}},
		List:   s.apiListGroups,
		Get:    getting(s.getGroups, groupResources),
		Create: func(ctx context.Context, r *groupResource) error {
			g := &Group{Problem: ids.Problem(r.Relationships.Problem.ID)}
			r.Attributes.lay(g)
			if err := s.createGroup(ctx, g, r.Attributes.Position == nil); err != nil {
				return err
			}
			*r = g.resource()
			return nil
		},
		Update: s.apiUpdateGroup,
		Delete: func(ctx context.Context, id string) error { return s.deleteGroup(ctx, ids.TestGroup(id)) },
	})
}

func (s *Service) apiListGroups(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[GroupAttributes, OfProblem], err error) {
	rows, next, prev, err := pageOf(ctx, q, "problem", groupPager, s.listGroups)
	return jsonapi.Page[GroupAttributes, OfProblem]{Items: groupResources(rows), Next: next, Prev: prev}, err
}

func (s *Service) apiUpdateGroup(ctx context.Context, r *groupResource, _ jsonapi.Changes) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	g, err := s.getGroup(ctx, who.Organization, ids.TestGroup(r.ID))
	if err != nil {
		return err
	}
	r.Attributes.lay(g)
	if err := s.updateGroup(ctx, g, revisionOf(r.Version)); err != nil {
		return err
	}
	*r = g.resource()
	return nil
}

func (a *GroupAttributes) lay(g *Group) {
	g.Name, g.Sample, g.Points = a.Name, a.Sample, a.Points
	if a.Position != nil {
		g.Position = *a.Position
	}
}

func (g *Group) resource() groupResource {
	return groupResource{ID: string(g.ID), Version: strconv.Itoa(g.Revision), Relationships: ofProblem(g.Problem),
		Attributes: GroupAttributes{Name: g.Name, Sample: g.Sample, Points: g.Points, Position: &g.Position}}
}

func groupResources(rows []Group) []groupResource {
	out := make([]groupResource, len(rows))
	for i := range rows {
		out[i] = rows[i].resource()
	}
	return out
}
