package auth_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// browserOf signs somebody in with cookies over TLS.
func browserOf(w *world, email string) (*caller, answer) {
	c := w.caller()
	c.header["Origin"] = "https://code.example.org"
	a := c.post("sessions", fields{"email": email, "password": password, "useCookies": true}).must(w.t, 201)
	c.header[httpx.CSRFHeader] = c.cookies["__Host-"+httpx.CSRFCookie].Value
	return c, a
}

func secureWorld(t *testing.T) *world {
	w := newWorld(t, harness.Database(t)("auth"), func(c *auth.Config) { c.Sessions.SecureCookies = true })
	w.seed()
	return w
}

func TestABrowserHoldsItsTokensInCookies(t *testing.T) {
	w := secureWorld(t)
	c, a := browserOf(w, "author@example.org")
	for _, secret := range []string{"accessToken", "refreshToken", "ccr_"} {
		if strings.Contains(a.body, secret) {
			t.Errorf("the document shows %s: %s", secret, a.body)
		}
	}
	for name, hidden := range map[string]bool{httpx.AccessCookie: true, httpx.RefreshCookie: true, httpx.CSRFCookie: false} {
		cookie := c.cookies["__Host-"+name]
		if cookie == nil || cookie.HttpOnly != hidden || !cookie.Secure || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" {
			t.Errorf("cookie %s: %+v", name, cookie)
		}
	}
	if a.text("csrfToken") != c.header[httpx.CSRFHeader] {
		t.Error("the document names another CSRF token than the cookie")
	}
	if now := c.get("/v1/sessions/current").must(t, 200); now.text("csrfToken") != c.header[httpx.CSRFHeader] {
		t.Error("the current session names another CSRF token than the cookie")
	}
}

func TestABrowserChangesNothingForAnotherSite(t *testing.T) {
	for says, c := range map[string]struct {
		name, value string
		fault       string
	}{
		"without the CSRF token":        {httpx.CSRFHeader, "", "csrf_token " + httpx.CSRFHeader},
		"with another's CSRF token":     {httpx.CSRFHeader, "guessed", "csrf_token " + httpx.CSRFHeader},
		"from a page of another site":   {"Origin", "https://evil.example", "cross_origin Origin"},
		"from a page that hides itself": {"Origin", "null", "cross_origin Origin"},
	} {
		t.Run(says, func(t *testing.T) {
			w := secureWorld(t)
			browser, _ := browserOf(w, "author@example.org")
			browser.header[c.name] = c.value
			if a := browser.delete("/v1/sessions/current").must(t, 403); a.fault() != c.fault {
				t.Errorf("refused with %s", a.fault())
			}
			w.clock.pass(time.Minute)
			delete(browser.header, "Origin")
			browser.get("/v1/sessions/current").must(t, 200)
		})
	}
}

func TestAnotherSiteCannotSignABrowserInOrRefreshIt(t *testing.T) {
	w := secureWorld(t)
	c := w.caller()
	c.header["Origin"] = "https://evil.example"
	c.post("sessions", fields{"email": "author@example.org", "password": password, "useCookies": true}).must(t, 403)
	browser, _ := browserOf(w, "author@example.org")
	w.clock.pass(10 * time.Minute)
	browser.header["Origin"] = "https://evil.example"
	browser.post("session-refreshes", fields{}).must(t, 403)
}

func TestABrowserIsRefreshedByItsCookie(t *testing.T) {
	w := secureWorld(t)
	c, _ := browserOf(w, "author@example.org")
	before := c.cookies["__Host-"+httpx.RefreshCookie].Value
	w.clock.pass(10 * time.Minute)
	delete(c.cookies, "__Host-"+httpx.AccessCookie) // its Max-Age is over
	c.get("/v1/sessions/current").must(t, 401)
	a := c.post("session-refreshes", fields{}).must(t, 201)
	if strings.Contains(a.body, "ccr_") || c.cookies["__Host-"+httpx.RefreshCookie].Value == before {
		t.Errorf("refreshed: %s", a.body)
	}
	c.get("/v1/sessions/current").must(t, 200)
	w.caller().post("session-refreshes", fields{}).must(t, 401)
}

func TestSigningOutClearsTheCookies(t *testing.T) {
	for says, pass := range map[string]time.Duration{"in time": 0, "when the access token has ended": 11 * time.Minute} {
		t.Run(says, func(t *testing.T) {
			w := secureWorld(t)
			c, _ := browserOf(w, "author@example.org")
			refresh := c.cookies["__Host-"+httpx.RefreshCookie].Value
			w.clock.pass(pass)
			c.delete("/v1/sessions/current").must(t, 204)
			if len(c.cookies) > 0 {
				t.Errorf("left behind: %v", c.cookies)
			}
			w.caller().post("session-refreshes", fields{"refreshToken": refresh}).must(t, 401)
			if w.audited("session.refresh_reused") > 0 {
				t.Error("an ended session's token counts as reuse")
			}
		})
	}
}
