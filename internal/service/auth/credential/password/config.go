package password

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"time"
)

// Config is what an operator may set.
type Config struct {
	ResetTTL  time.Duration `help:"Life of a link that resets a password."`
	Hashes    int           `name:"password-hashes" help:"Passwords hashed at a time, 19 MiB each. Default: one a processor."`
	HashQueue int           `name:"password-hash-queue" help:"Requests that may wait for a password to be hashed; more are told to come again."`
	Cost      Cost          `kong:"-"` // no operator's to set: tests whose subject is another take less
}

// Cost is what a hash takes. Hashes of another cost are not read.
type Cost struct{ MemoryKiB, Passes uint32 }

// Defaults compute a hash a processor, at the cost of OWASP's password storage advice.
func Defaults() Config {
	return Config{ResetTTL: time.Hour, HashQueue: 64, Cost: Cost{MemoryKiB: 19 * 1024, Passes: 2}}
}

// hashes are those computed at a time.
func (c Config) hashes() int { return cmp.Or(c.Hashes, max(1, runtime.GOMAXPROCS(0))) }

// Validate says the first thing that is wrong.
func (c Config) Validate() error {
	if c.ResetTTL < time.Minute {
		return fmt.Errorf("--auth-reset-ttl %v: a minute is the least", c.ResetTTL)
	}
	if c.Hashes < 0 {
		return fmt.Errorf("--auth-password-hashes %d: one is the least, or none for one a processor", c.Hashes)
	}
	if c.HashQueue < 0 {
		return fmt.Errorf("--auth-password-hash-queue %d: none is the least", c.HashQueue)
	}
	if c.Cost.MemoryKiB < 8 || c.Cost.Passes < 1 {
		return errors.New("auth: a password hash takes 8 KiB and a pass at least")
	}
	return nil
}
