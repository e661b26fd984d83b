package app

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/prometheus/client_golang/prometheus"

	folder "github.com/codecraft-hq/codecraft/internal/base/mail"
)

func TestTheWebAppIsServed(t *testing.T) {
	const page = "<!doctype html><title>CodeCraft</title>"
	files := fstest.MapFS{
		"index.html":          {Data: []byte(page)},
		"assets/app-1a2b.js":  {Data: []byte("console.log(1)")},
		"assets/app-1a2b.css": {Data: []byte("a{}")},
		"favicon.svg":         {Data: []byte("<svg/>")},
	}
	tests := map[string]struct {
		path        string
		status      int
		contentType string
		cache       string
		body        string
	}{
		"the page is never from a cache":           {"/", 200, "text/html", "no-cache", page},
		"the browser's router knows other paths":   {"/assessments/0190d3c0", 200, "text/html", "no-cache", page},
		"assets are kept for ever":                 {"/assets/app-1a2b.js", 200, "text/javascript", "public, max-age=31536000, immutable", "console.log(1)"},
		"styles too":                               {"/assets/app-1a2b.css", 200, "text/css", "public, max-age=31536000, immutable", "a{}"},
		"other files are asked for again":          {"/favicon.svg", 200, "image/svg+xml", "", "<svg/>"},
		"an asset of another build is no page":     {"/assets/app-9999.js", 404, "text/plain", "", ""},
		"a file that is not there is no page":      {"/robots.txt", 404, "text/plain", "", ""},
		"an API path that is not there is no page": {"/v1/nope", 404, "application/vnd.api+json", "", `"no_such_endpoint"`},
		"nor is a well-known one":                  {"/.well-known/nope", 404, "application/vnd.api+json", "", `"no_such_endpoint"`},
		"a path does not leave the folder":         {"/assets/../../etc/passwd.txt", 404, "text/plain", "", ""},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			app{files: files, page: []byte(page)}.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, c.path, nil))
			if w.Code != c.status || !strings.HasPrefix(w.Header().Get("Content-Type"), c.contentType) || w.Header().Get("Cache-Control") != c.cache && c.status == 200 {
				t.Errorf("status %d, %q, cached %q", w.Code, w.Header().Get("Content-Type"), w.Header().Get("Cache-Control"))
			}
			if !strings.Contains(w.Body.String(), c.body) || c.status != 200 && strings.Contains(w.Body.String(), page) {
				t.Errorf("body %q", w.Body)
			}
			if c.status != 200 && strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
				t.Error("that something is missing is kept for ever")
			}
		})
	}
}

// front is everything this process serves, without any service behind it.
func front(t *testing.T, demo bool) http.Handler {
	t.Helper()
	return measuredFront(t, demo, prometheus.NewRegistry())
}

func measuredFront(t *testing.T, demo bool, registry *prometheus.Registry, parts ...builtPart) http.Handler {
	t.Helper()
	c := Config{Services: []string{"all"}, Addr: "127.0.0.1:0", Demo: demo}
	s := &system{
		config: c, log: slog.New(slog.DiscardHandler), registry: registry,
		mails: folder.Folder{Dir: t.TempDir(), From: mail.Address{Address: "a@b.example"}},
	}
	handler, err := s.handler(parts, func(context.Context) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func TestTheMailboxIsThereInADemoOnly(t *testing.T) {
	for name, c := range map[string]struct {
		demo   bool
		status int
		code   string
	}{
		"without a demo nobody finds it": {false, http.StatusNotFound, `"no_such_`},
		"in a demo strangers sign in":    {true, http.StatusUnauthorized, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/v1/mails", "/v1/mails/1"} {
				w := httptest.NewRecorder()
				front(t, c.demo).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
				if w.Code != c.status || w.Header().Get("Content-Type") != "application/vnd.api+json" || !strings.Contains(w.Body.String(), c.code) {
					t.Errorf("%s: status %d, want %d: %s", path, w.Code, c.status, w.Body)
				}
			}
		})
	}
}

func TestTheDocumentsAreServed(t *testing.T) {
	handler := front(t, false)
	for path, holds := range map[string]string{"/v1/openapi.json": `"/v1/runs"`, "/v1/openapi/auth.json": `"/v1/sessions"`, "/docs/": "swagger", "/healthz": "ok"} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), holds) {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}
