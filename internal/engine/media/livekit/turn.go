package livekit

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"time"

	"github.com/livekit/livekit-server/pkg/config"
)

// relayedFor is how long somebody may use a TURN server: a connection that lasts longer would be cut.
const relayedFor = 12 * time.Hour

// TURN is a server that passes media on for browsers whose firewall lets nothing else through.
type TURN struct {
	Host     string // one of IPv6 in brackets
	Port     int
	Protocol string // udp, tcp or tls: what browsers speak with it; to the video server it speaks UDP
}

// ParseTURN reads an address as RFC 7065 writes it.
func ParseTURN(text string) (TURN, error) {
	refused := errors.New("write turns:host:port, turn:host:port, or turn:host:port?transport=tcp")
	u, err := url.Parse(text)
	if err != nil || u.Opaque == "" || u.Fragment != "" {
		return TURN{}, refused
	}
	protocols := map[string]string{
		"turns:": "tls", "turns:transport=tcp": "tls", "turn:": "udp", "turn:transport=udp": "udp", "turn:transport=tcp": "tcp",
	}
	t := TURN{Host: u.Opaque, Port: map[string]int{"turn": 3478, "turns": 5349}[u.Scheme], Protocol: protocols[u.Scheme+":"+u.RawQuery]}
	if host, port, err := net.SplitHostPort(u.Opaque); err == nil {
		number, err := strconv.ParseUint(port, 10, 16)
		if err != nil || number == 0 {
			return TURN{}, refused
		}
		if t.Host, t.Port = host, int(number); net.ParseIP(host) != nil && net.ParseIP(host).To4() == nil {
			t.Host = "[" + host + "]"
		}
	}
	if t.Protocol == "" || t.Host == "" {
		return TURN{}, refused
	}
	return t, nil
}

// setting is it as the server is told: browsers get a name and a password of their own, made with the secret.
func (t TURN) setting(secret string) config.TURNServer {
	return config.TURNServer{Host: t.Host, Port: t.Port, Protocol: t.Protocol, Secret: secret, TTL: int(relayedFor.Seconds())}
}
