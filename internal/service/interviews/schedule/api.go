package schedule

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// InterviewAttributes is the resource.
type InterviewAttributes struct {
	Title           string     `json:"title" minLength:"1" maxLength:"200"`
	Agenda          string     `json:"agenda" maxLength:"20000" required:"false" doc:"Markdown, shown to all who take part"`
	StartsAt        time.Time  `json:"startsAt"`
	DurationMinutes int        `json:"durationMinutes" minimum:"5" maximum:"1440"`
	TimeZone        string     `json:"timeZone" maxLength:"64" default:"UTC" required:"false" doc:"Of the IANA database: in mails and calendars the time is told in it"`
	State           string     `json:"state" enum:"scheduled,live,ended,cancelled" default:"scheduled" required:"false" doc:"It becomes live when an interviewer enters"`
	Recorded        bool       `json:"recorded" required:"false" doc:"Everybody is asked whether they agree to a recording before they enter, and those who do are. Refused where there is no video"`
	StartedAt       *time.Time `json:"startedAt" readOnly:"true"`
	EndedAt         *time.Time `json:"endedAt" readOnly:"true"`
	ServerTime      time.Time  `json:"serverTime" readOnly:"true"`

	// What guests do not see.
	AttemptID    string      `json:"attemptId,omitempty" maxLength:"36" required:"false" doc:"The attempt at an assessment that it is to talk about. Not for guests"`
	Rubric       []Criterion `json:"rubric,omitempty" maxItems:"20" required:"false" doc:"What scorecards rate; empty takes the standard one. Cards that were begun keep theirs. Not for guests"`
	Decision     string      `json:"decision,omitempty" enum:",advance,reject,hold" required:"false" doc:"Once the interview has begun; empty takes it back. Not for guests"`
	DecisionText string      `json:"decisionText,omitempty" maxLength:"20000" required:"false" doc:"Markdown: why. Not for guests"`
	DecidedAt    *time.Time  `json:"decidedAt,omitempty" readOnly:"true" doc:"Not for guests; who decided is in the timeline"`
}

// ResourceType is the JSON:API type.
func (InterviewAttributes) ResourceType() string { return "interviews" }

// Resource is one of them.
type Resource = jsonapi.Resource[InterviewAttributes, jsonapi.None]

// Readers are those who may read an interview: members who may read them all, and its guests.
var Readers = identity.AnyOf(identity.InterviewsRead, identity.InterviewTake)

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[InterviewAttributes, jsonapi.None]{
		Path: "/v1/interviews", Tag: "interviews",
		Read: Readers, Write: identity.AnyOf(identity.InterviewsWrite, identity.InterviewsHold, identity.InterviewTake),
		Needs: map[string]identity.Needs{
			"list": identity.AnyOf(identity.InterviewsRead), "create": identity.AnyOf(identity.InterviewsWrite), "delete": identity.AnyOf(identity.InterviewsWrite),
		},
		Sort: []string{"startsAt"}, Filter: map[string][]string{"state": nil, "title": {"contains"}},
		List: s.apiList, Get: s.apiGet, Create: s.apiCreate, Update: s.apiUpdate,
		Delete: func(ctx context.Context, id string) error { return s.Delete(ctx, ids.Interview(id)) },
		Links: func(r *Resource) map[string]string {
			return map[string]string{"events": "/v1/interviews/" + r.ID + "/events", "calendar": "/v1/interviews/" + r.ID + "/calendar.ics"}
		},
	})
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/interviews/{id}/calendar.ics", Name: "interviewCalendar", Tag: "interviews", Needs: Readers, Produces: "text/calendar",
		Summary: "The interview as an entry for a calendar (RFC 5545)",
	}, s.apiCalendar)
}

var pager = listing.Pager[Interview]{
	ID: listing.By("id", func(i *Interview) ids.Interview { return i.ID }),
	Sorts: map[string]listing.Key[Interview]{
		"startsAt": listing.By("starts_at", func(i *Interview) time.Time { return i.StartsAt }),
	},
	Standard: jsonapi.Sort{Field: "startsAt", Desc: true},
}

func (s *Service) apiList(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[InterviewAttributes, jsonapi.None], error) {
	p, err := identity.Require(ctx, identity.InterviewsRead)
	if err != nil {
		return jsonapi.Page[InterviewAttributes, jsonapi.None]{}, err
	}
	where := db.Where("organization_id = ?", p.Organization)
	if states := listing.Values(q, "state"); len(states) > 0 {
		where = db.In(where, "state", states)
	}
	if words := listing.Values(q, "title"); len(words) > 0 {
		where.Contains("title", words[0])
	}
	return listing.Page(ctx, q, pager, where, s.page, func(all []Interview) ([]Resource, error) { return s.Resources(ctx, all), nil })
}

