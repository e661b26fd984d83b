package httpx

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// LimitBody ends the reading of a body after limit bytes, whatever the endpoint allows itself.
func LimitBody(limit int64) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, limit)
			next.ServeHTTP(w, r)
		})
	}
}

// Timeout gives every request a deadline, but for those that stream. What fails by it is answered 503.
func Timeout(after time.Duration, streams func(*http.Request) bool) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if streams(r) {
				next.ServeHTTP(w, r)
				return
			}
			ctx, cancel := context.WithTimeout(r.Context(), after)
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

// Streams reports whether a request asks for an event stream or a WebSocket.
func Streams(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), eventStream) || strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// Policy is what browsers are told to allow our pages.
type Policy struct {
	Secure  bool     // people reach us over TLS: they shall stay there
	Connect []string // further origins that pages talk to, such as a video server
}

// SecurityHeaders sends the policy with every answer; a handler with other needs sets its own header.
func SecurityHeaders(p Policy) Middleware {
	csp := strings.Join([]string{
		"default-src 'self'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"style-src 'self' 'unsafe-inline'", // formulas and the editor place their parts by style attributes
		"img-src 'self' data: blob:",
		"font-src 'self' data:",
		"media-src 'self' blob:",
		strings.Join(append([]string{"connect-src 'self'"}, p.Connect...), " "),
		"worker-src 'self' blob:",
		"object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
	}, "; ")
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Security-Policy", csp)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("X-Frame-Options", "DENY")
			h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), geolocation=()")
			if p.Secure {
				h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
			}
			next.ServeHTTP(w, r)
		})
	}
}
