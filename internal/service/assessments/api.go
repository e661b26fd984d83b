package assessments

import (
	"context"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// ofAttempts may read an attempt and what belongs to it: staff, and its candidate; taking may change it.
var (
	ofAttempts = identity.AnyOf(identity.AttemptsRead, identity.AttemptTake)
	taking     = identity.AnyOf(identity.AttemptTake)
)

// Register mounts the service's endpoints. It works on a zero Service too, to describe them.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.catalog.Register(api)
	s.invitations.Register(api)
	s.registerPreviews(api)
	s.registerAttempts(api)
	s.registerAnswers(api)
	s.registerDocuments(api)
	s.registerSubmissions(api)
	s.registerActivities(api)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/attempts/{id}/events", Name: "streamAttempt", Tag: "attempts", Needs: ofAttempts, Produces: "text/event-stream",
		Summary: "Follow an attempt: its state on the server's clock, and each result",
	}, s.attemptEvents)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/assessments/{id}/events", Name: "streamBoard", Tag: "assessments", Needs: identity.AnyOf(identity.AttemptsRead), Produces: "text/event-stream",
		Summary: "Follow all attempts of an assessment",
	}, s.boardEvents)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/assessments/{id}/results.csv", Name: "exportResults", Tag: "assessments", Needs: identity.AnyOf(identity.AttemptsRead), Produces: "text/csv",
		Summary: "Export the results, a line an invitation",
	}, s.exportResults)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/answers/{id}/pictures/{name}", Name: "getAnswerPicture", Tag: "answers", Needs: ofAttempts, Produces: "image/*",
		Summary: "See a picture of an answer's statement or samples",
	}, s.answerPicture)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/documents/{id}/socket", Name: "openDocumentSocket", Tag: "documents", Needs: ofAttempts, Status: http.StatusSwitchingProtocols,
		Summary: "Edit a document over a WebSocket",
	}, s.documentSocket)
}

// attemptsWanted are the attempts a list is about: those of the filter, or the candidate's own.
func attemptsWanted(ctx context.Context, q *jsonapi.Query) (identity.Principal, []ids.Attempt, error) {
	p, err := reader(ctx)
	if err != nil {
		return p, nil, err
	}
	wanted := listing.IDs[ids.Attempt](listing.Values(q, "attempt"))
	if p.Role == identity.Candidate {
		for _, id := range wanted {
			if id != p.Attempt {
				return p, nil, nil
			}
		}
		return p, []ids.Attempt{p.Attempt}, nil
	}
	return p, wanted, nil
}
