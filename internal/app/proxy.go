package app

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

// passedMethods are those passed on, one by one: a pattern for all methods would contradict the web app's "GET /". GET covers HEAD.
var passedMethods = []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete, http.MethodOptions}

// passOn mounts, for each module that runs elsewhere, the paths that it registers; those of video and of the
// drop-in interfaces stand outside of sessions here, too.
func passOn(mux, outside *http.ServeMux, c Config, log *slog.Logger) error {
	for _, m := range modules() {
		paths := m.paths()
		if c.runs(m.name) || len(paths) == 0 {
			continue
		}
		address := c.Upstreams[m.name]
		if address == "" {
			return fmt.Errorf("--upstreams: web runs without %s, so say where it is: %s=http://host:port", m.name, m.name)
		}
		to, err := url.Parse(address)
		if err != nil || to.Host == "" {
			return fmt.Errorf("--upstreams: %s=%q is no address", m.name, address)
		}
		proxy := reverse(m.name, to, log)
		mount(outside, proxy, m.aside...)
		if m.name == "execution" {
			mount(outside, proxy, c.Paths()...)
		}
		for _, path := range paths {
			for _, method := range passedMethods {
				mux.Handle(method+" "+path, proxy)
				mux.Handle(method+" "+path+"/", proxy)
			}
		}
	}
	return nil
}

// reverse passes requests on, WebSockets and event streams included (they are flushed as they come).
func reverse(name string, to *url.URL, log *slog.Logger) http.Handler {
	return &httputil.ReverseProxy{
		FlushInterval: -1,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host // cookies and Origin are checked against the address people see
			r.SetXForwarded()
			r.Out.Header.Set("X-Request-Id", httpx.RequestID(r.In.Context()))
			if parent := traces.Parent(r.In.Context()); parent != "" {
				r.Out.Header.Set(traces.Header, parent)
			}
		},
		ModifyResponse: func(r *http.Response) error {
			if traces.ID(r.Request.Context()) != "" {
				r.Header.Del(httpx.TraceHeader) // said already
			}
			for _, name := range httpx.CORSHeaders {
				r.Header.Del(name)
			}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, q *http.Request, err error) {
			if q.Context().Err() == nil { // else the client has gone
				log.Warn("upstream", "service", name, "error", err)
			}
			httpx.WriteError(w, q, errs.New(errs.Unavailable, "service_unavailable", "the %s service does not answer; try again shortly", name).After(2e9))
		},
	}
}
