package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/base/config"
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
		_, err := io.WriteString(o.out, configPage(ctx.Selected().Flags))
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	byDefault := map[string]string{}
	if c.Diff {
		var err error
		if byDefault, err = defaults(); err != nil {
			return err
		}
	}
	inForce := printed(ctx.Selected().Flags)
	for _, flag := range ctx.Selected().Flags {
		if text := inForce[flag.Name]; !ofTheCommand(flag) && text != byDefault[flag.Name] {
			_, _ = fmt.Fprintln(o.out, text)
		}
	}
	return nil
}

// defaults are the settings of somebody who has set nothing.
func defaults() (map[string]string, error) {
	pristine := struct{ app.Config }{app.Defaults()}
	parser, err := kong.New(&pristine, kong.NoDefaultHelp(), kong.PostBuild(config.Defaults))
	if err != nil {
		return nil, err
	}
	if _, err := parser.Parse(nil); err != nil {
		return nil, err
	}
	return printed(parser.Model.Flags), nil
}

// printed are the lines of a configuration file, by flag.
func printed(flags []*kong.Flag) map[string]string {
	lines := map[string]string{}
	for _, flag := range flags {
		lines[flag.Name] = line(flag.Name, flag.Target.Interface())
	}
	return lines
}

func line(name string, v any) string {
	switch x := v.(type) {
	case config.Secret:
		if x != "" {
			return fmt.Sprintf("# %s: %s", name, x)
		}
		v = ""
	case time.Duration:
		v = x.String()
	}
	text, err := yaml.MarshalWithOptions(v, yaml.Flow(true))
	if err != nil {
		return fmt.Sprintf("# %s: %v", name, err)
	}
	return name + ": " + strings.TrimSpace(string(text))
}
