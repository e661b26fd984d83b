package httpx

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// Outward is a client for addresses that somebody else has named, such as those of callbacks. It connects to
// public addresses only, and to those the operator allows: what it is about to connect to is looked at, after names
// were resolved, so that no name leads inside. It follows no redirects and uses no proxy of the environment.
func Outward(timeout time.Duration, allowed ...netip.Prefix) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("%q is no address: %w", address, err)
		}
		if !outside(to.Addr(), allowed) {
			return ErrInside
		}
		return nil
	}}
	return &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: timeout, ResponseHeaderTimeout: timeout,
			MaxIdleConns: 20, IdleConnTimeout: 30 * time.Second, MaxResponseHeaderBytes: 64 << 10,
		},
	}
}

// Inside tells of a host that is written as a number and leads where Outward does not connect. Of names nothing is known before
// they are resolved.
func Inside(host string, allowed ...netip.Prefix) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && !outside(a, allowed)
}

// ErrInside says that an address is not public and not allowed.
var ErrInside = errors.New("this address is inside the operator's network, where callbacks do not go")

// reserved are networks that are neither private nor the like by their kind, and yet not the public's.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network (RFC 1122)
	netip.MustParsePrefix("100.64.0.0/10"),   // carriers' and clouds' inside (RFC 6598)
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments (RFC 6890)
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation (RFC 5737)
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks (RFC 2544)
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
	netip.MustParsePrefix("2001::/23"),       // protocol assignments, among them IPv4 inside of Teredo (RFC 2928, 4380)
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // IPv4 inside of 6to4 (RFC 3056)
	netip.MustParsePrefix("3fff::/20"),       // documentation (RFC 9637)
}

// public6 are the public addresses of IPv6 (RFC 4291). Outside of it are, beside what has a kind, IPv4 behind
// translators (64:ff9b::/96, RFC 6052, and its like) and the sites of old (fec0::/10).
var public6 = netip.MustParsePrefix("2000::/3")

// outside tells whether an address is the public's, or allowed. A zone is taken off first, for no network contains
// an address with one.
func outside(a netip.Addr, allowed []netip.Prefix) bool {
	a = a.WithZone("").Unmap()
	for _, p := range allowed {
		if p.Contains(a) {
			return true
		}
	}
	for _, p := range reserved {
		if p.Contains(a) {
			return false
		}
	}
	if a.Is6() && (!public6.Contains(a) || tunnels(a)) {
		return false
	}
	return a.IsGlobalUnicast() && !a.IsPrivate()
}

// tunnels tells of an address that says by its form which IPv4 address its packets are carried to (ISATAP, RFC 5214).
func tunnels(a netip.Addr) bool {
	b := a.As16()
	return b[8]&^2 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe
}
