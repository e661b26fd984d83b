package run

import (
	"errors"
	"time"
)

// Config is what an operator can set of runs.
type Config struct {
	// CandidateRuns and MemberRuns are how many runs one candidate or one member may start in a minute.
	CandidateRuns, MemberRuns int
	// OrganizationRuns is how many runs all of an organization may start in a minute, and
	// OrganizationRunsAtOnce how many of them one worker has under way.
	OrganizationRuns, OrganizationRunsAtOnce int
	// Patience is how long a run waits for its turn before its client is asked to come again.
	Patience time.Duration
}

// Defaults are sensible for one machine.
func Defaults() Config {
	return Config{CandidateRuns: 30, MemberRuns: 120, OrganizationRuns: 6_000, OrganizationRunsAtOnce: 64, Patience: 10 * time.Second}
}

// Validate names what cannot be.
func (c Config) Validate() error {
	if c.CandidateRuns < 1 || c.MemberRuns < 1 || c.OrganizationRuns < 1 || c.OrganizationRunsAtOnce < 1 {
		return errors.New("execution: at least one run a minute must be allowed")
	}
	if c.Patience < 0 {
		return errors.New("execution: patience and grace are spans of time")
	}
	return nil
}
