package module

import (
	"context"
	"errors"
	"io"
	"slices"

	demoproblems "github.com/codecraft-hq/codecraft/internal/demo/problems"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
)

// Problems makes the service, and for a demo its problems. An organization keeps so many bytes in them.
func Problems(organizationBytes int64) Build {
	return func(_ context.Context, g Given) (*Part, error) { return buildProblems(organizationBytes, g) }
}

func buildProblems(organizationBytes int64, g Given) (*Part, error) {
	execution, err := neighbour[ExecutionNeighbour](g.Near, "execution")
	if err != nil {
		return nil, err
	}
	service, err := problems.New(problems.Deps{DB: g.DB, Bus: g.Bus, Blobs: g.Blobs, Execution: execution, Log: g.Log, OrganizationBytes: organizationBytes})
	if err != nil {
		return nil, err
	}
	p := &Part{Service: service, Register: service.Register, Run: service.Run, Ready: service.Ready}
	if g.Demo.on {
		p.Seed = func(ctx context.Context, out io.Writer) error { return g.Demo.seedProblems(ctx, out, service) }
	}
	return p, nil
}

// seedProblems tells how far it is: verifying them takes a minute or two.
func (d *Demo) seedProblems(ctx context.Context, out io.Writer, service *problems.Service) error {
	// What the first assessment asks is verified first, so that somebody can take it soon.
	var first, rest []string
	for _, section := range demoAssessments[0].Sections {
		first = append(first, section.Problems...)
	}
	for _, slug := range demoproblems.Slugs() {
		if !slices.Contains(first, slug) {
			rest = append(rest, slug)
		}
	}
	progress := newProgress(out, "problems of the demo are ready", len(first)+len(rest))
	ended := func(slug string, err error) {
		if err != nil {
			d.mu.Lock()
			d.missing[slug] = true
			d.mu.Unlock()
		}
		progress.step(slug)
	}
	defer progress.end()
	return errors.Join(
		service.Seed(ctx, DemoOrganization, demoAuthor, demoproblems.Only(first...), ended),
		service.Seed(ctx, DemoOrganization, demoAuthor, demoproblems.Only(rest...), ended),
	)
}

// given reports whether a problem is there or may still come.
func (d *Demo) given(slug string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.missing[slug]
}
