package catalog

import (
	"context"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// AssessmentAttributes is the resource.
type AssessmentAttributes struct {
	Title            string     `json:"title" minLength:"1" maxLength:"200"`
	Instructions     string     `json:"instructions" maxLength:"20000" required:"false" doc:"Markdown, shown before the start"`
	TimeLimitMinutes int        `json:"timeLimitMinutes" minimum:"1" maximum:"43200" doc:"From the candidate's start"`
	OpensAt          *time.Time `json:"opensAt" required:"false" doc:"The first moment to start; null: at once"`
	ClosesAt         *time.Time `json:"closesAt" required:"false" doc:"The last moment to start; who has started keeps the full time"`
	Scoring          string     `json:"scoring" enum:"best,last" default:"best" required:"false" doc:"Which submission of a problem counts"`
	Languages        []string   `json:"languages" maxItems:"100" required:"false" doc:"Language ids; empty: all that the problems allow"`
	Sections         []Section  `json:"sections" maxItems:"20" required:"false"`
	State            string     `json:"state" enum:"draft,published,closed" default:"draft" required:"false" doc:"Publishing pins the problems' versions"`
	Archived         bool       `json:"archived" required:"false" doc:"Out of the way; changed alone it raises no revision"`
	Points           float64    `json:"points" readOnly:"true" doc:"Sum over the problems"`
	InvitationCount  int        `json:"invitationCount" readOnly:"true"`
	StartedCount     int        `json:"startedCount" readOnly:"true"`
	FinishedCount    int        `json:"finishedCount" readOnly:"true"`
	CreatedAt        time.Time  `json:"createdAt" readOnly:"true"`
	UpdatedAt        time.Time  `json:"updatedAt" readOnly:"true"`
}

// Section is a titled run of problems.
type Section struct {
	ID    string `json:"id" required:"false" doc:"Given by the server"`
	Title string `json:"title" maxLength:"200"`
	Items []Item `json:"items" maxItems:"100"`
}

// Item is a problem in its place.
type Item struct {
	ID               string   `json:"id" required:"false" doc:"Given by the server"`
	ProblemID        string   `json:"problemId" format:"uuid"`
	ProblemVersionID string   `json:"problemVersionId" required:"false" doc:"Pinned when the assessment is published"`
	Title            string   `json:"title" required:"false" doc:"The problem's, for display"`
	Difficulty       string   `json:"difficulty" required:"false" doc:"The problem's, for display"`
	OwnPoints        *float64 `json:"ownPoints" required:"false" doc:"What the problem gives here: more than 0, at most 10000, two decimals at most. Scores are scaled to it. null: the problem's maximum score"`
	Points           float64  `json:"points" required:"false" doc:"What the problem gives here, for display: ownPoints or maxScore"`
	MaxScore         float64  `json:"maxScore" required:"false" doc:"The problem's maximum score, for display"`
}

// ResourceType is the JSON:API type.
func (AssessmentAttributes) ResourceType() string { return "assessments" }

type resource = jsonapi.Resource[AssessmentAttributes, jsonapi.None]

func (s *Service) registerAssessments(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[AssessmentAttributes, jsonapi.None]{
		Path: "/v1/assessments", Tag: "assessments",
		Read: identity.AnyOf(identity.AssessmentsRead), Write: identity.AnyOf(identity.AssessmentsWrite),
		Sort: []string{"updatedAt", "title"}, Filter: map[string][]string{"state": nil, "archived": nil, "title": {"contains"}},
		List: s.apiList, Get: s.apiGet, Create: s.apiCreate, Update: s.apiUpdate,
		Delete: func(ctx context.Context, id string) error { return s.Delete(ctx, ids.Assessment(id)) },
		Links: func(r *resource) map[string]string {
			return map[string]string{"events": "/v1/assessments/" + r.ID + "/events", "results": "/v1/assessments/" + r.ID + "/results.csv"}
		},
	})
}

var pager = listing.Pager[Assessment]{
	ID: listing.By("id", func(a *Assessment) ids.Assessment { return a.ID }),
	Sorts: map[string]listing.Key[Assessment]{
		"updatedAt": listing.By("updated_at", func(a *Assessment) time.Time { return a.UpdatedAt }),
		"title":     listing.By("title", func(a *Assessment) string { return a.Title }),
	},
	Standard: jsonapi.Sort{Field: "updatedAt", Desc: true},
}

func (s *Service) apiList(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[AssessmentAttributes, jsonapi.None], error) {
	var none jsonapi.Page[AssessmentAttributes, jsonapi.None]
	p, err := identity.Require(ctx, identity.AssessmentsRead)
	if err != nil {
		return none, err
	}
	f := filter{states: listing.Values(q, "state"), archived: listing.Values(q, "archived")}
	if words := listing.Values(q, "title"); len(words) > 0 {
		f.title = words[0]
	}
	return listing.Page(ctx, q, pager, f.where(p.Organization), s.page, func(all []Assessment) ([]resource, error) {
		if err := s.fillSections(ctx, p.Organization, all); err != nil {
			return nil, err
		}
		return s.resources(ctx, p.Organization, all)
	})
}

func (s *Service) apiGet(ctx context.Context, wanted []string) ([]resource, error) {
	all, err := s.readable(ctx, listing.IDs[ids.Assessment](wanted))
	if err != nil {
		return nil, err
	}
	return s.resources(ctx, identity.From(ctx).Organization, all)
}

