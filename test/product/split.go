package product

import (
	"fmt"
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
	var upstreams []string
	for _, module := range []string{"auth", "problems", "execution", "assessments", "worker"} {
		addr := freeAddr(tb)
		args := append([]string{"serve", "--demo", "--services", module, "--addr", addr, "--public-url", p.URL}, shared...)
		p.runs = append(p.runs, start(tb, module, args, env))
		p.await("http://" + addr)
		upstreams = append(upstreams, fmt.Sprintf("%s=http://%s", module, addr))
	}
	args := append([]string{"serve", "--demo", "--services", "web", "--addr", web, "--upstreams", strings.Join(upstreams, ";")}, shared...)
	p.runs = append(p.runs, start(tb, "web", args, env))
	p.await(p.URL)
	return p
}
