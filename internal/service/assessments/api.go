package assessments

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Register mounts the service's endpoints. It works on a zero Service too, to describe them.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.catalog.Register(api)
	s.invitations.Register(api)
	s.previews.Register(api)
	s.attempts.Register(api)
	s.submissions.Register(api)
	s.streams.Register(api)
	s.reports.Register(api)
}
