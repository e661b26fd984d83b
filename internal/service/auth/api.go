package auth

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

const (
	tagSessions = "Sessions"
	tagPeople   = "People"
)

// Register mounts the routes.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.registerSessions(api)
	s.registerUsers(api)
	s.registerPasswords(api)
	s.registerOrganizations(api)
	s.registerMemberships(api)
	s.registerMemberInvitations(api)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/setup", Name: "getSetup", Tag: tagPeople, Public: true,
		Summary: "Whether the installation waits for its first owner, and whether anybody may register an organization", Produces: jsonapi.MediaType,
	}, s.serveSetup)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/.well-known/jwks.json", Name: "getKeys", Tag: tagSessions, Public: true,
		Summary: "The keys that verify access tokens, as a JWK set", Produces: "application/jwk-set+json",
	}, s.serveKeys)
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

func (s *Service) serveKeys(w http.ResponseWriter, r *http.Request) {
	jwks, err := s.Keys(r.Context())
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/jwk-set+json")
	w.Header().Set("Cache-Control", "public, max-age=300") // half of keyLead
	_, _ = w.Write(jwks)                                   // the client has gone
}

// origins are the pages that may use cookies: those of the server's own address and of PublicURL.
func (s *Service) origins() httpx.Origins {
	site, err := url.Parse(s.config.PublicURL)
	if err != nil { // refused by Config.Validate
		return httpx.Origins{}
	}
	return httpx.Origins{Allowed: []string{site.Scheme + "://" + site.Host}}
}

func (s *Service) cookies() httpx.Cookies { return httpx.Cookies{Secure: s.config.SecureCookies} }

func versionOf(revision int) string { return strconv.Itoa(revision) }
