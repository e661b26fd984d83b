package module

import (
	"context"
	"errors"
	"fmt"
	"io"

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

// seedAssessments tells of the first one's invitation as soon as it is there.
func (d *Demo) seedAssessments(ctx context.Context, out io.Writer, service *assessments.Service) error {
	var faults []error
	for _, x := range demoAssessments {
		links, err := service.Seed(ctx, DemoOrganization, demoRecruiter, []assessments.SeedAssessment{x}, d.given)
		faults = append(faults, err)
		for address, link := range links {
			d.invited(link)
			_, _ = fmt.Fprintf(out, "  Take a test as  %s\n                  %s\n\n", address, link)
		}
	}
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
