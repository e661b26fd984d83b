package judgement

import (
	"errors"
	"time"
)

// Config is what an operator can set of judgements.
type Config struct {
	// OrganizationQueue and Queue are how many judgements may wait, of one organization and of all.
	OrganizationQueue, Queue int
	// Grace is how old an unfinished judgement is before it is asked whether the queue still knows of it.
	Grace time.Duration
}

// Defaults are sensible for one machine.
func Defaults() Config {
	return Config{OrganizationQueue: 20_000, Queue: 200_000, Grace: time.Minute}
}

// Validate names what cannot be.
func (c Config) Validate() error {
	if c.OrganizationQueue < 1 || c.Queue < c.OrganizationQueue {
		return errors.New("execution: the queue must have room for a judgement, and as much for all as for one organization")
	}
	if c.Grace <= 0 {
		return errors.New("execution: patience and grace are spans of time")
	}
	return nil
}
