package httpx_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// verifier knows one token.
type verifier string

func (v verifier) Verify(_ context.Context, token string) (identity.Principal, error) {
	switch {
	case token == "broken":
		return identity.Principal{}, errors.New("the keys cannot be had")
	case token != string(v):
		return identity.Principal{}, errs.New(errs.Unauthorized, "token_invalid", "sign in again")
	}
	return identity.Principal{Organization: "o", User: "u", Role: identity.Owner}, nil
}

func TestAuthenticate(t *testing.T) {
	const good, csrf = "codecraft_access=good", "codecraft_csrf=c"
	cookie := "Cookie: " + good + "; " + csrf
	for says, c := range map[string]struct {
		method  string
		headers []string
		status  int
		who     string
		source  string
	}{
		"no token is nobody":                      {"POST", nil, 200, "", ""},
		"a bearer is who the token says":          {"POST", []string{"Authorization: Bearer good"}, 200, "u", ""},
		"the scheme may be written in small":      {"GET", []string{"Authorization: bearer good"}, 200, "u", ""},
		"a bad bearer is refused":                 {"GET", []string{"Authorization: Bearer bad"}, 401, "", "Authorization"},
		"a bad bearer is refused beside a cookie": {"GET", []string{"Authorization: Bearer bad", cookie}, 401, "", "Authorization"},
		"a socket brings it among its protocols":  {"GET", []string{"Upgrade: websocket", "Sec-WebSocket-Protocol: codecraft, bearer.good", cookie}, 200, "u", ""},
		"a bad one of a socket is refused":        {"GET", []string{"Upgrade: websocket", "Sec-WebSocket-Protocol: codecraft, bearer.bad", cookie}, 401, "", "Authorization"},
		"only a socket brings it so":              {"GET", []string{"Sec-WebSocket-Protocol: codecraft, bearer.good"}, 200, "", ""},
		"another scheme is refused":               {"GET", []string{"Authorization: Basic Zm9v"}, 401, "", "Authorization"},
		"a failure of the verifier is internal":   {"GET", []string{"Authorization: Bearer broken"}, 500, "", ""},
		"a cookie reads":                          {"GET", []string{cookie}, 200, "u", ""},
		"an ended cookie is nobody":               {"POST", []string{"Cookie: codecraft_access=old"}, 200, "", ""},
		"a cookie writes from our page":           {"POST", []string{cookie, "X-CSRF-Token: c", "Origin: http://example.com"}, 200, "u", ""},
		"same-origin will do for an origin":       {"POST", []string{cookie, "X-CSRF-Token: c", "Sec-Fetch-Site: same-origin"}, 200, "u", ""},
		"a configured origin writes":              {"POST", []string{cookie, "X-CSRF-Token: c", "Origin: https://app.example.org"}, 200, "u", ""},
		"without the header it is refused":        {"POST", []string{cookie, "Origin: http://example.com"}, 403, "", "X-CSRF-Token"},
		"a wrong header is refused":               {"PATCH", []string{cookie, "X-CSRF-Token: d", "Origin: http://example.com"}, 403, "", "X-CSRF-Token"},
		"an empty pair is refused":                {"DELETE", []string{"Cookie: " + good, "X-CSRF-Token: ", "Origin: http://example.com"}, 403, "", "X-CSRF-Token"},
		"another site is refused":                 {"POST", []string{cookie, "X-CSRF-Token: c", "Origin: http://evil.example"}, 403, "", "Origin"},
		"a hidden origin is refused":              {"POST", []string{cookie, "X-CSRF-Token: c", "Origin: null"}, 403, "", "Origin"},
		"a cross-site fetch is refused":           {"POST", []string{cookie, "X-CSRF-Token: c", "Sec-Fetch-Site: cross-site"}, 403, "", "Sec-Fetch-Site"},
		"no origin at all is refused":             {"POST", []string{cookie, "X-CSRF-Token: c"}, 403, "", "Origin"},
	} {
		t.Run(says, func(t *testing.T) {
			var who string
			h := httpx.Authenticate(verifier("good"), httpx.Cookies{}, httpx.Origins{Allowed: []string{"https://app.example.org"}})(
				http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { who = string(identity.From(r.Context()).User) }))
			w := serve(h, request(t, c.method, "/", "", c.headers...))
			if w.Code != c.status || who != c.who {
				t.Fatalf("answered %d for %q: %s", w.Code, who, w.Body)
			}
			if c.source != "" && first(t, w).Source.Header != c.source {
				t.Errorf("the error is at %+v", first(t, w).Source)
			}
			if (w.Header().Get("WWW-Authenticate") != "") != (w.Code == 401) {
				t.Errorf("WWW-Authenticate is %q with %d", w.Header().Get("WWW-Authenticate"), w.Code)
			}
		})
	}
}

func TestCheckOrigin(t *testing.T) {
	for says, c := range map[string]struct {
		headers []string
		refused bool
	}{
		"a client that is no browser":  {nil, false},
		"our own page":                 {[]string{"Origin: http://example.com"}, false},
		"an address typed by a person": {[]string{"Sec-Fetch-Site: none"}, false},
		"another site":                 {[]string{"Origin: http://evil.example"}, true},
		"another site by its fetch":    {[]string{"Sec-Fetch-Site: cross-site"}, true},
	} {
		if err := (httpx.Origins{}).CheckOrigin(request(t, "GET", "/", "", c.headers...)); (err != nil) != c.refused {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func TestCookies(t *testing.T) {
	for _, secure := range []bool{false, true} {
		cookies := httpx.Cookies{Secure: secure}
		h := http.Header{}
		cookies.Set(h, httpx.Session{Access: "a", Refresh: "r", AccessFor: time.Minute, RefreshFor: time.Hour})
		r := request(t, "GET", "/", "")
		set := (&http.Response{Header: h}).Cookies()
		for _, c := range set {
			if c.Path != "/" || c.Secure != secure || c.HttpOnly == strings.HasSuffix(c.Name, "csrf") || strings.HasPrefix(c.Name, "__Host-") != secure || c.MaxAge < 60 || c.Domain != "" {
				t.Errorf("set %s", c)
			}
			r.AddCookie(c)
		}
		if len(set) != 3 || cookies.Access(r) != "a" || cookies.Refresh(r) != "r" {
			t.Errorf("%d cookies, access %q, refresh %q", len(set), cookies.Access(r), cookies.Refresh(r))
		}
		if !secure == (httpx.Cookies{Secure: true}.Access(r) != "") {
			t.Error("a cookie without the host's prefix was taken over TLS")
		}
		h = http.Header{}
		cookies.Clear(h)
		for _, c := range (&http.Response{Header: h}).Cookies() {
			if c.MaxAge >= 0 || c.Value != "" {
				t.Errorf("cleared by %s", c)
			}
		}
	}
}
