package execution

import (
	"errors"
	"time"
)

// Config is what an operator can set of the service.
type Config struct {
	// CandidateRuns and MemberRuns are how many runs one candidate or one member may start in a minute.
	CandidateRuns, MemberRuns int
	// Patience is how long a run looks for a free worker before its client is asked to come again.
	Patience time.Duration
	// Grace is how old an unfinished judgement is before it is asked whether the queue still knows of it.
	Grace time.Duration
}

// Defaults are sensible for one machine.
func Defaults() Config {
	return Config{CandidateRuns: 30, MemberRuns: 120, Patience: 1500 * time.Millisecond, Grace: time.Minute}
}

// Validate names what cannot be.
func (c Config) Validate() error {
	if c.CandidateRuns < 1 || c.MemberRuns < 1 {
		return errors.New("execution: at least one run a minute must be allowed")
	}
	if c.Patience < 0 || c.Grace <= 0 {
		return errors.New("execution: patience and grace are spans of time")
	}
	return nil
}

// WorkerConfig is what an operator can set of a worker.
type WorkerConfig struct {
	// Drain is how long judgements under way may take when the worker is stopped; then they are handed back.
	Drain time.Duration
	// CacheBytes bounds the blobs kept on this host, where the store is elsewhere.
	CacheBytes int64
	// Lease is how long a judging without a sign of life stays with a worker before another one gets it.
	Lease time.Duration
	// Retry is how long a judging that the worker itself has failed at waits before the next try.
	Retry time.Duration
}

// WorkerDefaults are sensible for one machine.
func WorkerDefaults() WorkerConfig {
	return WorkerConfig{Drain: 15 * time.Second, CacheBytes: 2 << 30, Lease: 30 * time.Second, Retry: 3 * time.Second}
}

// Validate names what cannot be.
func (c WorkerConfig) Validate() error {
	if c.Drain <= 0 || c.CacheBytes <= 0 || c.Lease < time.Second {
		return errors.New("execution: a worker needs time to drain, room for its cache and a lease of at least a second")
	}
	return nil
}
