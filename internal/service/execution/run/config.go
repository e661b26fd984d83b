package run

import (
	"errors"
	"fmt"
	"time"
)

// Config is what an operator can set of runs.
type Config struct {
	MemberRuns             int           `help:"Runs that one member may start in a minute."`
	CandidateRuns          int           `help:"Runs that one candidate may start in a minute."`
	OrganizationRuns       int           `help:"Runs that all of an organization may start in a minute, on all replicas together."`
	OrganizationRunsAtOnce int           `help:"Runs of one organization that a worker has under way at once."`
	Patience               time.Duration `name:"execution-patience" help:"How long a run waits for its turn before its client is asked to come again."`
}

// Defaults are sensible for one machine.
func Defaults() Config {
	return Config{CandidateRuns: 30, MemberRuns: 120, OrganizationRuns: 6_000, OrganizationRunsAtOnce: 64, Patience: 10 * time.Second}
}

// Validate names what cannot be.
func (c Config) Validate() error {
	var all []error
	for _, runs := range []struct {
		flag string
		n    int
	}{
		{"member-runs", c.MemberRuns}, {"candidate-runs", c.CandidateRuns}, {"organization-runs", c.OrganizationRuns}, {"organization-runs-at-once", c.OrganizationRunsAtOnce},
	} {
		if runs.n < 1 {
			all = append(all, fmt.Errorf("--%s %d: one is the least", runs.flag, runs.n))
		}
	}
	if c.Patience < 0 {
		all = append(all, fmt.Errorf("--execution-patience %v: write a span of time, such as 10s", c.Patience))
	}
	return errors.Join(all...)
}
