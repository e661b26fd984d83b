package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/codecraft-hq/codecraft/internal/base/config"
)

const variablePrefix = "CODECRAFT_"

// nameVariables gives each flag its variable: its name in capitals, --judge0 is CODECRAFT_JUDGE0.
func nameVariables(k *kong.Kong) error {
	return kong.Visit(k.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok && flag.Name != "help" && len(flag.Envs) == 0 {
			flag.Envs = []string{variablePrefix + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))}
			flag.Tag.Envs = flag.Envs
		}
		return next(nil)
	})
}

// warnOfVariables names what is set in the environment and means nothing to us: a slip there would otherwise go unseen. It
// is no fault, since a neighbour or another version may know the variable.
func warnOfVariables(w io.Writer, app *kong.Application, environment []string) {
	var known []string
	_ = kong.Visit(app, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			known = append(known, flag.Envs...)
		}
		return next(nil)
	})
	slices.Sort(environment)
	for _, v := range environment {
		name, _, _ := strings.Cut(v, "=")
		if !strings.HasPrefix(name, variablePrefix) || strings.HasPrefix(name, variablePrefix+"TEST_") || slices.Contains(known, name) {
			continue
		}
		_, _ = fmt.Fprintf(w, "codecraft: the variable %s is not known and changes nothing%s\n", name, meant(name, known))
	}
}

// meant guesses by what follows the prefix, which all share.
func meant(name string, known []string) string {
	words := make([]string, 0, len(known))
	for _, k := range known {
		words = append(words, strings.TrimPrefix(k, variablePrefix))
	}
	if near := config.Nearest(strings.TrimPrefix(name, variablePrefix), words); near != "" {
		return fmt.Sprintf("; did you mean %s%s?", variablePrefix, near)
	}
	return "; codecraft serve --help names those that are"
}
