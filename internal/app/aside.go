package app

import (
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// refuseDropins answers 404 at the paths of other products' interfaces that are not served: the browser's router knows none of
// them, and a client that got the app's page would not see what is wrong.
func refuseDropins(outside *http.ServeMux, c module.DropinConfig) {
	for flag, paths := range c.Refused() {
		mount(outside, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			httpx.WriteError(w, q, errs.New(errs.NotFound, "no_such_endpoint", "this interface is not served here: codecraft serve %s", flag))
		}), paths...)
	}
}

// mount serves a handler at its paths and below.
func mount(mux *http.ServeMux, h http.Handler, paths ...string) {
	for _, path := range paths {
		mux.Handle(path, h)
		mux.Handle(path+"/", h)
	}
}

// aside serves what mux knows before anything else of the chain, and hands the rest on.
func aside(mux *http.ServeMux) httpx.Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, pattern := mux.Handler(r); pattern != "" {
				mux.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
