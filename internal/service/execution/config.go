package execution

import (
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
)

// Config is what an operator can set of the service.
type Config struct {
	// CandidateRuns and MemberRuns are how many runs one candidate or one member may start in a minute.
	CandidateRuns, MemberRuns int
	// OrganizationRuns is how many runs all of an organization may start in a minute, and
	// OrganizationRunsAtOnce how many of them one worker has under way.
	OrganizationRuns, OrganizationRunsAtOnce int
	// OrganizationQueue and Queue are how many judgements may wait, of one organization and of all.
	OrganizationQueue, Queue int
	// Patience is how long a run waits for its turn before its client is asked to come again.
	Patience time.Duration
	// Grace is how old an unfinished judgement is before it is asked whether the queue still knows of it.
	Grace time.Duration
	// Webhooks says which addresses messages may go to.
	Webhooks webhook.Config
}

// Defaults are sensible for one machine.
func Defaults() Config {
	return Config{
		CandidateRuns: 30, MemberRuns: 120, OrganizationRuns: 6_000, OrganizationRunsAtOnce: 64,
		OrganizationQueue: 20_000, Queue: 200_000, Patience: 10 * time.Second, Grace: time.Minute,
		Webhooks: webhook.Defaults(),
	}
}

// Validate names what cannot be.
func (c Config) Validate() error {
	if c.CandidateRuns < 1 || c.MemberRuns < 1 || c.OrganizationRuns < 1 || c.OrganizationRunsAtOnce < 1 {
		return errors.New("execution: at least one run a minute must be allowed")
	}
	if c.OrganizationQueue < 1 || c.Queue < c.OrganizationQueue {
		return errors.New("execution: the queue must have room for a judgement, and as much for all as for one organization")
	}
	if c.Patience < 0 || c.Grace <= 0 {
		return errors.New("execution: patience and grace are spans of time")
	}
	return c.Webhooks.Validate()
}
