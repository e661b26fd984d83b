package livekit_test

import (
	"net"
	"strconv"
	"testing"

	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/webrtc/v4"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestAddressesOfTURN(t *testing.T) {
	for text, want := range map[string]livekit.TURN{
		"turn:turn.example.org":                    {"turn.example.org", 3478, "udp"},
		"turn:turn.example.org:80?transport=udp":   {"turn.example.org", 80, "udp"},
		"turn:203.0.113.7:3478?transport=tcp":      {"203.0.113.7", 3478, "tcp"},
		"turns:turn.example.org":                   {"turn.example.org", 5349, "tls"},
		"turns:turn.example.org:443?transport=tcp": {"turn.example.org", 443, "tls"},
		"turns:[2001:db8::7]:443":                  {"[2001:db8::7]", 443, "tls"},
	} {
		if got, err := livekit.ParseTURN(text); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "turn.example.org", "turn.example.org:3478", "turn://turn.example.org", "stun:stun.example.org", "turn:", "turn::3478", "turn:a:0", "turn:a:65536", "turn:a:b",
		"turns:a?transport=udp", "turn:a?transport=sctp", "turn:a?secret=b", "turn:a#b",
	} {
		if got, err := livekit.ParseTURN(text); err == nil {
			t.Errorf("%q is taken as %+v", text, got)
		}
	}
}

// TestWhoIsReachedByNothingElseIsReachedThroughTURN: a browser that may talk to coturn alone is heard, and hears, by UDP and by TCP.
func TestWhoIsReachedByNothingElseIsReachedThroughTURN(t *testing.T) {
	const secret = "a-secret-of-coturn-and-the-video-server"
	relay := harness.TURN(t, secret)
	host, text, err := net.SplitHostPort(relay.URL)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, protocol := range []string{"udp", "tcp"} {
		t.Run(protocol, func(t *testing.T) {
			server := embedded(t, livekit.Config{TURN: []livekit.TURN{{Host: host, Port: port, Protocol: protocol}}, TURNSecret: secret})
			relayed(t, livekit.New(server.Server, server.URL))
		})
	}
}

// relayed has somebody who is reached through a relay alone meet somebody who is reached as everybody is.
func relayed(t *testing.T, rooms *livekit.Rooms) {
	if err := rooms.Open(t.Context(), "relayed"); err != nil {
		t.Fatal(err)
	}
	all := map[string]*ears{"ada": {}, "ben": {}}
	for identity, ear := range all {
		ticket, err := rooms.Ticket(t.Context(), "relayed", media.Person{Identity: identity})
		if err != nil {
			t.Fatal(err)
		}
		var how []lksdk.ConnectOption
		if identity == "ben" {
			how = append(how, lksdk.WithICETransportPolicy(webrtc.ICETransportPolicyRelay))
		}
		leave, err := publish(ticket.Address, ticket.Token, ear.callback(), how...)
		if err != nil {
			t.Fatalf("%s: %v", identity, err)
		}
		t.Cleanup(leave)
	}
	hearOneAnother(t, all)
}
