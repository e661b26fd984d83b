package app

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// newAPI is a service's API on the mux. Each has its own document; OpenAPI joins them.
func newAPI(mux *http.ServeMux) *jsonapi.API {
	api := jsonapi.Open(mux, "CodeCraft", "1", "Coding interviews and assessments. JSON:API 1.1 (application/vnd.api+json).")
	api.Guard = identity.Admit
	return api
}

// OpenAPI is the document of one service, or of all for "". The services describe themselves unbuilt.
func OpenAPI(service string) ([]byte, error) {
	var names, known []string
	var documents [][]byte
	for _, m := range modules() {
		if m.register == nil {
			continue
		}
		known = append(known, m.name)
		if service != "" && m.name != service {
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
		return nil, fmt.Errorf("there is no service %q with an API%s There are %s", service, config.DidYouMean(service, known), strings.Join(known, ", "))
	}
	return jsonapi.Merge(names, documents)
}

// Collections lists what every service registers, as they describe themselves unbuilt.
func Collections() (all []jsonapi.Registered) {
	for _, m := range modules() {
		if m.register != nil {
			mux := http.NewServeMux()
			api := newAPI(mux)
			m.register(api, mux)
			all = append(all, api.Collections()...)
		}
	}
	return all
}
