package product

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/test/harness"
)

// Neighbours are the servers that a split installation meets over.
type Neighbours struct {
	Database string // postgres://...
	NATS     string // nats://...
}

// StartSplit runs each module in its own process, web in front, over a NATS server and PostgreSQL, with the demo organization.
func StartSplit(tb testing.TB, n Neighbours, flags ...string) *Product {
	tb.Helper()
	p := beginSplit(tb, n, append([]string{"--demo"}, flags...)...)
	p.said(regexp.MustCompile(`Sign in as`))
	return p
}

// StartEmptySplit is StartSplit without the demo; Owner is there.
func StartEmptySplit(tb testing.TB, n Neighbours, flags ...string) *Product {
	tb.Helper()
	p := beginSplit(tb, n, flags...)
	p.firstOwner()
	return p
}

func beginSplit(tb testing.TB, n Neighbours, flags ...string) *Product {
	tb.Helper()
	p := &Product{tb: tb, Data: tb.TempDir()}
	tb.Cleanup(p.Stop)
	shared := append([]string{"--data", p.Data, "--nats-url", n.NATS, "--database-url", n.Database, "--admin-addr", ""}, flags...)
	web := harness.FreeAddr(tb)
	p.URL = "http://" + web
	env := []string{"CODECRAFT_DEMO_PASSWORD=" + Password, noVideo}
	var upstreams []string
	for _, module := range []string{"auth", "problems", "execution", "assessments", "interviews", "worker"} {
		addr := harness.FreeAddr(tb)
		args := append([]string{"serve", "--services", module, "--addr", addr, "--public-url", p.URL}, shared...)
		p.runs = append(p.runs, start(tb, module, args, env))
		upstreams = append(upstreams, fmt.Sprintf("%s=http://%s", module, addr))
	}
	args := append([]string{"serve", "--services", "web", "--addr", web, "--upstreams", strings.Join(upstreams, ";")}, shared...)
	p.runs = append(p.runs, start(tb, "web", args, env))
	p.AwaitModules()
	return p
}

// KillModule ends the process of one module of a split installation at once.
func (p *Product) KillModule(module string) {
	p.tb.Helper()
	r := p.module(module)
	_ = r.cmd.Process.Kill()
	<-r.done
}

// RestartModule starts a module that was killed, or that has ended by itself, in a process of its own again.
func (p *Product) RestartModule(module string) {
	p.tb.Helper()
	r := p.module(module)
	again := start(p.tb, module, r.cmd.Args[1:], r.env)
	for i := range p.runs {
		if p.runs[i] == r {
			p.runs[i] = again
		}
	}
}

// AwaitModules waits until every process of a split installation is ready.
func (p *Product) AwaitModules() {
	p.tb.Helper()
	for _, r := range p.runs {
		p.await("http://" + r.cmd.Args[1+slices.Index(r.cmd.Args, "--addr")])
	}
}

// Ended names the modules whose process has ended, with the end of what it said.
func (p *Product) Ended() map[string]string {
	ended := map[string]string{}
	for _, r := range p.runs {
		select {
		case <-r.done:
			ended[r.name] = tail(r.output.String())
		default:
		}
	}
	return ended
}

func (p *Product) module(name string) *process {
	p.tb.Helper()
	for _, r := range p.runs {
		if r.name == name {
			return r
		}
	}
	p.tb.Fatalf("there is no process of %s", name)
	return nil
}
