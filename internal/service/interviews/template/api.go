package template

import (
	"context"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// Attributes is the resource.
type Attributes struct {
	Name            string               `json:"name" minLength:"1" maxLength:"100" doc:"One of its own in the organization"`
	Agenda          string               `json:"agenda" maxLength:"20000" required:"false" doc:"Markdown, shown to all who take part"`
	DurationMinutes int                  `json:"durationMinutes" minimum:"5" maximum:"1440" default:"60" required:"false"`
	Recorded        bool                 `json:"recorded" required:"false"`
	Rubric          []schedule.Criterion `json:"rubric" maxItems:"20" required:"false" doc:"What scorecards rate; empty takes the standard one"`
	ProblemIDs      []string             `json:"problemIds" maxItems:"20" required:"false" doc:"Of published problems, in the order in which interviewers find them. An interview gets them one by one (interview-problems)"`
	UpdatedAt       time.Time            `json:"updatedAt" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (Attributes) ResourceType() string { return "interview-templates" }

type resource = jsonapi.Resource[Attributes, jsonapi.None]

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[Attributes, jsonapi.None]{
		Path: "/v1/interview-templates", Tag: "interviews",
		Read: identity.AnyOf(identity.InterviewsRead), Write: identity.AnyOf(identity.InterviewsWrite),
		Sort: []string{"name"},
		List: s.apiList,
		Get: func(ctx context.Context, wanted []string) ([]resource, error) {
			all, err := s.byIDs(ctx, wanted)
			return listing.Show(all, show), err
		},
		Create: s.apiMake, Update: s.apiChange,
		Delete: func(ctx context.Context, id string) error { return s.Remove(ctx, ids.InterviewTemplate(id)) },
	})
}

var pager = listing.Pager[Template]{
	ID:       listing.By("id", func(t *Template) ids.InterviewTemplate { return t.ID }),
	Sorts:    map[string]listing.Key[Template]{"name": listing.By("name", func(t *Template) string { return t.Name })},
	Standard: jsonapi.Sort{Field: "name"},
}

func (s *Service) apiList(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[Attributes, jsonapi.None], error) {
	p, err := identity.Require(ctx, identity.InterviewsRead)
	if err != nil {
		return jsonapi.Page[Attributes, jsonapi.None]{}, err
	}
	return listing.Page(ctx, q, pager, db.Where("organization_id = ?", p.Organization), s.selected, listing.Each(show))
}

func (s *Service) apiMake(ctx context.Context, r *resource) error {
	t := Template{}
	fill(&t, r.Attributes)
	err := s.Make(ctx, &t)
	if err == nil {
		*r = show(&t)
	}
	return err
}

func (s *Service) apiChange(ctx context.Context, r *resource, _ jsonapi.Changes) error {
	stored, err := s.one(ctx, ids.InterviewTemplate(r.ID))
	if err != nil {
		return err
	}
	t := stored
	fill(&t, r.Attributes)
	t.Revision = listing.Revision(r.Version)
	if err := s.Change(ctx, &t, stored); err != nil {
		return err
	}
	*r = show(&t)
	return nil
}

func fill(t *Template, x Attributes) {
	t.Name, t.Agenda, t.DurationMinutes, t.Recorded, t.Rubric.V = x.Name, x.Agenda, x.DurationMinutes, x.Recorded, x.Rubric
	t.Problems.V = listing.IDs[ids.Problem](x.ProblemIDs)
}

func show(t *Template) resource {
	a := Attributes{
		Name: t.Name, Agenda: t.Agenda, DurationMinutes: t.DurationMinutes, Recorded: t.Recorded, Rubric: t.Rubric.V,
		ProblemIDs: make([]string, len(t.Problems.V)), UpdatedAt: t.UpdatedAt,
	}
	for i, id := range t.Problems.V {
		a.ProblemIDs[i] = string(id)
	}
	if a.Rubric == nil {
		a.Rubric = []schedule.Criterion{}
	}
	return resource{ID: string(t.ID), Version: strconv.Itoa(t.Revision), Attributes: a}
}
