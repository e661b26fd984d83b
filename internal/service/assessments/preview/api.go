package preview

import (
	"context"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// PreviewAttributes is a member's own attempt at a copy of an assessment. It is answered, not kept, and counts nowhere.
type PreviewAttributes struct {
	Restart     bool      `json:"restart" writeOnly:"true" required:"false" doc:"Throw away what was done in the preview before, and begin anew"`
	AttemptID   string    `json:"attemptId" readOnly:"true"`
	AccessToken string    `json:"accessToken" readOnly:"true" doc:"A candidate's, for this attempt; it ends with the rights of the session that asked. Ask again for a fresh one"`
	ExpiresAt   time.Time `json:"expiresAt" readOnly:"true"`
	IsStale     bool      `json:"isStale" readOnly:"true" doc:"The assessment has changed since the preview was made: restart to see it"`
}

// ResourceType is the JSON:API type.
func (PreviewAttributes) ResourceType() string { return "assessment-previews" }

type resource = jsonapi.Resource[PreviewAttributes, catalog.OfAssessment]

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/assessment-previews", Name: "previewAssessment", Tag: "assessments", Needs: identity.AnyOf(identity.AssessmentsWrite), Status: http.StatusCreated,
		Summary: "Meet an assessment as its candidates do, without being counted anywhere",
	}, s.apiOpen)
}

func (s *Service) apiOpen(ctx context.Context, in *resource) (*resource, error) {
	attempt, tokens, stale, err := s.Open(ctx, ids.Assessment(in.Relationships.Assessment.ID), in.Attributes.Restart)
	if err != nil {
		return nil, err
	}
	in.ID = string(attempt.ID)
	in.Attributes = PreviewAttributes{AttemptID: string(attempt.ID), AccessToken: tokens.AccessToken, ExpiresAt: tokens.AccessExpiresAt, IsStale: stale}
	return in, nil
}
