package problems

import (
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
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

var versionPager = pager[Version]{
	id:       by("id", func(v *Version) ids.ProblemVersion { return v.ID }),
	standard: jsonapi.Sort{Desc: true},
}

func (s *Service) registerVersions(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[VersionAttributes, OfProblem]{
		Path: "/v1/problem-versions", Tag: tag,
		Filter: map[string][]string{"problem": {"eq"}},
		List:   s.apiListVersions,
		Get: func(ctx context.Context, which []string) ([]versionResource, error) {
			who, err := identity.Require(ctx, identity.ProblemsRead)
			if err != nil {
				return nil, err
			}
			rows, err := s.getVersions(ctx, who.Organization, which)
			return versionResources(rows), err
		},
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
	who, err := identity.Require(ctx, identity.ProblemsRead)
	if err != nil {
		return page, err
	}
	where := db.Where("organization_id = ?", who.Organization)
	if err := onlyOf(q, "problem", "problem_id", where); err != nil {
		return page, err
	}
	rows, next, prev, err := versionPager.page(q, where, func(where *db.Conditions, order []db.Key, n int) ([]Version, error) {
		return s.listVersions(ctx, where, order, n)
	})
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
