package execution

import (
	"cmp"

	"github.com/codecraft-hq/codecraft/internal/service/execution/judgement"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
)

// Config is what an operator can set of the service.
type Config struct {
	Runs       run.Config
	Judgements judgement.Config
	Webhooks   webhook.Config
}

// Defaults are sensible for one machine.
func Defaults() Config {
	return Config{Runs: run.Defaults(), Judgements: judgement.Defaults(), Webhooks: webhook.Defaults()}
}

// Validate names what cannot be.
func (c Config) Validate() error {
	return cmp.Or(c.Runs.Validate(), c.Judgements.Validate(), c.Webhooks.Validate())
}
