package httpx

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// What pages of other origins may send and read, beyond what browsers allow every page.
var (
	corsMethods = strings.Join([]string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete}, ", ")
	corsSend    = strings.Join([]string{"Accept", "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Last-Event-ID", "Traceparent", "X-Request-Id"}, ", ")
	corsRead    = strings.Join([]string{"Deprecation", "ETag", "Idempotency-Replayed", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "Sunset", "X-Request-Id", TraceHeader}, ", ")
)

// CORSHeaders are those that a proxy takes off what is behind it, since it says them itself: browsers refuse two.
var CORSHeaders = []string{"Access-Control-Allow-Origin", "Access-Control-Expose-Headers"}

// CORS lets pages of the origins read the API below prefix; "*" is every origin, none at all is nobody. They use bearer
// tokens: credentials are never allowed, so that no browser sends our cookies along for them, whatever the origin.
func CORS(origins []string, prefix string) Middleware {
	everybody := slices.Contains(origins, "*")
	return func(next http.Handler) http.Handler {
		if len(origins) == 0 {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasPrefix(r.URL.Path, prefix) {
				next.ServeHTTP(w, r)
				return
			}
			h, origin := w.Header(), r.Header.Get("Origin")
			if !everybody {
				h.Add("Vary", "Origin") // also without one: a cache must not give that answer to a page
			}
			if origin == "" || !everybody && !slices.Contains(origins, strings.ToLower(origin)) {
				next.ServeHTTP(w, r)
				return
			}
			h.Set("Access-Control-Allow-Origin", origin)
			if everybody {
				h.Set("Access-Control-Allow-Origin", "*")
			}
			if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
				h.Set("Access-Control-Allow-Methods", corsMethods)
				h.Set("Access-Control-Allow-Headers", corsSend)
				h.Set("Access-Control-Max-Age", "600")
				w.WriteHeader(http.StatusNoContent)
				return
			}
			h.Set("Access-Control-Expose-Headers", corsRead)
			next.ServeHTTP(w, r)
		})
	}
}

// Origin tells whether s is an origin as browsers write it, such as https://app.example.com.
func Origin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && s == u.Scheme+"://"+strings.ToLower(u.Host)
}
