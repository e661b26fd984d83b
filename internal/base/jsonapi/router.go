package jsonapi

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// RouterErrors turns the mux's own plain-text 404 and 405 into error documents.
func RouterErrors(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		rec := &discard{h: http.Header{}, status: 404}
		mux.ServeHTTP(rec, r)
		if rec.status < 400 { // redirects
			mux.ServeHTTP(w, r)
			return
		}
		if a := rec.h.Get("Allow"); a != "" {
			w.Header().Set("Allow", a)
		}
		httpx.WriteError(w, r, fault(rec.status, "no_endpoint", "no such endpoint", nil))
	})
}

type discard struct {
	h      http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.h }
func (d *discard) WriteHeader(s int)           { d.status = s }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
