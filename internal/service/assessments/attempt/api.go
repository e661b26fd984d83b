package attempt

import (
	"context"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// Readers may read an attempt and what belongs to it: staff, and its candidate. Takers may change it: its candidate alone.
var (
	Readers = identity.AnyOf(identity.AttemptsRead, identity.AttemptTake)
	Takers  = identity.AnyOf(identity.AttemptTake)
)

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	s.registerAttempts(api)
	s.registerAnswers(api)
	s.registerDocuments(api)
	s.registerActivities(api)
	s.registerPlain(api)
}

// Wanted are the attempts a list is about: those of the filter, or the candidate's own.
func Wanted(ctx context.Context, q *jsonapi.Query) (identity.Principal, []ids.Attempt, error) {
	p, err := reader(ctx)
	if err != nil {
		return p, nil, err
	}
	wanted := listing.IDs[ids.Attempt](listing.Values(q, "attempt"))
	if p.Role == identity.Candidate {
		for _, id := range wanted {
			if id != p.Attempt() {
				return p, nil, nil
			}
		}
		return p, []ids.Attempt{p.Attempt()}, nil
	}
	return p, wanted, nil
}

func (s *Service) registerPlain(api *jsonapi.API) {
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/answers/{id}/pictures/{name}", Name: "getAnswerPicture", Tag: "answers", Needs: Readers, Produces: "image/*",
		Summary: "See a picture of an answer's statement or samples",
	}, s.answerPicture)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/documents/{id}/socket", Name: "openDocumentSocket", Tag: "documents", Needs: Readers, Status: http.StatusSwitchingProtocols,
		Summary: "Edit a document over a WebSocket",
	}, s.documentSocket)
}
