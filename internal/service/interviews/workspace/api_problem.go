package workspace

import (
	"context"
	"net/http"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/picture"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// ProblemAttributes is the resource: what a candidate may see, and nothing of its hidden tests.
type ProblemAttributes struct {
	ProblemID  string           `json:"problemId" format:"uuid" immutable:"true"`
	Shown      bool             `json:"shown" required:"false" doc:"To candidates and observers; the first time pins the version that is published then"`
	Position   int              `json:"position" minimum:"0" maximum:"1000" required:"false"`
	VersionID  string           `json:"versionId" readOnly:"true" doc:"Empty until it is shown for the first time"`
	Title      string           `json:"title" readOnly:"true"`
	Difficulty string           `json:"difficulty" readOnly:"true"`
	Statement  string           `json:"statement" readOnly:"true" doc:"Markdown with maths"`
	Samples    []ProblemSample  `json:"samples" readOnly:"true"`
	Starters   []ProblemStarter `json:"starters" readOnly:"true"`
	Languages  []string         `json:"languages" readOnly:"true" doc:"Ids; empty: all"`
	Limits     ProblemLimits    `json:"limits" readOnly:"true"`
}

// ProblemSample is a test that is shown whole.
type ProblemSample struct {
	Name        string `json:"name"`
	Input       string `json:"input"`
	Answer      string `json:"answer"`
	Explanation string `json:"explanation,omitempty"`
}

// ProblemStarter is the code a file begins with.
type ProblemStarter struct {
	Language string `json:"language"`
	Source   string `json:"source"`
}

// ProblemLimits are those of one test.
type ProblemLimits struct {
	CPUTimeMs int `json:"cpuTimeMs"`
	MemoryKb  int `json:"memoryKb"`
	OutputKb  int `json:"outputKb"`
}

// ResourceType is the JSON:API type.
func (ProblemAttributes) ResourceType() string { return "interview-problems" }

type problemResource = jsonapi.Resource[ProblemAttributes, OfInterview]

func (s *Service) registerProblems(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[ProblemAttributes, OfInterview]{
		Path: "/v1/interview-problems", Tag: tag,
		Read: schedule.Readers, Write: identity.AnyOf(identity.InterviewsHold),
		Needs: map[string]identity.Needs{"update": writers},
		Sort:  []string{"position"}, Filter: map[string][]string{"interview": nil},
		List: s.apiListProblems, Create: s.apiChoose, Update: s.apiChangeProblem,
		Get: func(ctx context.Context, wanted []string) ([]problemResource, error) {
			all, err := s.visibleProblems(ctx, listing.IDs[ids.InterviewProblem](wanted))
			return listing.Show(all, showProblem), err
		},
		Delete: func(ctx context.Context, id string) error { return s.RemoveProblem(ctx, ids.InterviewProblem(id)) },
	})
}

var problemPager = listing.Pager[Problem]{
	ID:       listing.By("id", func(p *Problem) ids.InterviewProblem { return p.ID }),
	Sorts:    map[string]listing.Key[Problem]{"position": listing.By("position", func(p *Problem) int { return p.Position })},
	Standard: jsonapi.Sort{Field: "position"},
}

func (s *Service) apiListProblems(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[ProblemAttributes, OfInterview], err error) {
	at, there, err := s.Listed(ctx, q)
	if err != nil || !there {
		return page, err
	}
	return listing.Page(ctx, q, problemPager, at.shown(), s.selectProblems, func(all []Problem) ([]problemResource, error) {
		err := s.fill(ctx, all)
		return listing.Show(all, showProblem), err
	})
}

func (s *Service) apiChoose(ctx context.Context, r *problemResource) error {
	chosen := Problem{
		Interview: ids.Interview(r.Relationships.Interview.ID), Problem: ids.Problem(r.Attributes.ProblemID), Position: r.Attributes.Position, Shown: r.Attributes.Shown,
	}
	err := s.Choose(ctx, &chosen)
	if err == nil {
		*r = showProblem(&chosen)
	}
	return err
}

func (s *Service) apiChangeProblem(ctx context.Context, r *problemResource, _ jsonapi.Changes) error {
	changed, err := s.ChangeProblem(ctx, ids.InterviewProblem(r.ID), listing.Revision(r.Version), r.Attributes.Position, r.Attributes.Shown)
	if err == nil {
		*r = showProblem(&changed)
	}
	return err
}

func showProblem(p *Problem) problemResource {
	v := p.Version
	x := ProblemAttributes{
		ProblemID: string(p.Problem), Shown: p.Shown, Position: p.Position, VersionID: string(p.Pinned), Title: v.Title, Difficulty: v.Difficulty, Statement: v.Statement,
		Samples: []ProblemSample{}, Starters: []ProblemStarter{}, Languages: append([]string{}, v.Languages...), Limits: ProblemLimits(v.Limits),
	}
	for _, sample := range v.Samples {
		x.Samples = append(x.Samples, ProblemSample{sample.Name, sample.Input, sample.Answer, sample.Explanation})
	}
	for _, starter := range v.Starters {
		x.Starters = append(x.Starters, ProblemStarter(starter))
	}
	return problemResource{ID: string(p.ID), Version: strconv.Itoa(p.Revision), Attributes: x, Relationships: of(p.Interview)}
}

// picture serves a picture to whoever may read the text that shows it.
func (s *Service) picture(w http.ResponseWriter, q *http.Request) {
	id, name := q.PathValue("id"), q.PathValue("name")
	all, err := s.visibleProblems(q.Context(), []ids.InterviewProblem{ids.InterviewProblem(id)})
	switch {
	case err != nil:
	case len(all) == 0:
		err = errs.Missing("problem", id)
	case !all[0].Version.Shows(name):
		err = errs.Missing("picture", name)
	default:
		err = picture.Serve(q.Context(), w, s.blobs, name)
	}
	if err != nil {
		httpx.WriteError(w, q, err)
	}
}
