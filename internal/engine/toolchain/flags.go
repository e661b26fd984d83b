package toolchain

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// maxFlag bounds one compiler flag.
const maxFlag = 200

// FlagFault is a compiler flag that a language does not take, by its place in the list.
type FlagFault struct {
	Index  int
	Detail string
}

// FlagFaults are the flags that no rule of the row matches whole.
func (l *Language) FlagFaults(flags []string) (all []FlagFault) {
	for i, flag := range flags {
		if len(flag) <= maxFlag && utf8.ValidString(flag) && l.flagRule(flag) != nil {
			continue
		}
		detail := fmt.Sprintf("%s takes no compiler flag %.60q", l.Name, flag)
		if len(l.Flags) > 0 {
			detail += "; it takes flags like " + l.flagExamples() + " (all of them: docs/languages.md)"
		}
		all = append(all, FlagFault{i, detail})
	}
	return all
}

// allow refuses flags that the language does not take.
func (l *Language) allow(flags []string) error {
	for _, f := range l.FlagFaults(flags) {
		return errs.New(errs.Invalid, "compiler_flag_refused", "%s", f.Detail).At(fmt.Sprintf("/flags/%d", f.Index))
	}
	return nil
}

func (l *Language) flagRule(flag string) *FlagRule {
	for i, rule := range l.Flags {
		if regexp.MustCompile(`\A(?:` + rule.Pattern + `)\z`).MatchString(flag) {
			return &l.Flags[i]
		}
	}
	return nil
}

// flagExamples are what the rules allow, in the words of people: "-O0 -O2 (how much is optimized), -g".
func (l *Language) flagExamples() string {
	all := make([]string, len(l.Flags))
	for i, rule := range l.Flags {
		all[i] = strings.Join(rule.Examples, " ")
		if rule.About != "" {
			all[i] += " (" + rule.About + ")"
		}
	}
	return strings.Join(all, ", ")
}

// without is the command less the arguments that the flags take the place of.
func (l *Language) without(command, flags []string) []string {
	var gone []string
	for _, flag := range flags {
		if rule := l.flagRule(flag); rule != nil {
			gone = append(gone, rule.Without...)
		}
	}
	return slices.DeleteFunc(slices.Clone(command), func(arg string) bool { return slices.Contains(gone, arg) })
}
