package product

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// Neighbours are the servers that a split installation meets over.
type Neighbours struct {
	Database string // postgres://...
	NATS     string // nats://...
}

// StartSplit runs each module in its own process, web in front, over a NATS server and PostgreSQL.
func StartSplit(tb testing.TB, n Neighbours) *Product {
	tb.Helper()
	p := &Product{tb: tb, Data: tb.TempDir()}
	tb.Cleanup(p.Stop)
	shared := []string{"--data", p.Data, "--nats-url", n.NATS, "--database-url", n.Database, "--admin-addr", ""}
	web := freeAddr(tb)
	p.URL = "http://" + web
	env := []string{"CODECRAFT_DEMO_PASSWORD=" + Password}
	var upstreams, addrs []string
	for _, module := range []string{"auth", "problems", "execution", "assessments", "worker"} {
		addr := freeAddr(tb)
		args := append([]string{"serve", "--demo", "--services", module, "--addr", addr, "--public-url", p.URL}, shared...)
		p.runs = append(p.runs, start(tb, module, args, env))
		upstreams, addrs = append(upstreams, fmt.Sprintf("%s=http://%s", module, addr)), append(addrs, addr)
	}
	args := append([]string{"serve", "--demo", "--services", "web", "--addr", web, "--upstreams", strings.Join(upstreams, ";")}, shared...)
	p.runs = append(p.runs, start(tb, "web", args, env))
	for _, addr := range append(addrs, web) {
		p.await("http://" + addr)
	}
	p.said(regexp.MustCompile(`Sign in as`))
	return p
}
