package cli

import (
	"context"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/app"
)

type migrateCommand struct {
	app.Config
}

// Examples are shown in the command's help.
func (migrateCommand) Examples() []string {
	return []string{
		"codecraft migrate                                 # the SQLite files below ./data",
		"codecraft migrate --database-url postgres://codecraft@db/codecraft",
		"codecraft migrate --services auth,problems --database-url postgres://codecraft@db/codecraft --nats-url nats://queue:4222",
	}
}

// Run brings each service's schema up to date and says which version it is at.
func (m *migrateCommand) Run(ctx context.Context, o output) error {
	return app.Migrate(ctx, m.Config, func(service string) {
		_, _ = fmt.Fprintf(o.out, "%-12s up to date\n", service)
	})
}
