package assessments

import (
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/collab"
)

// Config is what an operator can set.
type Config struct {
	PublicURL string // where people reach the product, without a slash at the end; links in mails begin with it

	SubmissionsPerMinute int           // of one attempt
	Grace                time.Duration // after ends_at in which what was typed before it may still arrive
	Late                 time.Duration // a submission is unjudged before execution is asked whether it knows of it
	Documents            collab.Config
}

// Defaults is Config without its address.
func Defaults() Config {
	return Config{SubmissionsPerMinute: 10, Grace: 10 * time.Second, Late: time.Minute, Documents: collab.DefaultConfig()}
}

// Validate refuses settings that cannot work.
func (c Config) Validate() error {
	var all []error
	if c.PublicURL == "" {
		all = append(all, errors.New("assessments: PublicURL is missing"))
	}
	if c.SubmissionsPerMinute <= 0 {
		all = append(all, errors.New("assessments: SubmissionsPerMinute must be positive"))
	}
	if c.Late <= 0 {
		all = append(all, errors.New("assessments: Late must be positive"))
	}
	return errors.Join(append(all, c.Documents.Validate())...)
}
