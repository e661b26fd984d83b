package worker

import (
	"errors"
	"time"
)

// Config is what an operator can set of a worker.
type Config struct {
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
func (c Config) SandboxSlots() int {
	validators := c.Slots + spare
	return c.Slots + spare + validators + c.Terminals
}

// Defaults are sensible for one machine.
func Defaults() Config {
	return Config{Slots: 2, Drain: 15 * time.Second, CacheBytes: 2 << 30, Lease: 30 * time.Second, Retry: 3 * time.Second}
}

// Validate names what cannot be.
func (c Config) Validate() error {
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
