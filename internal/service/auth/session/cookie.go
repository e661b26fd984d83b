package session

import (
	"net/url"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// origins are the pages that may use cookies: those of the server's own address and of PublicURL.
func (s *Service) origins() httpx.Origins {
	site, err := url.Parse(s.publicURL)
	if err != nil { // refused when the settings are read
		return httpx.Origins{}
	}
	return httpx.Origins{Allowed: []string{site.Scheme + "://" + site.Host}}
}

func (s *Service) cookies() httpx.Cookies { return httpx.Cookies{Secure: s.config.SecureCookies} }

// csrfCookie is the name the browser has for it: bound to the host over TLS.
func (s *Service) csrfCookie() string {
	if s.config.SecureCookies {
		return "__Host-" + httpx.CSRFCookie
	}
	return httpx.CSRFCookie
}
