package judgement

import (
	"errors"
	"fmt"
	"time"
)

// Config is what an operator can set of judgements.
type Config struct {
	OrganizationQueue    int           `help:"Judgements of one organization that may wait; more are refused with 429."`
	OrganizationJudgings int           `help:"Judgings that one organization may have in a day (UTC): of submissions, reference solutions, and once more."`
	Queue                int           `help:"Judgements of all organizations that may wait; more are refused with 503."`
	Grace                time.Duration `name:"execution-grace" help:"How old an unfinished judgement is before it is looked whether the queue still knows of it."`
}

// Defaults are sensible for one machine.
func Defaults() Config {
	return Config{OrganizationQueue: 20_000, OrganizationJudgings: 20_000, Queue: 200_000, Grace: time.Minute}
}

// Validate names what cannot be.
func (c Config) Validate() error {
	var all []error
	if c.OrganizationQueue < 1 {
		all = append(all, fmt.Errorf("--organization-queue %d: there must be room for a judgement", c.OrganizationQueue))
	}
	if c.OrganizationJudgings < 1 {
		all = append(all, fmt.Errorf("--organization-judgings %d: one is the least", c.OrganizationJudgings))
	}
	if c.Queue < max(1, c.OrganizationQueue) {
		all = append(all, fmt.Errorf("--queue %d: there must be as much room for all as for one organization, --organization-queue %d", c.Queue, c.OrganizationQueue))
	}
	if c.Grace <= 0 {
		all = append(all, fmt.Errorf("--execution-grace %v: write a span of time, such as 1m", c.Grace))
	}
	return errors.Join(all...)
}
