package problem

import (
	"context"
	"strconv"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// ProblemAttributes is a problem in the API.
type ProblemAttributes struct {
	Title      string             `json:"title" minLength:"1" maxLength:"200" doc:"Unique in the organization"`
	Slug       string             `json:"slug" required:"false" maxLength:"100" doc:"a-z, 0-9 and hyphens; made of the title when left out"`
	Difficulty string             `json:"difficulty" enum:"easy,medium,hard"`
	Tags       []string           `json:"tags" required:"false" maxItems:"20"`
	Statement  string             `json:"statement" required:"false" doc:"Markdown, with maths between dollar signs"`
	CPUTimeMs  int                `json:"cpuTimeMs" required:"false" default:"1000" minimum:"10" maximum:"60000" doc:"Processor time of one test"`
	MemoryKb   int                `json:"memoryKb" required:"false" default:"262144" minimum:"4096" maximum:"4194304"`
	OutputKb   int                `json:"outputKb" required:"false" default:"16384" minimum:"1" maximum:"65536"`
	Factors    bool               `json:"languageFactors" required:"false" doc:"Multiply the processor time by the language's own factor"`
	Comparison Comparison         `json:"comparison" required:"false" doc:"How an output is compared with the answer"`
	Languages  []string           `json:"languages" required:"false" maxItems:"200" doc:"Ids of the allowed languages; empty allows all"`
	Starters   []contract.Starter `json:"starters" required:"false" maxItems:"200" doc:"What an editor begins with"`
	Validator  *Validator         `json:"validator" required:"false" doc:"Decides in the place of the comparison; null is none"`
	Archived   bool               `json:"archived" required:"false" doc:"Out of the way; changed alone it raises no revision"`
	State      string             `json:"state" readOnly:"true" enum:"draft,published,changed" doc:"changed: the draft differs from the last version"`
	Revision   int                `json:"revision" readOnly:"true" doc:"Of the draft; raised by every change of it, its groups, tests and references"`
	Points     float64            `json:"points" readOnly:"true" doc:"Of all groups"`
	TestCount  int                `json:"testCount" readOnly:"true"`
	Verified   bool               `json:"verified" readOnly:"true" doc:"Whether every reference solution did what is expected on this revision"`
	UpdatedAt  time.Time          `json:"updatedAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (ProblemAttributes) ResourceType() string { return "problems" }

// The types of what belongs to a problem; their attributes are the business of the rooms above.
type (
	versionType   struct{}
	groupType     struct{}
	referenceType struct{}
)

// ResourceType implements jsonapi.Named.
func (versionType) ResourceType() string { return "problem-versions" }

// ResourceType implements jsonapi.Named.
func (groupType) ResourceType() string { return "test-groups" }

// ResourceType implements jsonapi.Named.
func (referenceType) ResourceType() string { return "reference-solutions" }

// ProblemRelations is what belongs to a problem.
type ProblemRelations struct {
	Versions           jsonapi.Many[versionType]   `json:"versions" readOnly:"true"`
	TestGroups         jsonapi.Many[groupType]     `json:"testGroups" readOnly:"true"`
	ReferenceSolutions jsonapi.Many[referenceType] `json:"referenceSolutions" readOnly:"true"`
}

type Resource = jsonapi.Resource[ProblemAttributes, ProblemRelations]

var problemPager = listing.Pager[Problem]{
	ID: listing.By("p.id", func(p *Problem) ids.Problem { return p.ID }),
	Sorts: map[string]listing.Key[Problem]{
		"title":      listing.By("p.title", func(p *Problem) string { return p.Title }),
		"updatedAt":  listing.By("p.updated_at", func(p *Problem) time.Time { return p.UpdatedAt }),
		"difficulty": listing.By(difficultyRank, func(p *Problem) int { return map[string]int{"easy": 1, "medium": 2, "hard": 3}[p.Difficulty] }),
	},
	Standard: jsonapi.Sort{Field: "updatedAt", Desc: true},
}

const difficultyRank = `(CASE p.difficulty WHEN 'easy' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END)`

func (s *Service) registerProblems(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[ProblemAttributes, ProblemRelations]{
		Path: "/v1/problems", Tag: Tag,
		Read: identity.AnyOf(identity.ProblemsRead), Write: identity.AnyOf(identity.ProblemsWrite),
		Sort:    []string{"title", "updatedAt", "difficulty"},
		Filter:  map[string][]string{"difficulty": {"eq"}, "tags": {"eq"}, "state": {"eq"}, "archived": {"eq"}, "title": {"contains"}},
		MaxBody: 2 << 20,
		List:    s.apiListProblems,
		Get:     s.apiGetProblems,
		Create: func(ctx context.Context, r *Resource) error {
			problem := &Problem{}
			r.Attributes.lay(problem)
			var err error
			if problem.Judging.V.Validator, err = s.keepValidator(ctx, r.Attributes.Validator); err != nil {
				return err
			}
			if err := s.Create(ctx, problem); err != nil {
				return err
			}
			*r = problem.resource(nil)
			return s.withSources(ctx, r.Attributes.Validator, problem.Judging.V.Validator)
		},
		Update: s.apiUpdateProblem,
		Delete: func(ctx context.Context, id string) error { return s.remove(ctx, ids.Problem(id)) },
	})
}

func (s *Service) apiListProblems(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[ProblemAttributes, ProblemRelations], err error) {
	who, err := identity.Require(ctx, identity.ProblemsRead)
	if err != nil {
		return page, err
	}
	var filter problemFilter
	for _, f := range q.Filter {
		switch f.Field {
		case "difficulty":
			filter.difficulties = f.Values
		case "tags":
			filter.tags = f.Values
		case "state":
			filter.states = f.Values
		case "archived":
			filter.archived = f.Values
		case "title":
			filter.title = f.Values[0]
		}
	}
	return listing.Page(ctx, q, problemPager, filter.where(who.Organization), s.listProblems, func(rows []Problem) ([]Resource, error) {
		return s.problemResources(ctx, rows)
	})
}

func (s *Service) apiGetProblems(ctx context.Context, which []string) ([]Resource, error) {
	who, err := identity.Require(ctx, identity.ProblemsRead)
	if err != nil {
		return nil, err
	}
	rows, err := s.getProblems(ctx, who.Organization, which)
	if err != nil {
		return nil, err
	}
	out, err := s.problemResources(ctx, rows)
	if err != nil || len(which) != 1 || len(rows) != 1 || !who.Can(identity.TestsRead) {
		return out, err
	}
	return out, s.withSources(ctx, out[0].Attributes.Validator, rows[0].Judging.V.Validator)
}

func (s *Service) apiUpdateProblem(ctx context.Context, r *Resource, c jsonapi.Changes) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	problem, err := s.Get(ctx, who.Organization, ids.Problem(r.ID))
	if err != nil {
		return err
	}
	if c.Fields["archived"] && len(c.Fields) == 1 {
		return s.archive(ctx, problem, r.Attributes.Archived)
	}
	r.Attributes.lay(problem)
	if problem.Judging.V.Validator, err = s.keepValidator(ctx, r.Attributes.Validator); err != nil {
		return err
	}
	if err := s.update(ctx, problem, listing.Revision(r.Version)); err != nil {
		return err
	}
	relations := r.Relationships
	*r = problem.resource(nil)
	r.Relationships = relations
	return s.withSources(ctx, r.Attributes.Validator, problem.Judging.V.Validator)
}

// lay writes what a client may change over the problem.
func (a *ProblemAttributes) lay(problem *Problem) {
	problem.Title, problem.Slug, problem.Difficulty, problem.Tags, problem.Statement = a.Title, a.Slug, a.Difficulty, a.Tags, a.Statement
	problem.CPUTimeMs, problem.MemoryKb, problem.OutputKb = a.CPUTimeMs, a.MemoryKb, a.OutputKb
	problem.LanguageFactors, problem.Archived = a.Factors, a.Archived
	problem.Comparison.V, problem.Languages.V, problem.Starters.V = a.Comparison, a.Languages, a.Starters
}

// resource is the problem in the API; related may be nil when nothing belongs to it yet.
func (problem *Problem) resource(related *Related) Resource {
	r := Resource{ID: string(problem.ID), Version: strconv.Itoa(problem.Revision), Attributes: ProblemAttributes{
		Title: problem.Title, Slug: problem.Slug, Difficulty: problem.Difficulty, Tags: problem.Tags, Statement: problem.Statement,
		CPUTimeMs: problem.CPUTimeMs, MemoryKb: problem.MemoryKb, OutputKb: problem.OutputKb, Factors: problem.LanguageFactors, Comparison: problem.Comparison.V,
		Languages: problem.Languages.V, Starters: problem.Starters.V, Validator: ValidatorOf(problem.Judging.V.Validator), Archived: problem.Archived, State: problem.State(), Revision: problem.Revision,
		Points: problem.Points, TestCount: problem.TestCount, Verified: problem.Verified(), UpdatedAt: problem.UpdatedAt,
	}}
	if related != nil {
		id := string(problem.ID)
		r.Relationships.Versions = jsonapi.ToMany[versionType](related.Versions[id]...)
		r.Relationships.TestGroups = jsonapi.ToMany[groupType](related.Groups[id]...)
		r.Relationships.ReferenceSolutions = jsonapi.ToMany[referenceType](related.References[id]...)
	}
	return r
}

// Related is the ids of what belongs to some problems, by problem.
type Related struct{ Versions, Groups, References map[string][]string }

func (s *Service) problemResources(ctx context.Context, rows []Problem) ([]Resource, error) {
	which := make([]string, len(rows))
	for i := range rows {
		which[i] = string(rows[i].ID)
	}
	all, err := s.related(ctx, which)
	if err != nil {
		return nil, err
	}
	out := make([]Resource, len(rows))
	for i := range rows {
		out[i] = rows[i].resource(&all)
	}
	return out, nil
}

// Show is a problem in the API with what belongs to it.
func (s *Service) Show(ctx context.Context, problem *Problem) (*Resource, error) {
	all, err := s.problemResources(ctx, []Problem{*problem})
	if err != nil {
		return nil, err
	}
	return &all[0], s.withSources(ctx, all[0].Attributes.Validator, problem.Judging.V.Validator)
}
