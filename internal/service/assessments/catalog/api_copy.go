package catalog

import (
	"context"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// CopyAttributes is the wish for a copy of an assessment. It answers the assessment that came of it.
type CopyAttributes struct {
	Title string `json:"title" required:"false" maxLength:"200" doc:"Of the copy; when left out the original's, with (copy) behind it"`
}

// ResourceType is the JSON:API type.
func (CopyAttributes) ResourceType() string { return "assessment-copies" }

// OfAssessment says which one something is about.
type OfAssessment struct {
	Assessment jsonapi.One[AssessmentAttributes] `json:"assessment" required:"true" immutable:"true"`
}

func (s *Service) registerCopies(api *jsonapi.API) {
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/assessment-copies", Name: "copyAssessment", Tag: "assessments", Needs: identity.AnyOf(identity.AssessmentsWrite), Status: http.StatusCreated,
		Summary: "Make a draft of its own of an assessment's rules and problems, without its window and its people",
	}, s.apiCopy)
}

func (s *Service) apiCopy(ctx context.Context, in *jsonapi.Resource[CopyAttributes, OfAssessment]) (*resource, error) {
	assessment, err := s.Copy(ctx, ids.Assessment(in.Relationships.Assessment.ID), in.Attributes.Title)
	if err != nil {
		return nil, err
	}
	var made resource
	return &made, s.show(ctx, &made, assessment)
}
