package auth

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Register mounts the routes of all rooms.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.sessions.Register(api)
	s.passwords.Register(api)
	s.people.Register(api)
	s.keys.Register(api)
}
