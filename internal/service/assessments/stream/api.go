package stream

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
)

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/attempts/{id}/events", Name: "streamAttempt", Tag: "attempts", Needs: attempt.Readers, Produces: "text/event-stream",
		Summary: "Follow an attempt: its state on the server's clock, and each result",
	}, s.attemptEvents)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/assessments/{id}/events", Name: "streamBoard", Tag: "assessments", Needs: identity.AnyOf(identity.AttemptsRead), Produces: "text/event-stream",
		Summary: "Follow all attempts of an assessment",
	}, s.boardEvents)
}
