package session

import (
	"net/http"
	"testing"
)

func TestClientAddress(t *testing.T) {
	for says, c := range map[string]struct {
		connected string
		forwarded []string
		proxies   []string
		want      string
	}{
		"no proxy":                         {"198.51.100.7:1", nil, nil, "198.51.100.7"},
		"a claim nobody vouches for":       {"198.51.100.7:1", []string{"203.0.113.1"}, nil, "198.51.100.7"},
		"our proxy speaks for somebody":    {"10.1.2.3:1", []string{"203.0.113.1"}, []string{"10.0.0.0/8"}, "203.0.113.1"},
		"the client made up the first hop": {"10.1.2.3:1", []string{"1.1.1.1, 203.0.113.1"}, []string{"10.0.0.0/8"}, "203.0.113.1"},
		"two proxies of ours":              {"10.1.2.3:1", []string{"203.0.113.1", "10.9.9.9"}, []string{"10.0.0.0/8"}, "203.0.113.1"},
		"a hop that is no address":         {"10.1.2.3:1", []string{"unknown"}, []string{"10.1.2.3"}, "10.1.2.3"},
		"our proxy says nothing":           {"10.1.2.3:1", nil, []string{"10.1.2.3"}, "10.1.2.3"},
		"IPv4 in IPv6":                     {"[::ffff:198.51.100.7]:1", nil, nil, "198.51.100.7"},
	} {
		t.Run(says, func(t *testing.T) {
			proxies, err := parseNetworks(c.proxies)
			if err != nil {
				t.Fatal(err)
			}
			r := &http.Request{RemoteAddr: c.connected, Header: http.Header{"X-Forwarded-For": c.forwarded}}
			if got := clientAddress(r, proxies); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
