package module

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// DemoOrganization and its people have fixed ids, so that services which run apart fill their part by themselves.
const (
	DemoOrganization ids.Organization = "0190d3c0-de30-7000-8000-000000000001"
	demoOwner        ids.User         = "0190d3c0-de30-7000-8000-000000000011"
	demoAuthor       ids.User         = "0190d3c0-de30-7000-8000-000000000012"
	demoRecruiter    ids.User         = "0190d3c0-de30-7000-8000-000000000013"
	demoInterviewer  ids.User         = "0190d3c0-de30-7000-8000-000000000014"
)

// Demo fills a demo organization where there is to be one, and remembers what to tell people at the start.
type Demo struct {
	on        bool
	password  string
	generated bool
	setup     string      // the one-time link of the first owner
	people    atomic.Bool // whether its people are still to be made here

	mu      sync.Mutex
	missing map[string]bool // problems that could not be published
	link    string          // of the first invitation that was made at this start
}

// NewDemo takes the operator's password, or the one generated at the first start, which the file keeps for the next.
func NewDemo(on bool, password config.Secret, file string) (*Demo, error) {
	d := &Demo{on: on, password: password.Reveal(), missing: map[string]bool{}}
	if d.password != "" || !on {
		return d, nil
	}
	d.generated = true
	kept, err := os.ReadFile(file)
	if err == nil && len(kept) > 0 {
		d.password = string(kept)
		return d, nil
	}
	d.password = rand.Text()
	return d, os.WriteFile(file, []byte(d.password), 0o600)
}

// Ready is an error until the demo's people can sign in.
func (d *Demo) Ready() error {
	if d.people.Load() {
		return errors.New("the demo's people are being made")
	}
	return nil
}

// Tell says how to get in, once the people are there.
func (d *Demo) Tell(out io.Writer, publicURL string) {
	if d.setup != "" {
		_, _ = fmt.Fprintf(out, "\n  Nobody is here yet. Make the first owner with this link, which works once:\n  %s\n\n", d.setup)
	}
	if !d.on {
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

`, password, publicURL, publicURL)
}

// Conclude is the last line of the start: what to open. The links of an earlier start are not known any more.
func (d *Demo) Conclude(out io.Writer, publicURL string) {
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
