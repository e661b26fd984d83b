package harness

import (
	"fmt"
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
		s := newBroker(t, "--name", fmt.Sprintf("server-%d", i+1), "--cluster_name", "test", "--cluster", route, "--routes", strings.Join(routes, ","))
		s.launch() // one alone is not ready: most of them have to be there
		all, urls[i] = append(all, s), s.URL
	}
	for _, s := range all {
		if err := s.await(); err != nil {
			t.Fatal(err)
		}
	}
	return all, strings.Join(urls, ",")
}
