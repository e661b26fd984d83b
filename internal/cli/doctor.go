package cli

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/app"
)

type doctorCommand struct {
	app.Config
	JSON bool `name:"json" help:"Print findings as JSON."`
}

// Examples are shown in the command's help.
func (doctorCommand) Examples() []string {
	return []string{
		"codecraft doctor                                  # this host, as it would serve everything",
		"codecraft doctor --json                           # for a script",
		"codecraft doctor --services worker --nats-url nats://queue:4222",
		"codecraft doctor --database-url postgres://codecraft@db/codecraft --nats-url nats://queue:4222",
	}
}

// Run prints what works; it fails when something is missing without which the product does not start.
func (d *doctorCommand) Run(ctx context.Context, o output) error {
	findings := app.Examine(ctx, d.Config)
	if d.JSON {
		encoder := json.NewEncoder(o.out)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(findings); err != nil {
			return err
		}
	} else {
		printFindings(o, findings)
	}
	for _, f := range findings {
		if f.Needed && !f.OK {
			return exitStatus(1)
		}
	}
	return nil
}

func printFindings(o output, findings []app.Finding) {
	area := ""
	for _, f := range findings {
		if f.Area != area {
			area = f.Area
			_, _ = fmt.Fprintf(o.out, "\n%s\n", area)
		}
		mark := "ok     "
		if !f.OK {
			mark = "missing"
		}
		_, _ = fmt.Fprintf(o.out, "  %s  %-22s %s\n", mark, f.Name, f.Detail)
		if f.Remedy != "" && !f.OK {
			_, _ = fmt.Fprintf(o.out, "           %-22s → %s\n", "", f.Remedy)
		}
	}
	_, _ = fmt.Fprintln(o.out)
}
