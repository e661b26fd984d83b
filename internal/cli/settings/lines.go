// Package settings tells what settings a command has, from the flags that hold them: as lines of a configuration file, as the page of
// the documents, and as operators are shown those in force.
//
// No secret leaves it: of one it tells whether it is set.
package settings

import (
	"fmt"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/base/config"
)

// Defaults are the settings of somebody who has set nothing.
func Defaults() (map[string]string, error) {
	pristine := struct{ app.Config }{app.Defaults()}
	parser, err := kong.New(&pristine, kong.NoDefaultHelp(), kong.PostBuild(config.Defaults))
	if err != nil {
		return nil, err
	}
	if _, err := parser.Parse(nil); err != nil {
		return nil, err
	}
	return Lines(parser.Model.Flags), nil
}

// Lines are the lines of a configuration file, by flag.
func Lines(flags []*kong.Flag) map[string]string {
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
