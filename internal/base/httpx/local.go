package httpx

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
)

// Local reports whether a request was made to this machine by its own name and, when a page made it, by a page of this
// machine. It is for addresses that ask for no token: they listen on loopback, but any page that somebody visits can send
// requests there, and with a name of its own that resolves to loopback it would even read the answers.
func Local(r *http.Request) bool {
	if !loopbackHost(r.Host) {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && loopbackHost(u.Host)
}

// loopbackHost takes a host with or without a port.
func loopbackHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	} else if n := len(host); n > 2 && host[0] == '[' && host[n-1] == ']' {
		host = host[1 : n-1]
	}
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}
