package module

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/codecraft-hq/codecraft/internal/service/assessments"
)

// Assessments makes the service, and for a demo its assessments.
func Assessments(c assessments.Config) Build {
	return func(_ context.Context, g Given) (*Part, error) {
		auth, noAuth := neighbour[AuthNeighbour](g.Near, "auth")
		problems, noProblems := neighbour[assessments.Problems](g.Near, "problems")
		execution, noExecution := neighbour[ExecutionNeighbour](g.Near, "execution")
		if err := errors.Join(noAuth, noProblems, noExecution); err != nil {
			return nil, err
		}
		service, err := assessments.New(assessments.Deps{
			DB: g.DB, Bus: g.Bus, Blobs: g.Blobs, Problems: problems, Auth: auth, Execution: execution, Cookies: g.Cookies, Origins: g.Origins, Log: g.Log, Metrics: g.Registry, Config: c,
		})
		if err != nil {
			return nil, err
		}
		p := &Part{Service: service, Register: service.Register, Run: service.Run, Ready: service.Ready}
		if g.Demo.on {
			p.Seed = func(ctx context.Context, out io.Writer) error { return g.Demo.seedAssessments(ctx, out, service) }
		}
		return p, nil
	}
}

// seedAssessments makes the first one before the others, and tells of its invitation as soon as it is there: neither the
// problems of the others nor what is judged for those who take one keep it waiting.
func (d *Demo) seedAssessments(ctx context.Context, out io.Writer, service *assessments.Service) error {
	faults := make([]error, len(demoAssessments))
	seed := func(i int) {
		var links map[string]string
		links, faults[i] = service.Seed(ctx, DemoOrganization, demoRecruiter, demoAssessments[i:i+1], d.given)
		for address, link := range links {
			d.invited(link)
			_, _ = fmt.Fprintf(out, "  Take a test as  %s\n                  %s\n\n", address, link)
		}
	}
	seed(0)
	var others sync.WaitGroup
	for i := 1; i < len(demoAssessments); i++ {
		others.Go(func() { seed(i) })
	}
	others.Wait()
	return errors.Join(faults...)
}

// invited keeps the first link.
func (d *Demo) invited(link string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.link == "" {
		d.link = link
	}
}
