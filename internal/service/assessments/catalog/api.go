package catalog

import "github.com/codecraft-hq/codecraft/internal/base/jsonapi"

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	s.registerAssessments(api)
	s.registerCopies(api)
}
