package problems

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Register mounts the service's endpoints.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.problems.Register(api)
	s.tests.Register(api)
	s.references.Register(api)
	s.verifications.Register(api)
	s.versions.Register(api)
	s.packages.Register(api)
	s.drafts.Register(api)
}
