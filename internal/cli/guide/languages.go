// Package guide writes the pages of Markdown about languages: what the table has, and what the suite said when it was last run.
package guide

import (
	"fmt"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

const introduction = `# Languages

This page is generated from the table of languages by ` + "`make gen`" + `.

` + "`codecraft toolchain list`" + ` says which of these a host has, ` + "`codecraft toolchain install ID...`" + ` installs more (` + "`--all`" + `: everything), and
` + "`codecraft toolchain test`" + ` holds what is installed against the suite: hello world, echo, 1 MB of input, Unicode, a right and a
wrong solution, an endless loop, a memory hog, a crash and, where it compiles, a compile error. ` + "`make run`" + ` installs the common dozen.

[What was last tested](languages-tested.md) has the verdicts and versions that ` + "`make test-languages`" + ` got.

Debian's packages go into the system. What is of npm, PyPI, Maven or the Go module proxy goes into a folder a row, below
` + "`~/.local/share/codecraft/toolchains`" + ` or what ` + "`--toolchains`" + ` or ` + "`CODECRAFT_TOOLCHAINS`" + ` names: give workers that are other users the same
folder. A worker looks for its languages when it starts: restart it after an installation.

An id with ` + "`@`" + ` is a version beside others. A language is one row of a file in ` + "`internal/engine/toolchain/languages`" + `; the product needs
no other change. For the suite it brings six small programs, in a folder named for it in ` + "`suite/testdata/programs`" + `, unless it is ` + "`like`" + ` another row.

`

// Languages is the page of a table of languages.
func Languages(rows []toolchain.Language) string {
	var b strings.Builder
	b.WriteString(introduction)
	fmt.Fprintf(&b, "There are %d rows.\n\n| id | name | files | from | compiled by | run by | notes |\n|---|---|---|---|---|---|---|\n", len(rows))
	for _, l := range rows {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", l.ID, l.Name, strings.Join(l.Extensions, " "), registries(l.Install),
			commandCell(l.Compile), commandCell(l.Run), cell(l.Notes))
	}
	b.WriteString("\n## System calls\n\nPrograms that are machine code (`family: native` in their rows) are refused sockets, memory files and other calls that they do not need: ")
	fmt.Fprintf(&b, "%s. Interpreters, virtual machines and all compilers have the general list.\n", strings.Join(nativeRows(rows), ", "))
	b.WriteString("\n## Flags of the compilers\n\nA run may ask for these and no others; solutions of problems are judged without. A pattern matches a whole flag.\n\n| id | flag | about |\n|---|---|---|\n")
	for _, l := range rows {
		for _, f := range l.Flags {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", l.ID, commandCell([]string{f.Pattern}), cell(f.About))
		}
	}
	return b.String()
}

// nativeRows are those of machine code.
func nativeRows(rows []toolchain.Language) (ids []string) {
	for _, l := range rows {
		if l.Family == sandbox.Native {
			ids = append(ids, "`"+l.ID+"`")
		}
	}
	return ids
}

// registries are where a toolchain comes from, without its versions, which the table has.
func registries(i toolchain.Install) string {
	var from []string
	for _, r := range []struct {
		name     string
		packages []string
	}{{"Debian", i.Apt}, {"npm", i.NPM}, {"PyPI", i.PyPI}, {"Maven", i.Maven}, {"Go modules", i.Go}} {
		if len(r.packages) > 0 {
			from = append(from, r.name)
		}
	}
	if len(from) == 0 {
		return cell(i.Hint)
	}
	return strings.Join(from, ", ")
}

// commandCell shows a command in a table.
func commandCell(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return "`" + cell(strings.Join(args, " ")) + "`"
}

// cell is text that does not end a cell of a table.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}
