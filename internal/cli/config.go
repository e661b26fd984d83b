package cli

import (
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/cli/settings"
)

type configCommand struct {
	app.Config
	Diff bool `help:"Only what differs from the defaults."`
	Page bool `help:"Print the page of all settings instead, as Markdown."`
}

// Examples are shown in the command's help.
func (configCommand) Examples() []string {
	return []string{
		"codecraft config                                  # every setting in force",
		"codecraft config --diff                           # what you changed, and nothing else",
		"codecraft --config codecraft.yaml config --diff   # what a file changes",
	}
}

// Run prints the settings as a configuration file holds them: what it prints can be one. Secrets stay hidden.
// What follows from a change (--public-url from --addr) is a difference too.
func (c *configCommand) Run(ctx *kong.Context, o output) error {
	if c.Page {
		_, err := io.WriteString(o.out, settings.Page(ctx.Selected().Flags))
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	byDefault := map[string]string{}
	if c.Diff {
		var err error
		if byDefault, err = settings.Defaults(); err != nil {
			return err
		}
	}
	inForce := settings.Lines(ctx.Selected().Flags)
	for _, flag := range ctx.Selected().Flags {
		if text := inForce[flag.Name]; !settings.OfTheCommand(flag) && text != byDefault[flag.Name] {
			_, _ = fmt.Fprintln(o.out, text)
		}
	}
	return nil
}
