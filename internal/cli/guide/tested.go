package guide

import (
	"fmt"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain/suite"
)

const testedIntroduction = `# The languages, as last tested

Written by ` + "`make test-languages`" + `, which installs every language of the [table](languages.md) and holds each against the suite. A program that
greets, one that echoes plain text, Unicode and 1 MB, and programs that are wrong, endless, greedy, crashing and malformed are judged in the
sandbox: the cells are the verdicts that they got. A mark of interrogation stands behind one that is not as expected.

`

// Tested is the report of the suite as a page of Markdown.
func Tested(table toolchain.Table, reports []suite.Report, when time.Time) string {
	failed, distinct := Tally(reports)
	var b strings.Builder
	b.WriteString(testedIntroduction)
	fmt.Fprintf(&b, "On %s, %d of %d rows held: %d languages, versions not counted.\n\n", when.UTC().Format(time.DateOnly), len(reports)-failed, len(reports), distinct)
	fmt.Fprintf(&b, "| id | version | %s |\n|---|---|%s\n", strings.Join(suite.Checks, " | "), strings.Repeat("---|", len(suite.Checks)))
	tested := map[string]bool{}
	for _, r := range reports {
		tested[r.Language] = true
		fmt.Fprintf(&b, "| `%s` | %s |", r.Language, cell(r.Version))
		verdicts := map[string]string{}
		for _, c := range r.Checks {
			verdicts[c.Name] = string(c.Got)
			if !c.OK {
				verdicts[c.Name] += "?"
			}
		}
		for _, name := range suite.Checks {
			fmt.Fprintf(&b, " %s |", verdicts[name])
		}
		b.WriteString("\n")
	}
	var left []string
	for _, tool := range table {
		if !tested[tool.Language.ID] {
			left = append(left, "`"+tool.Language.ID+"`")
		}
	}
	if len(left) > 0 {
		fmt.Fprintf(&b, "\nNot tested, for they were not installed or not asked for: %s.\n", strings.Join(left, ", "))
	}
	return b.String()
}

// Tally counts the rows that fail, and the languages that hold in at least one version.
func Tally(reports []suite.Report) (failed, distinct int) {
	held := map[string]bool{}
	for _, r := range reports {
		if !r.OK {
			failed++
			continue
		}
		language, _, _ := strings.Cut(r.Language, "@")
		held[language] = true
	}
	return failed, len(held)
}
