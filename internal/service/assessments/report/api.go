package report

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/assessments/{id}/results.csv", Name: "exportResults", Tag: "assessments", Needs: identity.AnyOf(identity.AttemptsRead), Produces: "text/csv",
		Summary: "Export the results, a line an invitation",
	}, s.apiExport)
}