func (s *Service) apiGet(ctx context.Context, wanted []string) ([]Resource, error) {
	all, err := s.Visible(ctx, listing.IDs[ids.Interview](wanted))
	return s.Resources(ctx, all), err
}

// Visible are those of the interviews that who asks may see.
func (s *Service) Visible(ctx context.Context, wanted []ids.Interview) ([]Interview, error) {
	if err := identity.Admit(ctx, Readers); err != nil {
		return nil, err
	}
	p := identity.From(ctx)
	all, err := s.byIDs(ctx, p.Organization, wanted)
	if err != nil || p.Role != identity.Guest {
		return all, err
	}
	for _, i := range all {
		if i.ID == p.Place.Interview() {
			return []Interview{i}, nil
		}
	}
	return nil, nil
}

// One is the interview, as far as who asks may see it; else NotFound.
func (s *Service) One(ctx context.Context, id ids.Interview) (Interview, error) {
	all, err := s.Visible(ctx, []ids.Interview{id})
	if err != nil {
		return Interview{}, err
	}
	if len(all) == 0 {
		return Interview{}, errs.Missing("interview", string(id))
	}
	return all[0], nil
}

func (s *Service) apiCreate(ctx context.Context, r *Resource) error {
	interview := Interview{}
	fill(&interview, r.Attributes)
	interview.Rubric.V, interview.Decision, interview.DecisionText = r.Attributes.Rubric, r.Attributes.Decision, r.Attributes.DecisionText
	interview.Attempt = ids.Attempt(r.Attributes.AttemptID)
	if err := s.Create(ctx, &interview); err != nil {
		return err
	}
	*r = s.Resources(ctx, []Interview{interview})[0]
	return nil
}

func (s *Service) apiUpdate(ctx context.Context, r *Resource, c jsonapi.Changes) error {
	stored, err := s.Get(ctx, identity.From(ctx).Organization, ids.Interview(r.ID))
	if err != nil {
		return err
	}
	interview := stored
	fill(&interview, r.Attributes)
	interview.State = r.Attributes.State
	interview.evaluate(r.Attributes, c)
	interview.Revision, _ = strconv.Atoi(r.Version)
	if err := s.Update(ctx, &interview, stored); err != nil {
		return err
	}
	*r = s.Resources(ctx, []Interview{interview})[0]
	return nil
}

func fill(i *Interview, x InterviewAttributes) {
	i.Title, i.Agenda, i.StartsAt, i.DurationMinutes = x.Title, x.Agenda, x.StartsAt.UTC().Truncate(time.Second), x.DurationMinutes
	i.TimeZone, i.Recorded = x.TimeZone, x.Recorded
}

// Resources shows them to who asks: how they are evaluated no guest sees.
func (s *Service) Resources(ctx context.Context, all []Interview) []Resource {
	resources := make([]Resource, len(all))
	guest := identity.From(ctx).Role == identity.Guest
	for n, i := range all {
		resources[n] = Resource{ID: string(i.ID), Version: strconv.Itoa(i.Revision), Attributes: InterviewAttributes{
			Title: i.Title, Agenda: i.Agenda, StartsAt: i.StartsAt, DurationMinutes: i.DurationMinutes, TimeZone: i.TimeZone, State: i.State,
			Recorded: i.Recorded, StartedAt: i.StartedAt, EndedAt: i.EndedAt, ServerTime: s.now(),
		}}
		if !guest {
			x := &resources[n].Attributes
			x.Rubric, x.Decision, x.DecisionText, x.DecidedAt, x.AttemptID = i.Criteria(), i.Decision, i.DecisionText, i.DecidedAt, string(i.Attempt)
		}
	}
	return resources
}

func (s *Service) apiCalendar(w http.ResponseWriter, q *http.Request) {
	i, err := s.One(q.Context(), ids.Interview(q.PathValue("id")))
	if err != nil {
		httpx.WriteError(w, q, err)
		return
	}
	page := "/interviews/" // where members look after it
	if identity.From(q.Context()).Role == identity.Guest {
		page = "/room/"
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="interview.ics"`)
	_, _ = w.Write([]byte(s.Calendar(i, Entry{Method: Published, Link: s.publicURL + page + string(i.ID)})))
}
