package settings

import (
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/config"
)

// InForce are the settings of a command line that was parsed, as operators are shown them: of secrets whether they are set.
func InForce(parsed *kong.Context) (all []operations.Setting, err error) {
	flags := parsed.Selected().Flags
	byDefault, err := Defaults()
	if err != nil {
		return nil, err
	}
	given, now := origins(parsed), Lines(flags)
	for _, flag := range flags {
		if OfTheCommand(flag) {
			continue
		}
		s := operations.Setting{Name: flag.Name, From: given[flag.Name]}
		switch value := flag.Target.Interface().(type) {
		case config.Secret:
			if value != "" {
				s.Value = "set"
			}
		case string:
			s.Value = operations.WithoutUser(value)
		default:
			s.Value = operations.WithoutUser(strings.TrimPrefix(now[flag.Name], flag.Name+": "))
		}
		if s.From == "" {
			s.From = "default"
			if now[flag.Name] != byDefault[flag.Name] {
				s.From = "derived"
			}
		}
		all = append(all, s)
	}
	return all, nil
}

// origins tells by what settings were given; those that nobody gave are left out.
func origins(parsed *kong.Context) map[string]string {
	from := map[string]string{}
	for _, flag := range parsed.Selected().Flags {
		if slices.ContainsFunc(flag.Envs, func(name string) bool { _, set := os.LookupEnv(name); return set }) {
			from[flag.Name] = "variable"
		}
	}
	for _, p := range parsed.Path { // a flag is stronger than the environment; the file answers only what that has not
		switch {
		case p.Flag == nil:
		case p.Resolved:
			from[p.Flag.Name] = "file"
		default:
			from[p.Flag.Name] = "flag"
		}
	}
	return from
}
