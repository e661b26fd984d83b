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
	s.registerProofs(api)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/setup", Name: "getSetup", Tag: tag, Public: true,
		Summary: "Whether the installation waits for its first owner, whether anybody may register an organization, and whether they prove their address first", Produces: jsonapi.MediaType,
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
	_, _ = fmt.Fprintf(w, `{"meta":{"required":%t,"openRegistration":%t,"provenAddresses":%t},"jsonapi":{"version":"1.1"}}`,
		required, s.config.OpenRegistration, s.config.ProveAddresses) // the client has gone
}

func versionOf(revision int) string { return strconv.Itoa(revision) }
