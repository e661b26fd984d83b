package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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
	setup     string      // the one-time link of the first owner
	people    atomic.Bool // whether its people are still to be made here

	mu      sync.Mutex
	missing map[string]bool // problems that could not be published
	link    string          // of the first invitation that was made at this start
}

// newDemo takes the operator's password, or the one generated at the first start, which is kept for the next.
func newDemo(c Config) (*demo, error) {
	d := &demo{password: c.DemoPassword.Reveal(), missing: map[string]bool{}}
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
	if err == nil {
		d.people.Store(false)
	}
	return err
}

// ready is an error until the demo's people can sign in.
func (d *demo) ready() error {
	if d.people.Load() {
		return errors.New("the demo's people are being made")
	}
	return nil
}

// seedProblems tells how far it is: verifying them takes a minute or two.
func (d *demo) seedProblems(ctx context.Context, out io.Writer, service *problems.Service) error {
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
		service.Seed(ctx, demoOrganization, demoAuthor, demoproblems.Only(first...), ended),
		service.Seed(ctx, demoOrganization, demoAuthor, demoproblems.Only(rest...), ended),
	)
}

// given reports whether a problem is there or may still come.
func (d *demo) given(slug string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.missing[slug]
}

// seedAssessments tells of the first one's invitation as soon as it is there.
func (d *demo) seedAssessments(ctx context.Context, out io.Writer, service *assessments.Service) error {
	var faults []error
	for _, x := range demoAssessments {
		links, err := service.Seed(ctx, demoOrganization, demoRecruiter, []assessments.SeedAssessment{x}, d.given)
		faults = append(faults, err)
		for address, link := range links {
			d.invited(link)
			_, _ = fmt.Fprintf(out, "  Take a test as  %s\n                  %s\n\n", address, link)
		}
	}
	return errors.Join(faults...)
}

// invited keeps the first link.
func (d *demo) invited(link string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.link == "" {
		d.link = link
	}
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
	if s.admin != "" && s.admin != s.config.AdminAddr && !strings.HasSuffix(s.config.AdminAddr, ":0") {
		_, _ = fmt.Fprintf(out, "  Metrics and health are at http://%s, for %s is in use.\n", s.admin, s.config.AdminAddr)
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
		s.demo.conclude(out, s.config.PublicURL)
	}
}

// conclude is the last line of the start: what to open. The links of an earlier start are not known any more.
func (d *demo) conclude(out io.Writer, publicURL string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, _ = fmt.Fprint(out, "  The demo is complete")
	if n := len(d.missing); n > 0 {
		_, _ = fmt.Fprintf(out, ", but for %d problem(s) that could not be checked here, see above", n)
	}
	_, _ = fmt.Fprintf(out, ". Open %s", publicURL)
	if d.link != "" {
		_, _ = fmt.Fprintf(out, " to sign in, or as a candidate %s", d.link)
	}
	_, _ = fmt.Fprint(out, "\n\n")
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
