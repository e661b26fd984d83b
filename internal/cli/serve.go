package cli

import (
	"context"

	"github.com/alecthomas/kong"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/cli/settings"
)

type serveCommand struct {
	app.Config
}

// Examples are shown in the command's help.
func (serveCommand) Examples() []string {
	return []string{
		"codecraft serve                                   # everything in one process, data in ./data",
		"codecraft serve --demo                            # with a demo organization to look around in",
		"codecraft serve --addr 0.0.0.0:443 --acme-hosts code.example.org --acme-email ops@example.org",
		"codecraft serve --services worker --nats-url nats://queue:4222",
	}
}

// Run serves until the process is told to stop, then drains.
func (s *serveCommand) Run(ctx context.Context, parsed *kong.Context, o output) error {
	inForce, err := settings.InForce(parsed)
	if err != nil {
		return err
	}
	return app.Serve(ctx, s.Config, inForce, o.out, o.err)
}
