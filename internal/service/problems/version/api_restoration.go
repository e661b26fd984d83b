package version

import (
	"context"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// RestorationAttributes is the wish that a draft becomes what a version of it was.
type RestorationAttributes struct{}

// ResourceType implements jsonapi.Named.
func (RestorationAttributes) ResourceType() string { return "problem-restorations" }

// OfVersion is the relationship to a version.
type OfVersion struct {
	Version jsonapi.One[VersionAttributes] `json:"version" required:"true" immutable:"true"`
}

func (s *Service) registerRestorations(api *jsonapi.API) {
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/problem-restorations", Name: "restoreProblem", Tag: problem.Tag, Needs: identity.AnyOf(identity.ProblemsWrite), Status: http.StatusCreated,
		Summary: "Make a problem's draft what one of its versions was; the reference solutions stay",
	}, s.apiRestore)
}

func (s *Service) apiRestore(ctx context.Context, in *jsonapi.Resource[RestorationAttributes, OfVersion]) (*problem.Resource, error) {
	problem, err := s.restore(ctx, ids.ProblemVersion(in.Relationships.Version.ID))
	if err != nil {
		return nil, err
	}
	return s.problems.Show(ctx, problem)
}
