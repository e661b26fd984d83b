package httpx

import (
	"net/netip"
	"testing"
)

// TestAddressesInsideOfAddresses: a zone, or an address of the old kind within one of the new, hides nothing.
func TestAddressesInsideOfAddresses(t *testing.T) {
	for _, a := range []string{
		"fe80::1%eth0", "fd00::1%eth0", "2002:7f00:1::%lo", "64:ff9b::a00:1%1", "2001:db8::1%x", "::ffff:10.0.0.1", "fec0::1", "feff::1%eth0",
		"::10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:a00:1::1", "2001::a00:1", "2001:10::1", "2001:0:a00:1::f5ff:fffe",
		"2620:4f:8000::5efe:10.0.0.1", "2606:4700::200:5efe:127.0.0.1", "::ffff:0:10.0.0.1", "100::1", "5f00::1", "3fff::1", "4000::1",
	} {
		if outside(netip.MustParseAddr(a), nil) {
			t.Errorf("%s is thought to be outside", a)
		}
	}
	for _, a := range []string{"1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::200e%eth0", "2001:4860:4860::8888"} {
		if !outside(netip.MustParseAddr(a), nil) {
			t.Errorf("%s is thought to be inside", a)
		}
	}
	if !outside(netip.MustParseAddr("fd00::1%eth0"), []netip.Prefix{netip.MustParsePrefix("fd00::/8")}) {
		t.Error("a zone keeps an address from being allowed")
	}
}
