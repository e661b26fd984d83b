package httpx

import (
	"crypto/rand"
	"net/http"
	"time"
)

// The names of the cookies, and of the header that must repeat the last of them. Over TLS the cookies'
// names begin with __Host-.
const (
	AccessCookie  = "codecraft_access"
	RefreshCookie = "codecraft_refresh"
	CSRFCookie    = "codecraft_csrf"
	CSRFHeader    = "X-CSRF-Token"
)

// Cookies sets and reads the cookies of browser sessions. Secure is set when people reach the server over
// TLS, be it ended by a proxy: then the names are bound to the host and nothing else may set them.
type Cookies struct{ Secure bool }

// Session is what a browser holds: both tokens out of scripts' reach.
type Session struct {
	Access, Refresh       string // an empty one is not set
	AccessFor, RefreshFor time.Duration
}

// Set gives a browser its session, with a fresh CSRF token beside it.
func (c Cookies) Set(h http.Header, s Session) {
	if s.Access != "" {
		c.add(h, AccessCookie, s.Access, s.AccessFor, true)
	}
	if s.Refresh != "" {
		c.add(h, RefreshCookie, s.Refresh, s.RefreshFor, true)
	}
	c.add(h, CSRFCookie, rand.Text(), max(s.AccessFor, s.RefreshFor), false)
}

// Clear takes the session from a browser.
func (c Cookies) Clear(h http.Header) {
	for _, name := range []string{AccessCookie, RefreshCookie, CSRFCookie} {
		c.add(h, name, "", -time.Second, name != CSRFCookie)
	}
}

// Access is the access token a browser sent, or "".
func (c Cookies) Access(r *http.Request) string { return c.read(r, AccessCookie) }

// Refresh is the refresh token a browser sent, or "".
func (c Cookies) Refresh(r *http.Request) string { return c.read(r, RefreshCookie) }

func (c Cookies) name(name string) string {
	if c.Secure {
		return "__Host-" + name
	}
	return name
}

// add sets a cookie for the whole site: __Host- names allow no narrower path. A browser sends it along when
// a person follows a link from an invitation mail, but never on another site's posts.
func (c Cookies) add(h http.Header, name, value string, lasts time.Duration, hidden bool) {
	cookie := http.Cookie{
		Name: c.name(name), Value: value, Path: "/", MaxAge: int(lasts.Seconds()),
		Secure: c.Secure, HttpOnly: hidden, SameSite: http.SameSiteLaxMode,
	}
	h.Add("Set-Cookie", cookie.String())
}

func (c Cookies) read(r *http.Request, name string) string {
	cookie, err := r.Cookie(c.name(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}
