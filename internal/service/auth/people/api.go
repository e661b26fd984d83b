package people

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

const tag = "People"

// Register mounts the routes.
func (s *Service) Register(api *jsonapi.API) {
	s.registerUsers(api)
	s.registerOrganizations(api)
	s.registerMemberships(api)
	s.registerMemberInvitations(api)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/setup", Name: "getSetup", Tag: tag, Public: true,
		Summary: "Whether the installation waits for its first owner, and whether anybody may register an organization", Produces: jsonapi.MediaType,
	}, s.serveSetup)
}

func (s *Service) serveSetup(w http.ResponseWriter, r *http.Request) {
	required, err := s.SetupRequired(r.Context())
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	w.Header().Set("Content-Type", jsonapi.MediaType)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = fmt.Fprintf(w, `{"meta":{"required":%t,"openRegistration":%t},"jsonapi":{"version":"1.1"}}`, required, s.config.OpenRegistration) // the client has gone
}

func versionOf(revision int) string { return strconv.Itoa(revision) }
