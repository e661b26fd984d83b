package httpx_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

func TestCORS(t *testing.T) {
	const origin, other = "https://app.example.com", "https://evil.example"
	preflight := []string{"Access-Control-Request-Method: PATCH"}
	for says, c := range map[string]struct {
		allowed      []string
		method, path string
		header       []string
		status       int
		origin, vary string
	}{
		"off by default":                      {nil, "GET", "/v1/x", []string{"Origin: " + origin}, 200, "", ""},
		"off, a preflight is an OPTIONS":      {nil, "OPTIONS", "/v1/x", append(preflight, "Origin: "+origin), 200, "", ""},
		"an origin that is named":             {[]string{origin}, "GET", "/v1/x", []string{"Origin: " + origin}, 200, origin, "Origin"},
		"an origin that is not":               {[]string{origin}, "GET", "/v1/x", []string{"Origin: " + other}, 200, "", "Origin"},
		"an origin that begins like it":       {[]string{origin}, "GET", "/v1/x", []string{"Origin: " + origin + ".evil.example"}, 200, "", "Origin"},
		"no origin":                           {[]string{origin}, "GET", "/v1/x", []string{"A: b"}, 200, "", "Origin"},
		"the origin null":                     {[]string{origin}, "GET", "/v1/x", []string{"Origin: null"}, 200, "", "Origin"},
		"a preflight is answered":             {[]string{origin}, "OPTIONS", "/v1/x", append(preflight, "Origin: "+origin), 204, origin, "Origin"},
		"a foreign preflight is not":          {[]string{origin}, "OPTIONS", "/v1/x", append(preflight, "Origin: "+other), 200, "", "Origin"},
		"an OPTIONS that is no preflight":     {[]string{origin}, "OPTIONS", "/v1/x", []string{"Origin: " + origin}, 200, origin, "Origin"},
		"pages are not for other origins":     {[]string{"*"}, "GET", "/problems", []string{"Origin: " + origin}, 200, "", ""},
		"everybody":                           {[]string{"*"}, "GET", "/v1/x", []string{"Origin: " + other}, 200, "*", ""},
		"everybody, beside one that is named": {[]string{origin, "*"}, "OPTIONS", "/v1/x", append(preflight, "Origin: "+origin), 204, "*", ""},
	} {
		t.Run(says, func(t *testing.T) {
			h := httpx.CORS(c.allowed, "/v1/")(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
			w := serve(h, request(t, c.method, c.path, "", c.header...))
			got := w.Header()
			if w.Code != c.status || got.Get("Access-Control-Allow-Origin") != c.origin || got.Get("Vary") != c.vary {
				t.Errorf("answered %d %v", w.Code, got)
			}
			if _, sent := got["Access-Control-Allow-Credentials"]; sent {
				t.Error("credentials are allowed")
			}
			if allows := strings.Contains(got.Get("Access-Control-Allow-Methods"), "PATCH") && strings.Contains(got.Get("Access-Control-Allow-Headers"), "Authorization"); allows != (c.status == 204) {
				t.Errorf("the preflight was told %v", got)
			}
			if reads := strings.Contains(got.Get("Access-Control-Expose-Headers"), "RateLimit"); reads != (c.status == 200 && c.origin != "") {
				t.Errorf("may read %q", got.Get("Access-Control-Expose-Headers"))
			}
		})
	}
}

func TestOrigin(t *testing.T) {
	for s, want := range map[string]bool{
		"https://app.example.com": true, "http://localhost:3000": true, "*": false, "null": false, "app.example.com": false,
		"https://app.example.com/": false, "https://App.example.com": false, "ftp://x": false, "https://": false, "https://u@x": false, "https://x?a": false,
	} {
		if got := httpx.Origin(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
