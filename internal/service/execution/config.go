package execution

import (
	"errors"

	"github.com/codecraft-hq/codecraft/internal/service/execution/judgement"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
)

// Config is what an operator can set of the service.
type Config struct {
	Runs       run.Config       `embed:""`
	Judgements judgement.Config `embed:""`
	Webhooks   webhook.Config   `embed:"" prefix:"webhook-" group:"Webhooks"`
}

// Defaults are sensible for one machine.
func Defaults() Config {
	return Config{Runs: run.Defaults(), Judgements: judgement.Defaults(), Webhooks: webhook.Defaults()}
}

// Validate names what cannot be. The command line calls it, too, once the product has filled in what follows: hence the pointer.
func (c *Config) Validate() error {
	return errors.Join(c.Runs.Validate(), c.Judgements.Validate(), c.Webhooks.Validate())
}
