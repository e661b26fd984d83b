package assessments

import (
	"context"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Register mounts the service's endpoints. It works on a zero Service too, to describe them.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.registerAssessments(api)
	s.registerInvitations(api)
	s.registerAttempts(api)
	s.registerAnswers(api)
	s.registerDocuments(api)
	s.registerSubmissions(api)
	s.registerActivities(api)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/attempts/{id}/events", Name: "streamAttempt", Tag: "attempts", Produces: "text/event-stream",
		Summary: "Follow an attempt: its state on the server's clock, and each result",
	}, s.attemptEvents)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/assessments/{id}/events", Name: "streamBoard", Tag: "assessments", Produces: "text/event-stream",
		Summary: "Follow all attempts of an assessment",
	}, s.boardEvents)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/assessments/{id}/results.csv", Name: "exportResults", Tag: "assessments", Produces: "text/csv",
		Summary: "Export the results, a line an invitation",
	}, s.exportResults)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/documents/{id}/socket", Name: "openDocumentSocket", Tag: "documents", Status: http.StatusSwitchingProtocols,
		Summary: "Edit a document over a WebSocket",
	}, s.documentSocket)
}

// typed turns the ids of a request into a noun's.
func typed[T ~string](wanted []string) []T {
	all := make([]T, len(wanted))
	for i, id := range wanted {
		all[i] = T(id)
	}
	return all
}

// filtered are a filter's values, by field; nil when it was not sent.
func filtered(q *jsonapi.Query, field string) []string {
	for _, f := range q.Filter {
		if f.Field == field {
			return f.Values
		}
	}
	return nil
}

// afterID is the id a page goes on behind.
func afterID[T ~string](q *jsonapi.Query) (T, error) {
	var after T
	if q.Before != "" {
		return after, errs.New(errs.Malformed, "before_unsupported", "this list pages forward only: use page[after]").In("page[before]")
	}
	if q.After == "" {
		return after, nil
	}
	return after, jsonapi.DecodeCursor(q.After, &after)
}

// page cuts the one row too many that tells that there is a next page.
func page[A jsonapi.Named, R any](items []jsonapi.Resource[A, R], size int) jsonapi.Page[A, R] {
	if len(items) <= size {
		return jsonapi.Page[A, R]{Items: items}
	}
	return jsonapi.Page[A, R]{Items: items[:size], Next: jsonapi.EncodeCursor(items[size-1].ID)}
}

// attemptsWanted are the attempts a list is about: those of the filter, or the candidate's own.
func attemptsWanted(ctx context.Context, q *jsonapi.Query) (identity.Principal, []ids.Attempt, error) {
	p, err := reader(ctx)
	if err != nil {
		return p, nil, err
	}
	wanted := typed[ids.Attempt](filtered(q, "attempt"))
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
