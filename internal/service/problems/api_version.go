package problems

import (
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/paging"
)

// VersionAttributes is a published version in the API.
type VersionAttributes struct {
	Number      int                `json:"number" readOnly:"true"`
	Title       string             `json:"title" readOnly:"true"`
	Difficulty  string             `json:"difficulty" readOnly:"true"`
	Tags        []string           `json:"tags" readOnly:"true"`
	Statement   string             `json:"statement" readOnly:"true"`
	Samples     []contract.Sample  `json:"samples" readOnly:"true"`
	Groups      []contract.Group   `json:"groups" readOnly:"true" doc:"The hidden groups"`
	Limits      contract.Limits    `json:"limits" readOnly:"true"`
	Languages   []string           `json:"languages" readOnly:"true"`
	Starters    []contract.Starter `json:"starters" readOnly:"true"`
	Points      float64            `json:"points" readOnly:"true"`
	PublishedAt time.Time          `json:"publishedAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (VersionAttributes) ResourceType() string { return "problem-versions" }

type versionResource = jsonapi.Resource[VersionAttributes, OfProblem]

var versionPager = paging.Pager[Version]{
	ID:       paging.By("id", func(v *Version) ids.ProblemVersion { return v.ID }),
	Standard: jsonapi.Sort{Desc: true},
}

func (s *Service) registerVersions(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[VersionAttributes, OfProblem]{
		Path: "/v1/problem-versions", Tag: tag,
		Read: identity.AnyOf(identity.ProblemsRead), Write: identity.AnyOf(identity.ProblemsWrite),
		Filter: map[string][]string{"problem": {"eq"}},
		List:   s.apiListVersions,
		Get:    getting(identity.ProblemsRead, s.getVersions, versionResources),
		Create: func(ctx context.Context, r *versionResource) error {
			v, err := s.publish(ctx, ids.Problem(r.Relationships.Problem.ID))
			if err != nil {
				return err
			}
			*r = v.resource()
			return nil
		},
	})
}

func (s *Service) apiListVersions(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[VersionAttributes, OfProblem], err error) {
	rows, next, prev, err := pageOf(ctx, identity.ProblemsRead, q, "problem", versionPager, s.listVersions)
	return jsonapi.Page[VersionAttributes, OfProblem]{Items: versionResources(rows), Next: next, Prev: prev}, err
}

func (v *Version) resource() versionResource {
	c := v.Content.V
	return versionResource{ID: string(v.ID), Relationships: ofProblem(v.Problem), Attributes: VersionAttributes{
		Number: v.Number, Title: v.Title, Difficulty: c.Difficulty, Tags: c.Tags, Statement: c.Statement, Samples: c.Samples,
		Groups: c.Groups, Limits: c.Limits, Languages: c.Languages, Starters: c.Starters, Points: v.Points, PublishedAt: v.PublishedAt,
	}}
}

func versionResources(rows []Version) []versionResource {
	out := make([]versionResource, len(rows))
	for i := range rows {
		out[i] = rows[i].resource()
	}
	return out
}
