package app

import (
	"context"
	"fmt"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// newAPI is a service's API on the mux. Each has its own document; OpenAPI joins them.
func newAPI(mux *http.ServeMux) *jsonapi.API {
	api := jsonapi.Open(mux, "CodeCraft", "1", "Coding interviews and assessments. JSON:API 1.1 (application/vnd.api+json).")
	api.Guard = signedIn
	return api
}

// signedIn refuses strangers before their bodies are read. What a role may do is the services' to decide.
func signedIn(ctx context.Context) error {
	if !identity.From(ctx).Signed() {
		return errs.New(errs.Unauthorized, "sign_in", "sign in first")
	}
	return nil
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
		return nil, fmt.Errorf("there is no service %q with an API; did you mean %q?", service, config.Nearest(service, known))
	}
	return jsonapi.Merge(names, documents)
}
