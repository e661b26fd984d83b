package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	demoproblems "github.com/codecraft-hq/codecraft/internal/demo/problems"
	"github.com/codecraft-hq/codecraft/internal/service/assessments"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
)

// The demo's organization and people have fixed ids, so that services which run apart fill their part by themselves.
const (
	demoOrganization ids.Organization = "0190d3c0-de30-7000-8000-000000000001"
	demoOwner        ids.User         = "0190d3c0-de30-7000-8000-000000000011"
	demoAuthor       ids.User         = "0190d3c0-de30-7000-8000-000000000012"
	demoRecruiter    ids.User         = "0190d3c0-de30-7000-8000-000000000013"
	demoInterviewer  ids.User         = "0190d3c0-de30-7000-8000-000000000014"
)

// seedTime bounds the filling of a demo: verifying its problems compiles some dozens of programs.
const seedTime = 5 * time.Minute

// demo fills a demo organization, and remembers what to tell people at the start.
type demo struct {
	password  string
	generated bool
	setup     string // the one-time link of the first owner
}

// newDemo takes the operator's password, or the one generated at the first start, which is kept for the next.
func newDemo(c Config) (*demo, error) {
	d := &demo{password: c.DemoPassword.Reveal()}
	if d.password != "" || !c.Demo {
		return d, nil
	}
	d.generated = true
	file := c.folder("demo-password")
	kept, err := os.ReadFile(file)
	if err == nil && len(kept) > 0 {
		d.password = string(kept)
		return d, nil
	}
	d.password = rand.Text()
	return d, os.WriteFile(file, []byte(d.password), 0o600)
}

func (d *demo) seedPeople(ctx context.Context, service *auth.Service) error {
	_, _, err := service.Seed(ctx, "Demo Company", []auth.SeedUser{
		{ID: demoOwner, Founds: demoOrganization, Email: "owner@demo.example", Name: "Olivia Owner", Password: d.password, Role: identity.Owner},
		{ID: demoAuthor, Email: "author@demo.example", Name: "Arthur Author", Password: d.password, Role: identity.Author},
		{ID: demoRecruiter, Email: "recruiter@demo.example", Name: "Rita Recruiter", Password: d.password, Role: identity.Recruiter},
		{ID: demoInterviewer, Email: "interviewer@demo.example", Name: "Ingo Interviewer", Password: d.password, Role: identity.Interviewer},
	})
	return err
}

func (d *demo) seedProblems(ctx context.Context, service *problems.Service) error {
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
	return errors.Join(
		service.Seed(ctx, demoOrganization, demoAuthor, demoproblems.Only(first...)),
		service.Seed(ctx, demoOrganization, demoAuthor, demoproblems.Only(rest...)),
	)
}

// seedAssessments tells of the first one's invitation as soon as it is there.
func (d *demo) seedAssessments(ctx context.Context, out io.Writer, service *assessments.Service) error {
	var faults []error
	for _, x := range demoAssessments {
		links, err := service.Seed(ctx, demoOrganization, demoRecruiter, []assessments.SeedAssessment{x})
		faults = append(faults, err)
		for address, link := range links {
			_, _ = fmt.Fprintf(out, "  Take a test as  %s\n                  %s\n\n", address, link)
		}
	}
	return errors.Join(faults...)
}

// offerSetup makes the link by which a fresh installation gets its first owner.
func (d *demo) offerSetup(ctx context.Context, service *auth.Service, publicURL string) error {
	token, needed, err := service.EnsureSetupToken(ctx)
	if err == nil && needed {
		d.setup = publicURL + "/setup?token=" + token
	}
	return err
}

// greet tells people how to begin, and fills what is to be filled.
func (s *system) greet(ctx context.Context, out io.Writer, parts []builtPart) {
	ctx, cancel := context.WithTimeout(ctx, seedTime)
	defer cancel()
	if s.config.runs("web") {
		_, _ = fmt.Fprintf(out, "\n  CodeCraft is running at %s\n", s.config.PublicURL)
	}
	var seeding sync.WaitGroup
	for _, p := range parts {
		switch {
		case p.seed == nil:
		case p.name == "auth": // the others' people
			s.fill(ctx, out, p)
			s.demo.tell(out, s.config)
		default:
			seeding.Go(func() { s.fill(ctx, out, p) })
		}
	}
	seeding.Wait()
	if s.config.Demo && s.config.runs("problems") && ctx.Err() == nil {
		_, _ = fmt.Fprintln(out, "  The demo is complete.")
	}
}

func (s *system) fill(ctx context.Context, out io.Writer, p builtPart) {
	if err := p.seed(ctx, out); err != nil {
		s.log.Error("fill in at the start", "service", p.name, "error", err)
		_, _ = fmt.Fprintf(out, "  %s could not be filled in at the start: %v\n", p.name, err)
	}
}

func (d *demo) tell(out io.Writer, c Config) {
	if d.setup != "" {
		_, _ = fmt.Fprintf(out, "\n  Nobody is here yet. Make the first owner with this link, which works once:\n  %s\n\n", d.setup)
	}
	if !c.Demo {
		return
	}
	password := d.password
	if !d.generated {
		password = "the one you set in CODECRAFT_DEMO_PASSWORD"
	}
	_, _ = fmt.Fprintf(out, `
  Sign in as      owner@demo.example         everything
                  author@demo.example        writes problems
                  recruiter@demo.example     builds assessments, invites, watches
                  interviewer@demo.example   reads and reviews
  Password        %s
  Mails           %s/mailbox
  API             %s/docs

`, password, c.PublicURL, c.PublicURL)
}
