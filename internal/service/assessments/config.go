package assessments

import (
	"errors"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
)

// Config is what an operator can set.
type Config struct {
	PublicURL string `kong:"-"` // where people reach the product, without a slash at the end; links in mails begin with it

	OrganizationMails int `kong:"-"` // of invitations, that one organization may have sent in a day

	SubmissionsPerMinute int           `help:"Submissions of one attempt in a minute."`
	Grace                time.Duration `help:"How long after an attempt's end what was typed before it may still arrive."`
	Late                 time.Duration `help:"How long a submission is unjudged before execution is asked whether it knows of it."`
	Documents            collab.Config `embed:"" prefix:"documents-"`
}

// Defaults is Config without its address.
func Defaults() Config {
	return Config{OrganizationMails: quota.DefaultMails, SubmissionsPerMinute: 10, Grace: 10 * time.Second, Late: time.Minute, Documents: collab.DefaultConfig()}
}

// Validate refuses settings that cannot work. The command line calls it, too, once the product has filled in what follows: hence the pointer.
func (c *Config) Validate() error {
	var all []error
	if c.PublicURL == "" {
		all = append(all, errors.New("assessments: PublicURL is missing"))
	}
	if c.SubmissionsPerMinute <= 0 {
		all = append(all, fmt.Errorf("--assessments-submissions-per-minute %d: one is the least", c.SubmissionsPerMinute))
	}
	if c.Grace < 0 {
		all = append(all, fmt.Errorf("--assessments-grace %v: write a span of time, such as 10s", c.Grace))
	}
	if c.Late <= 0 {
		all = append(all, fmt.Errorf("--assessments-late %v: write a span of time, such as 1m", c.Late))
	}
	if err := c.Documents.Validate(); err != nil {
		all = append(all, fmt.Errorf("--assessments-documents-%w", err))
	}
	return errors.Join(all...)
}
