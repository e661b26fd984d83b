package execution

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Register mounts the service's endpoints.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.roster.Register(api)
	s.runs.Register(api)
	s.attachments.Register(api)
	s.judgements.Register(api)
	s.rejudgings.Register(api)
	s.webhooks.Register(api)
}
