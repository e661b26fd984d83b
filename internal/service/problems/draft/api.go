package draft

import (
	"context"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// CopyAttributes is the wish for a copy of a problem.
type CopyAttributes struct {
	Title string `json:"title" required:"false" maxLength:"200" doc:"Of the copy; when left out the original's, with (copy) behind it"`
}

// ResourceType implements jsonapi.Named.
func (CopyAttributes) ResourceType() string { return "problem-copies" }

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/problem-copies", Name: "copyProblem", Tag: problem.Tag, Needs: identity.AnyOf(identity.ProblemsWrite), Status: http.StatusCreated,
		Summary: "Make a draft of its own of a problem's draft, with its tests and reference solutions",
	}, s.apiCopy)
}

func (s *Service) apiCopy(ctx context.Context, in *jsonapi.Resource[CopyAttributes, problem.OfProblem]) (*problem.Resource, error) {
	problem, err := s.copyDraft(ctx, ids.Problem(in.Relationships.Problem.ID), in.Attributes.Title)
	if err != nil {
		return nil, err
	}
	return s.problems.Show(ctx, problem)
}
