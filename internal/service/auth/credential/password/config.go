package password

import (
	"errors"
	"fmt"
	"runtime"
	"time"
)

// Config is what an operator may set.
type Config struct {
	ResetTTL  time.Duration // life of a password reset link
	Hashes    int           // hashes computed at a time, 19 MiB each
	HashQueue int           // requests that may wait for one; more are told to come again
	Cost      Cost          // no operator's to set: tests whose subject is another take less
}

// Cost is what a hash takes. Hashes of another cost are not read.
type Cost struct{ MemoryKiB, Passes uint32 }

// Defaults compute a hash a core, at the cost of OWASP's password storage advice.
func Defaults() Config {
	return Config{ResetTTL: time.Hour, Hashes: max(1, runtime.GOMAXPROCS(0)), HashQueue: 64, Cost: Cost{MemoryKiB: 19 * 1024, Passes: 2}}
}

// Validate says the first thing that is wrong.
func (c Config) Validate() error {
	if c.ResetTTL < time.Minute {
		return fmt.Errorf("auth: resetTtl %v: a minute is the least", c.ResetTTL)
	}
	if c.Hashes < 1 || c.HashQueue < 0 {
		return errors.New("auth: passwordHashes must be at least 1 and passwordHashQueue at least 0")
	}
	if c.Cost.MemoryKiB < 8 || c.Cost.Passes < 1 {
		return errors.New("auth: a password hash takes 8 KiB and a pass at least")
	}
	return nil
}
