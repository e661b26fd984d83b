package app

import (
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// newAPI is a service's API on the mux. Each has its own document; OpenAPI joins them.
func newAPI(mux *http.ServeMux) *jsonapi.API {
	c := huma.DefaultConfig("CodeCraft", "1")
	c.DocsPath, c.SchemasPath, c.OpenAPIPath, c.CreateHooks = "", "", "", nil
	c.Info.Description = "Coding interviews and assessments. JSON:API 1.1 (application/vnd.api+json)."
	c.Formats = map[string]huma.Format{jsonapi.MediaType: huma.DefaultJSONFormat, "application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	c.DefaultFormat = jsonapi.MediaType
	return jsonapi.New(humago.New(mux, c))
}

// OpenAPI is the document of one service, or of all for "". The services describe themselves unbuilt.
func OpenAPI(service string) ([]byte, error) {
	var names []string
	var documents [][]byte
	for _, m := range modules() {
		if m.register == nil || service != "" && m.name != service {
			continue
		}
		mux := http.NewServeMux()
		api := newAPI(mux)
		m.register(api, mux)
		document, err := api.Document()
		if err != nil {
			return nil, fmt.Errorf("describe %s: %w", m.name, err)
		}
		if service != "" {
			return document, nil
		}
		names, documents = append(names, m.name), append(documents, document)
	}
	if service != "" {
		return nil, fmt.Errorf("there is no service %q with an API; did you mean %q?", service, config.Nearest(service, moduleNames()))
	}
	return jsonapi.Merge(names, documents)
}
