package signingkey

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Register mounts the route.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/.well-known/jwks.json", Name: "getKeys", Tag: "Sessions", Public: true,
		Summary: "The keys that verify access tokens, as a JWK set", Produces: "application/jwk-set+json",
	}, s.serveKeys)
}

func (s *Service) serveKeys(w http.ResponseWriter, r *http.Request) {
	jwks, err := s.Keys(r.Context())
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/jwk-set+json")
	w.Header().Set("Cache-Control", "public, max-age=300") // half of Lead
	_, _ = w.Write(jwks)                                   // the client has gone
}
