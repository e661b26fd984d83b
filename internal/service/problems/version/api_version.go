package version

import (
	"cmp"
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// VersionAttributes is a published version in the API.
type VersionAttributes struct {
	Number      int                `json:"number" readOnly:"true"`
	Title       string             `json:"title" readOnly:"true"`
	Difficulty  string             `json:"difficulty" readOnly:"true" enum:"easy,medium,hard"`
	Tags        []string           `json:"tags" readOnly:"true"`
	Statement   string             `json:"statement" readOnly:"true"`
	Samples     []contract.Sample  `json:"samples" readOnly:"true"`
	Groups      []contract.Group   `json:"groups" readOnly:"true" doc:"The hidden groups"`
	Limits      contract.Limits    `json:"limits" readOnly:"true"`
	Languages   []string           `json:"languages" readOnly:"true"`
	Starters    []contract.Starter `json:"starters" readOnly:"true"`
	Points      float64            `json:"points" readOnly:"true"`
	Judging     *VersionJudging    `json:"judging,omitempty" readOnly:"true" doc:"How it is judged: of one version that was asked for, to who may see hidden tests"`
	PublishedAt time.Time          `json:"publishedAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (VersionAttributes) ResourceType() string { return "problem-versions" }

// VersionJudging is what of a version's judging plan people compare.
type VersionJudging struct {
	LanguageFactors bool               `json:"languageFactors"`
	Comparison      problem.Comparison `json:"comparison"`
	Validator       *problem.Validator `json:"validator" doc:"Without its sources"`
	Groups          []VersionGroup     `json:"groups"`
}

// VersionGroup is a test group of a version.
type VersionGroup struct {
	Name        string        `json:"name"`
	Sample      bool          `json:"sample"`
	Points      float64       `json:"points"`
	Aggregation string        `json:"aggregation" enum:"all,sum,min,max"`
	Parent      string        `json:"parent,omitempty" doc:"Name of the group it is in"`
	Tests       []VersionTest `json:"tests"`
}

// VersionTest is a test of a version; the same digest is the same data.
type VersionTest struct {
	Name   string   `json:"name"`
	Input  string   `json:"input" doc:"Digest"`
	Answer string   `json:"answer" doc:"Digest"`
	Points float64  `json:"points"`
	Args   []string `json:"args"`
}

type versionResource = jsonapi.Resource[VersionAttributes, problem.OfProblem]

var versionPager = listing.Pager[Version]{
	ID:       listing.By("id", func(v *Version) ids.ProblemVersion { return v.ID }),
	Standard: jsonapi.Sort{Desc: true},
}

func (s *Service) registerVersions(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[VersionAttributes, problem.OfProblem]{
		Path: "/v1/problem-versions", Tag: problem.Tag,
		Read: identity.AnyOf(identity.ProblemsRead), Write: identity.AnyOf(identity.ProblemsWrite),
		Filter: map[string][]string{"problem": {"eq"}},
		List:   s.apiListVersions,
		Get:    s.apiGetVersions,
		Create: func(ctx context.Context, r *versionResource) error {
			version, err := s.Publish(ctx, ids.Problem(r.Relationships.Problem.ID))
			if err != nil {
				return err
			}
			*r = version.resource()
			return nil
		},
	})
}

func (s *Service) apiListVersions(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[VersionAttributes, problem.OfProblem], error) {
	return problem.PageOf(ctx, identity.ProblemsRead, q, "problem", versionPager, s.listVersions, listing.Each((*Version).resource))
}

func (s *Service) apiGetVersions(ctx context.Context, which []string) ([]versionResource, error) {
	who, err := identity.Require(ctx, identity.ProblemsRead)
	if err != nil {
		return nil, err
	}
	rows, err := s.getVersions(ctx, who.Organization, which)
	out := listing.Show(rows, (*Version).resource)
	if err != nil || len(which) != 1 || len(rows) != 1 || !who.Can(identity.TestsRead) {
		return out, err
	}
	plan, err := s.planOf(ctx, &rows[0])
	if err != nil {
		return nil, err
	}
	out[0].Attributes.Judging = judgingOf(plan)
	return out, nil
}

func judgingOf(plan judge.Plan) *VersionJudging {
	j := &VersionJudging{
		LanguageFactors: plan.Limits.LanguageFactors, Comparison: problem.ComparisonOf(plan.Comparison), Validator: problem.ValidatorOf(plan.Validator),
		Groups: []VersionGroup{},
	}
	for _, from := range plan.Groups {
		g := VersionGroup{Name: from.Name, Sample: from.Sample, Points: from.Points, Parent: from.Parent, Aggregation: cmp.Or(string(from.Aggregation), "all"), Tests: []VersionTest{}}
		for _, t := range from.Tests {
			g.Tests = append(g.Tests, VersionTest{Name: t.Name, Input: t.Input, Answer: t.Answer, Points: t.Points, Args: append([]string{}, t.Args...)})
		}
		j.Groups = append(j.Groups, g)
	}
	return j
}

func (version *Version) resource() versionResource {
	c := version.Content.V
	return versionResource{ID: string(version.ID), Relationships: problem.ToProblem(version.Problem), Attributes: VersionAttributes{
		Number: version.Number, Title: version.Title, Difficulty: c.Difficulty, Tags: c.Tags, Statement: c.Statement, Samples: c.Samples,
		Groups: c.Groups, Limits: c.Limits, Languages: c.Languages, Starters: c.Starters, Points: version.Points, PublishedAt: version.PublishedAt,
	}}
}
