package app

import (
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/web"
)

// mountWeb serves the web app, the API's documents and Swagger UI.
// Unknown paths that are no file get the app's page: the browser's router knows them.
func mountWeb(mux *http.ServeMux) error {
	merged, err := OpenAPI("")
	if err != nil {
		return err
	}
	mux.HandleFunc("GET /v1/openapi.json", document(merged))
	var described []string
	for _, m := range modules() {
		if m.register == nil {
			continue
		}
		one, err := OpenAPI(m.name)
		if err != nil {
			return err
		}
		mux.HandleFunc("GET /v1/openapi/"+m.name+".json", document(one))
		described = append(described, m.name)
	}
	if err := mountAPIDocs(mux, described); err != nil {
		return err
	}
	files, built := web.FS()
	if !built {
		mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "this binary was built without the web app: run make build", http.StatusServiceUnavailable)
		})
		return nil
	}
	page, err := fs.ReadFile(files, "index.html")
	if err != nil {
		return err
	}
	mux.Handle("GET /", app{files: files, page: page})
	return nil
}

func document(b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(b)
	}
}

// app serves hashed assets for ever and the page never from a cache.
type app struct {
	files fs.FS
	page  []byte
}

func (a app) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	name := strings.TrimPrefix(path.Clean(q.URL.Path), "/")
	if strings.HasPrefix(name, "v1/") || strings.HasPrefix(name, ".well-known/") {
		notFound(w, q)
		return
	}
	if strings.HasPrefix(name, "assets/") || path.Ext(name) != "" {
		content, err := fs.ReadFile(a.files, name)
		if err != nil {
			http.NotFound(w, q)
			return
		}
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		http.ServeContent(w, q, name, time.Time{}, bytes.NewReader(content))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(a.page)
}

// notFound: API paths never answer a page.
func notFound(w http.ResponseWriter, q *http.Request) {
	httpx.WriteError(w, q, errs.New(errs.NotFound, "no_such_endpoint", "no such endpoint; GET /v1/openapi.json lists them all"))
}