func (s *Service) apiCreate(ctx context.Context, r *resource) error {
	if r.Attributes.State != Draft {
		return errs.New(errs.Conflict, "state_impossible", "an assessment begins as a draft: publish it afterwards").At("/data/attributes/state")
	}
	assessment := assessmentOf(r)
	if err := s.Create(ctx, &assessment); err != nil {
		return err
	}
	return s.show(ctx, r, assessment)
}

func (s *Service) apiUpdate(ctx context.Context, r *resource, c jsonapi.Changes) error {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return err
	}
	stored, err := s.Get(ctx, p.Organization, ids.Assessment(r.ID))
	if err != nil {
		return err
	}
	if c.Fields["archived"] && len(c.Fields) == 1 {
		return s.archive(ctx, p.Organization, stored.ID, r.Attributes.Archived)
	}
	assessment := assessmentOf(r)
	assessment.ID, assessment.Organization, assessment.CreatedBy, assessment.CreatedAt = stored.ID, stored.Organization, stored.CreatedBy, stored.CreatedAt
	assessment.Revision, _ = strconv.Atoi(r.Version)
	if !c.Fields["sections"] {
		assessment.Sections = stored.Sections
	}
	if err := s.Update(ctx, &assessment, stored.State, c.Fields["sections"]); err != nil {
		return err
	}
	return s.show(ctx, r, assessment)
}

func (s *Service) show(ctx context.Context, r *resource, assessment Assessment) error {
	shown, err := s.resources(ctx, assessment.Organization, []Assessment{assessment})
	if err == nil {
		*r = shown[0]
	}
	return err
}

func assessmentOf(r *resource) Assessment {
	x := r.Attributes
	assessment := Assessment{
		Title: x.Title, Instructions: x.Instructions, TimeLimitMinutes: x.TimeLimitMinutes, OpensAt: utc(x.OpensAt), ClosesAt: utc(x.ClosesAt),
		Scoring: x.Scoring, State: x.State, Archived: x.Archived, Languages: db.JSON[[]string]{V: append([]string{}, x.Languages...)},
	}
	for _, y := range x.Sections {
		section := SectionRow{Title: y.Title} // ids are given anew: sections of a draft belong to nobody else yet
		for _, z := range y.Items {
			section.Items = append(section.Items, ItemRow{Problem: ids.Problem(z.ProblemID), OwnPoints: z.OwnPoints})
		}
		assessment.Sections = append(assessment.Sections, section)
	}
	return assessment
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC().Truncate(time.Microsecond)
	return &u
}

func (s *Service) resources(ctx context.Context, organization ids.Organization, all []Assessment) ([]resource, error) {
	var wanted []ids.Assessment
	for _, a := range all {
		wanted = append(wanted, a.ID)
	}
	people, err := s.people(ctx, organization, wanted)
	if err != nil {
		return nil, err
	}
	shown, err := s.shownProblems(ctx, organization, all)
	if err != nil {
		return nil, err
	}
	resources := make([]resource, len(all))
	for i, assessment := range all {
		n := people[assessment.ID]
		x := AssessmentAttributes{
			Title: assessment.Title, Instructions: assessment.Instructions, TimeLimitMinutes: assessment.TimeLimitMinutes, OpensAt: assessment.OpensAt, ClosesAt: assessment.ClosesAt,
			Scoring: assessment.Scoring, Languages: assessment.Languages.V, State: assessment.State, Archived: assessment.Archived, Sections: []Section{}, CreatedAt: assessment.CreatedAt, UpdatedAt: assessment.UpdatedAt,
			InvitationCount: n.Invited, StartedCount: n.Started, FinishedCount: n.Finished,
		}
		for _, y := range assessment.Sections {
			section := Section{ID: string(y.ID), Title: y.Title, Items: []Item{}}
			for _, z := range y.Items {
				v := shown[string(z.Problem)+string(z.Version)]
				points := Worth{Own: z.OwnPoints, Most: v.Points}.Points()
				section.Items = append(section.Items, Item{
					ID: string(z.ID), ProblemID: string(z.Problem), ProblemVersionID: string(z.Version), Title: v.Title, Difficulty: v.Difficulty,
					OwnPoints: z.OwnPoints, Points: points, MaxScore: v.Points,
				})
				x.Points = Total(x.Points + points)
			}
			x.Sections = append(x.Sections, section)
		}
		resources[i] = resource{ID: string(assessment.ID), Version: strconv.Itoa(assessment.Revision), Attributes: x}
	}
	return resources, nil
}

// shownProblems finds what to show of each item, by problem and pinned version; drafts show the newest version.
func (s *Service) shownProblems(ctx context.Context, organization ids.Organization, all []Assessment) (map[string]problems.Version, error) {
	var versions []ids.ProblemVersion
	drafts := problems.LatestRequest{Organization: organization}
	for _, a := range all {
		for _, item := range a.Items() {
			if item.Version != "" {
				versions = append(versions, item.Version)
			} else {
				drafts.Problems = append(drafts.Problems, item.Problem)
			}
		}
	}
	found, err := s.Pinned(ctx, organization, versions)
	if err != nil {
		return nil, err
	}
	shown := map[string]problems.Version{}
	for id, v := range found {
		shown[string(v.Problem)+string(id)] = v
	}
	if len(drafts.Problems) == 0 {
		return shown, nil
	}
	latest, err := s.problems.Latest(ctx, drafts)
	for _, v := range latest.Versions {
		shown[string(v.Problem)] = v
	}
	return shown, err
}
