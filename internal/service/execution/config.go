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

// WorkerConfig is what an operator can set of a worker.
type WorkerConfig struct {
	// Drain is how long judgements under way may take when the worker is stopped; then they are handed back.
	Drain time.Duration
	// Slots is how many runs and judgings there are at once; two at least, since one is always kept for runs.
	Slots int
	// Terminals is how many interactive runs there may be at once. Each has a slot of the back end for as long as
	// somebody sits there, so that these are beside the slots that runs and judgements share.
	Terminals int
	// CacheBytes bounds the blobs kept on this host, where the store is elsewhere.
	CacheBytes int64
	// Lease is how long a judging without a sign of life stays with a worker before another one gets it.
	Lease time.Duration
	// Retry is how long a judging that the worker itself has failed at waits before the next try.
	Retry time.Duration
}

// SandboxSlots is how many slots of the back end that takes: nobody who has got a slot of the lanes or the place of
// a terminal may have to wait for one of the back end. An interactive problem has its validator in a second one.
func (c WorkerConfig) SandboxSlots() int {
	validators := c.Slots + spare
	return c.Slots + spare + validators + c.Terminals
}

// WorkerDefaults are sensible for one machine.
func WorkerDefaults() WorkerConfig {
	return WorkerConfig{Slots: 2, Drain: 15 * time.Second, CacheBytes: 2 << 30, Lease: 30 * time.Second, Retry: 3 * time.Second}
}

// Validate names what cannot be.
func (c WorkerConfig) Validate() error {
	if c.Slots < 2 {
		return errors.New("execution: a worker needs two slots, one for judgements and one that is kept for runs")
	}
	if c.Terminals < 0 {
		return errors.New("execution: a worker cannot have less than no terminals")
	}
	if c.Drain <= 0 || c.CacheBytes <= 0 || c.Lease < time.Second {
		return errors.New("execution: a worker needs time to drain, room for its cache and a lease of at least a second")
	}
	return nil
}
