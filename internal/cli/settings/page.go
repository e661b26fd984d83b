package settings

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/codecraft-hq/codecraft/internal/base/config"
)

const introduction = `# Configuration

Made from the flags by ` + "`make gen`" + `. Each setting is a flag of ` + "`codecraft serve`" + ` (and of ` + "`migrate`, `doctor` and `config`" + `), a variable of the
environment, and a key of a YAML file that ` + "`--config FILE`" + ` or ` + "`CODECRAFT_CONFIG`" + ` names. A flag is stronger than the environment, and
that is stronger than the file. A file's keys are the flags' names without the dashes:

` + "```yaml\naddr: 0.0.0.0:443\nacme-hosts: [code.example.org]\nauth-access-ttl: 5m\n```" + `

Spans of time are written like ` + "`90s`, `10m` or `24h`" + `; of a list's words each is behind a comma. ` + "`codecraft config --diff`" + ` prints what you
changed. Secrets are best put into the environment or a file that only the product's user reads; none is ever printed.
`

// Page is docs/configuration.md.
func Page(flags []*kong.Flag) string {
	var groups []string
	rows := map[string][]string{}
	for _, flag := range flags {
		if OfTheCommand(flag) {
			continue
		}
		group := "The product"
		if flag.Group != nil {
			group = flag.Group.Title
		}
		if rows[group] == nil {
			groups = append(groups, group)
		}
		help := strings.ReplaceAll(flag.Help, "|", `\|`)
		rows[group] = append(rows[group], fmt.Sprintf("| `--%s` | `%s` | %s | %s |\n", flag.Name, strings.Join(flag.Envs, "`, `"), standard(flag), help))
	}
	var b strings.Builder
	b.WriteString(introduction)
	for _, group := range groups {
		fmt.Fprintf(&b, "\n## %s\n\n| flag | environment | default | what for |\n|---|---|---|---|\n%s", group, strings.Join(rows[group], ""))
	}
	return b.String()
}

// standard is the default of a setting; that of a secret is none of the page's.
func standard(flag *kong.Flag) string {
	switch {
	case flag.Target.Type() == reflect.TypeFor[config.Secret]():
		return "secret"
	case flag.HasDefault:
		return "`" + flag.Default + "`"
	case flag.IsBool():
		return "`false`"
	}
	return ""
}

// OfTheCommand tells the flags of config itself from the settings.
func OfTheCommand(flag *kong.Flag) bool {
	return flag.Name == "help" || flag.Name == "diff" || flag.Name == "page" || flag.Name == "config"
}
