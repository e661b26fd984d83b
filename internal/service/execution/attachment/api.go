package attachment

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// tag is the heading in the documents.
const tag = "execution"

// Register mounts the socket of a run's terminal.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/runs/{id}/socket", Name: "openRunSocket", Tag: tag, Needs: identity.AnyOf(identity.RunsCreate), Status: http.StatusSwitchingProtocols,
		Summary: "WebSocket to the terminal of a run: what it shows and what is typed as binary messages, control messages as JSON",
	}, s.terminalSocket)
}
