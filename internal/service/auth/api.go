package auth

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/paging"
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

// revisionOf reads back what versionOf wrote.
func revisionOf(version string) (int, error) {
	revision, err := strconv.Atoi(version)
	if err != nil {
		return 0, errors.Join(errs.New(errs.Internal, "internal", "a version is not a number"), err)
	}
	return revision, nil
}

func versionOf(revision int) string { return strconv.Itoa(revision) }

// page reads one page of what where keeps.
func page[T any, A jsonapi.Named, R any](
	q *jsonapi.Query, p paging.Pager[T], where *db.Conditions, list func(*db.Conditions, []db.Key, int) ([]T, error), show func(T) jsonapi.Resource[A, R],
) (jsonapi.Page[A, R], error) {
	rows, next, prev, err := p.Page(q, where, list)
	return jsonapi.Page[A, R]{Items: resources(rows, show), Next: next, Prev: prev}, err
}

// resources shows every row.
func resources[T any, A jsonapi.Named, R any](rows []T, show func(T) jsonapi.Resource[A, R]) []jsonapi.Resource[A, R] {
	all := make([]jsonapi.Resource[A, R], len(rows))
	for i, row := range rows {
		all[i] = show(row)
	}
	return all
}
