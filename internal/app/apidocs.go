package app

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"time"

	swagger "github.com/swaggest/swgui/v5emb"
)

// The page that shows the API's documents is our own, for the library's has a script inside, which the security policy of
// our pages refuses. What Swagger UI itself needs is the library's.
//
//go:embed apidocs
var apidocs embed.FS

// mountAPIDocs serves Swagger UI at /docs, over the document of all services and over each one's.
func mountAPIDocs(mux *http.ServeMux, services []string) error {
	own, err := fs.Sub(apidocs, "apidocs")
	if err != nil {
		return err
	}
	page, err := template.ParseFS(own, "index.html")
	if err != nil {
		return err
	}
	var filled bytes.Buffer
	if err := page.Execute(&filled, services); err != nil {
		return err
	}
	mux.HandleFunc("GET /docs/{$}", func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		http.ServeContent(w, q, "index.html", time.Time{}, bytes.NewReader(filled.Bytes()))
	})
	for _, name := range []string{"start.js", "start.css"} {
		mux.HandleFunc("GET /docs/"+name, func(w http.ResponseWriter, q *http.Request) { http.ServeFileFS(w, q, own, name) })
	}
	mux.Handle("GET /docs/", swagger.New("CodeCraft API", "/v1/openapi.json", "/docs/"))
	mux.Handle("GET /docs", http.RedirectHandler("/docs/", http.StatusMovedPermanently))
	return nil
}
