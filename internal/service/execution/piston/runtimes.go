package piston

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

//go:embed names.yaml
var namesFile []byte

// naming is what Piston's clients call one of our languages.
type naming struct {
	Name    string   `yaml:"name"`
	Aliases []string `yaml:"aliases"`
	Runtime string   `yaml:"runtime"`
}

var namings = func() map[string]naming {
	all := map[string]naming{}
	if err := yaml.Unmarshal(namesFile, &all); err != nil {
		panic(err) // a test parses the embedded table
	}
	return all
}()

// kinds are our rows by id: what a language's sources are called, and whether it is compiled.
var kinds = func() map[string]toolchain.Language {
	all := map[string]toolchain.Language{}
	for _, l := range toolchain.Builtin() {
		all[l.ID] = l
	}
	return all
}()

// runtime is a row of GET /api/v2/runtimes.
type runtime struct {
	Language string   `json:"language"`
	Version  string   `json:"version"`
	Aliases  []string `json:"aliases"`
	Runtime  string   `json:"runtime,omitempty"`

	own     wire.Language
	version *semver.Version
	other   bool // of another make than the language's first row: clang beside gcc
}

// runtimes are the languages that can be used now.
func runtimes(have []wire.Language) []runtime {
	all := []runtime{}
	for _, l := range have {
		if l.Available {
			all = append(all, runtimeOf(l))
		}
	}
	return all
}

func runtimeOf(l wire.Language) runtime {
	base, variant, _ := strings.Cut(l.ID, "@") // "python@3.13" is a python, too
	n := namings[base]
	r := runtime{Language: n.Name, Aliases: slices.Clone(n.Aliases), Runtime: n.Runtime, own: l, version: versionOf(l.Version)}
	if r.Language == "" {
		r.Language = base
	}
	if maker := makerOf(variant); maker != "" && maker != n.Runtime {
		r.Runtime, r.Aliases, r.other = maker, []string{maker + "-" + r.Language}, true
	}
	if r.Language != base && !slices.Contains(r.Aliases, base) {
		r.Aliases = append(r.Aliases, base)
	}
	if r.Aliases == nil {
		r.Aliases = []string{}
	}
	r.Version = r.version.String()
	return r
}

// makerOf is who makes a variant of a language, "clang" for "clang-19"; "" for a mere version.
func makerOf(variant string) string {
	if variant == "" || variant[0] >= '0' && variant[0] <= '9' {
		return ""
	}
	maker, _, _ := strings.Cut(variant, "-")
	return maker
}

// versionOf makes a version of three numbers of what a toolchain says: "3.8" is 3.8.0, "17.0.9+9-LTS" is 17.0.9.
func versionOf(text string) *semver.Version {
	numbers := []uint64{}
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == '.' || c == '_' || c == '-' || c == '+' || c == ' ' }) {
		n := uint64(0)
		digits := strings.TrimFunc(part, func(c rune) bool { return c < '0' || c > '9' })
		for _, c := range digits {
			if c < '0' || c > '9' || n > 1<<40 {
				break
			}
			n = n*10 + uint64(c-'0')
		}
		if digits == "" {
			break
		}
		numbers = append(numbers, n)
	}
	numbers = append(numbers, 0, 0, 0)
	return semver.New(numbers[0], numbers[1], numbers[2], "", "")
}

// find picks the newest runtime of a name or alias whose version a selector takes. The versions of different makers
// cannot be compared: another maker's is picked only where the first one's has no such version.
func find(all []runtime, name, selector string) (runtime, bool) {
	wanted, err := semver.NewConstraint(selector)
	if err != nil {
		return runtime{}, false
	}
	best, found := runtime{}, false
	for _, r := range all {
		if (r.Language == name || slices.Contains(r.Aliases, name)) && wanted.Check(r.version) && (!found || r.before(best)) {
			best, found = r, true
		}
	}
	return best, found
}

func (r runtime) before(other runtime) bool {
	if r.other != other.other {
		return other.other
	}
	return r.version.GreaterThan(other.version)
}

func (r runtime) compiled() bool { return len(kinds[r.own.ID].Compile) > 0 }
