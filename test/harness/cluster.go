package harness

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Cluster is NATS servers that keep streams together, and the address of all of them.
func Cluster(t testing.TB, servers int) (all []*Server, url string) {
	t.Helper()
	routes, urls := make([]string, servers), make([]string, servers)
	for i := range routes {
		routes[i] = "nats://" + FreeAddr(t)
	}
	for i, route := range routes {
		monitoring := FreeAddr(t)
		_, port, _ := strings.Cut(monitoring, ":")
		s := newBroker(t, "--name", fmt.Sprintf("server-%d", i+1), "--cluster_name", "test", "--cluster", route, "--routes", strings.Join(routes, ","), "--http_port", port)
		s.ready = func() error { return gathered(monitoring, servers) }
		s.launch() // one alone is never ready
		all, urls[i] = append(all, s), s.URL
	}
	for _, s := range all {
		if err := s.await(); err != nil {
			t.Fatal(err)
		}
	}
	return all, strings.Join(urls, ",")
}

// gathered is an error until a server sees a leader and all others.
func gathered(monitoring string, servers int) error {
	r, err := http.Get("http://" + monitoring + "/jsz")
	if err != nil {
		return err
	}
	defer r.Body.Close()
	var seen struct {
		Meta struct {
			Leader   string `json:"leader"`
			Size     int    `json:"cluster_size"`
			Replicas []struct {
				Offline bool `json:"offline"`
			} `json:"replicas"`
		} `json:"meta_cluster"`
	}
	if err := json.NewDecoder(r.Body).Decode(&seen); err != nil {
		return err
	}
	if seen.Meta.Leader == "" || seen.Meta.Size != servers {
		return fmt.Errorf("the cluster is %+v", seen.Meta)
	}
	for _, other := range seen.Meta.Replicas {
		if other.Offline {
			return fmt.Errorf("the cluster is %+v", seen.Meta)
		}
	}
	return nil
}
