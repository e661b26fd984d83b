package jsonapi

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// RouterErrors serves mux, turns its own plain-text 404 and 405 into error documents, and notes the pattern
// of each request for logs and metrics.
func RouterErrors(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" {
			httpx.SetRoute(r.Context(), pattern)
			mux.ServeHTTP(w, r)
			return
		}
		probe := &discard{header: http.Header{}, status: http.StatusOK}
		mux.ServeHTTP(probe, r)
		switch allow := probe.header.Get("Allow"); {
		case probe.status < http.StatusBadRequest: // a redirect to the clean path
			mux.ServeHTTP(w, r)
		case allow != "":
			w.Header().Set("Allow", allow)
			httpx.WriteError(w, r, errs.New(errs.NotAllowed, "method_not_allowed", "this path takes %s", allow))
		case probe.status == http.StatusNotFound:
			httpx.WriteError(w, r, errs.New(errs.NotFound, "no_such_path", "nothing is served at this path"))
		default:
			httpx.WriteError(w, r, errs.New(errs.Malformed, "bad_path", "this path cannot be read"))
		}
	})
}

// discard takes the mux's answer to look at it.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
