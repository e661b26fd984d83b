package worker

import (
	"errors"
	"fmt"
	"time"
)

// Config is what an operator can set of a worker.
type Config struct {
	// Slots are two at least, since one is always kept for runs.
	Slots int `help:"Programs run at once by the worker. Default: one more than processors, since one is kept for runs."`
	// Each of the Terminals has a slot of the back end for as long as somebody sits there, so that these are beside the
	// slots that runs and judgements share.
	Terminals  int           `help:"Interactive runs that may be open at once on the worker, in slots of their own; 0 for none."`
	Drain      time.Duration `name:"worker-drain" help:"How long judgements under way may take when the worker is stopped; then they are handed back."`
	CacheBytes int64         `name:"worker-cache-bytes" help:"Bytes of sources and test data kept on this host, where they are asked of another."`
	Lease      time.Duration `name:"worker-lease" help:"How long a judging without a sign of life stays with a worker before another one gets it."`
	Retry      time.Duration `name:"worker-retry" help:"How long a judging that the worker itself has failed at waits before the next try."`
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

// Validate names what cannot be. The command line calls it, too, once the product has filled in what follows: hence the pointer.
func (c *Config) Validate() error {
	var all []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			all = append(all, fmt.Errorf(format, args...))
		}
	}
	refuse(c.Slots < 2, "--slots %d: a worker needs two, one for judgements and one that is kept for runs", c.Slots)
	refuse(c.Terminals < 0, "--terminals %d: none is the least", c.Terminals)
	refuse(c.Drain <= 0, "--worker-drain %v: a worker needs time to hand over what is under way, such as 15s", c.Drain)
	refuse(c.CacheBytes <= 0, "--worker-cache-bytes %d: a worker needs room for what it fetches", c.CacheBytes)
	refuse(c.Lease < time.Second, "--worker-lease %v: a second is the least", c.Lease)
	refuse(c.Retry < 0, "--worker-retry %v: write a span of time, such as 3s", c.Retry)
	return errors.Join(all...)
}
