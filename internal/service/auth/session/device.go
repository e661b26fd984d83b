package session

import (
	"context"
	"net/http"
	"net/netip"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Device is what a request tells about where it comes from.
type Device struct {
	Address string // network address
	Agent   string // User-Agent
}

// maxDevice bounds what is stored of a User-Agent.
const maxDevice = 200

func (d Device) label() string {
	name := []rune(strings.ToValidUTF8(strings.ReplaceAll(d.Agent, "\x00", ""), ""))
	return string(name[:min(len(name), maxDevice)])
}

// Device is what the request of ctx comes from.
func (s *Service) Device(ctx context.Context) Device {
	r := jsonapi.Request(ctx)
	return Device{Address: clientAddress(r, s.proxies), Agent: r.UserAgent()}
}

// clientAddress is who connected or, when that is one of our proxies, whom the proxies say they speak for:
// the last address of X-Forwarded-For that is no proxy of ours. What stands before it the client may have made up.
func clientAddress(r *http.Request, proxies []netip.Prefix) string {
	connected, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	address := connected.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && within(address, proxies); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = hop.Unmap()
	}
	return address.String()
}

func within(address netip.Addr, networks []netip.Prefix) bool {
	for _, network := range networks {
		if network.Contains(address) {
			return true
		}
	}
	return false
}

// Network is the address, or its /64 for IPv6, where one household has billions of addresses.
func (d Device) Network() string {
	ip, err := netip.ParseAddr(d.Address)
	if err != nil {
		return "unknown"
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	prefix, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return "unknown"
	}
	return prefix.String()
}

// parseNetworks reads addresses and prefixes such as 10.0.0.0/8.
func parseNetworks(texts []string) ([]netip.Prefix, error) {
	var networks []netip.Prefix
	for _, text := range texts {
		if address, err := netip.ParseAddr(text); err == nil {
			networks = append(networks, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, err
		}
		networks = append(networks, network.Masked())
	}
	return networks, nil
}
