package execution

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// tag is the heading in the documents.
const tag = "execution"

// Register mounts the service's endpoints.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.registerLanguages(api)
	s.registerRuns(api)
	s.registerJudgements(api)
	s.registerRejudgings(api)
	s.webhooks.Register(api)
}
