package invitation

import "github.com/codecraft-hq/codecraft/internal/base/jsonapi"

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	s.registerInvitations(api)
	s.registerLinks(api)
}
