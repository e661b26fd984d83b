package cli

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/codecraft-hq/codecraft/internal/app"
)

type configCommand struct {
	app.Config
	Diff bool `help:"Only what differs from the defaults."`
}

// Examples are shown in the command's help.
func (configCommand) Examples() []string {
	return []string{
		"codecraft config                                  # every setting in force",
		"codecraft config --diff                           # what you changed, and nothing else",
		"codecraft --config codecraft.yaml config --diff   # what a file changes",
	}
}

// Run prints the settings as a configuration file would hold them; secrets stay hidden.
func (c *configCommand) Run(ctx *kong.Context, o output) error {
	if err := c.Validate(); err != nil {
		return err
	}
	for _, flag := range ctx.Selected().Flags {
		if flag.Name == "diff" || flag.Name == "help" {
			continue
		}
		changed := flag.Set || shown(flag.Target) != flag.Default && flag.Target.Kind() != reflect.Bool && flag.Default != ""
		if c.Diff && !changed {
			continue
		}
		_, _ = fmt.Fprintf(o.out, "%s: %s\n", flag.Name, shown(flag.Target))
	}
	return nil
}

func shown(v reflect.Value) string {
	if text, ok := v.Interface().(encoding.TextMarshaler); ok {
		b, _ := text.MarshalText()
		return string(b)
	}
	if list, ok := v.Interface().([]string); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(v.Interface())
}
