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
}

// Defaults compute a hash a core.
func Defaults() Config {
	return Config{ResetTTL: time.Hour, Hashes: max(1, runtime.GOMAXPROCS(0)), HashQueue: 64}
}

// Validate says the first thing that is wrong.
func (c Config) Validate() error {
	if c.ResetTTL < time.Minute {
		return fmt.Errorf("auth: resetTtl %v: a minute is the least", c.ResetTTL)
	}
	if c.Hashes < 1 || c.HashQueue < 0 {
		return errors.New("auth: passwordHashes must be at least 1 and passwordHashQueue at least 0")
	}
	return nil
}
