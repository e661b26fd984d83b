package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

type toolchainCommand struct {
	Toolchains string `type:"path" placeholder:"DIR" help:"Folder of toolchains that are not the distribution's; the default is of the user's data."`

	List    toolchainList    `cmd:"" help:"List the languages and say which of them this host has."`
	Install toolchainInstall `cmd:"" help:"Install languages, with what they need."`
	Test    toolchainTest    `cmd:"" help:"Hold installed languages against the suite, in the sandbox."`
	Guide   toolchainGuide   `cmd:"" help:"Print the page of all languages, as Markdown."`
}

// Examples are shown in the command's help.
func (toolchainCommand) Examples() []string {
	return []string{
		"codecraft toolchain list                     # what there is, and what this host has",
		"codecraft toolchain install kotlin haskell   # two languages, and Java for Kotlin",
		"codecraft toolchain test kotlin haskell      # hello world, echo, loop, hog, crash and so on",
	}
}

// dir is the folder of toolchains in force.
func (c *toolchainCommand) dir() string {
	if c.Toolchains != "" {
		return c.Toolchains
	}
	return toolchain.DefaultDir()
}

// AfterApply gives the subcommands the folder of toolchains.
func (c *toolchainCommand) AfterApply() error {
	c.List.dir, c.Install.dir, c.Test.dir = c.dir(), c.dir(), c.dir()
	return nil
}

type toolchainList struct {
	Installed bool `help:"Leave out what is not installed."`
	JSON      bool `help:"Print the table as JSON."`
	dir       string
}

// Examples are shown in the command's help.
func (toolchainList) Examples() []string {
	return []string{
		"codecraft toolchain list --installed",
		"codecraft toolchain list --json | jq -r '.[] | select(.installed | not) | .language.id'",
	}
}

// Run prints the table of this host.
func (c *toolchainList) Run(ctx context.Context, o output) error {
	table := toolchain.DetectIn(ctx, c.dir, toolchain.Builtin())
	if c.Installed {
		table = installed(table)
	}
	table.Measure(ctx)
	if c.JSON {
		return indentedJSON(o.out, table)
	}
	t := tabwriter.NewWriter(o.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "LANGUAGE\tNAME\tVERSION\tSIZE\tWHERE, OR HOW TO GET IT")
	for _, tool := range table {
		version, size, where := tool.Version, roomOf(tool.Size), tool.Path
		if !tool.Installed {
			version, size, where = "missing", "-", tool.Problem
		}
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", tool.Language.ID, tool.Language.Name, version, size, where)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(o.out, "\n%d of %d are installed here.\n", len(installed(table)), len(table))
	return err
}

// roomOf is a size as it is shown: "-" when it is not known.
func roomOf(n int64) string {
	if n == 0 {
		return "-"
	}
	return megabytes(n >> 10)
}

func installed(t toolchain.Table) toolchain.Table {
	some := toolchain.Table{}
	for _, tool := range t {
		if tool.Installed {
			some = append(some, tool)
		}
	}
	return some
}

func indentedJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// steps draws progress: one line that changes on a terminal, a line a step elsewhere.
type steps struct {
	w        io.Writer
	terminal bool
	total    int
	columns  int
}

func newSteps(w io.Writer, total int) *steps {
	s := &steps{w: w, total: total, columns: 100}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		s.terminal = true
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil {
			s.columns = columns
		}
	}
	return s
}

// at shows that a step is under way; detail changes while it is, and is shown on a terminal only.
func (s *steps) at(done int, what, detail string) {
	if !s.terminal {
		if detail == "" {
			_, _ = fmt.Fprintf(s.w, "[%d/%d] %s\n", done+1, s.total, what)
		}
		return
	}
	const width = 24
	filled := width * done / max(s.total, 1)
	line := fmt.Sprintf("%s%s %d/%d %s  %s", strings.Repeat("█", filled), strings.Repeat("░", width-filled), done, s.total, what, detail)
	if letters := []rune(line); len(letters) >= s.columns {
		line = string(letters[:max(s.columns-1, 0)])
	}
	_, _ = fmt.Fprint(s.w, "\r\x1b[K"+line)
}

// clear takes the line away, so that something can be printed.
func (s *steps) clear() {
	if s.terminal {
		_, _ = fmt.Fprint(s.w, "\r\x1b[K")
	}
}

// toolchainCache is where compilers keep what they prepare once.
func toolchainCache() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, "codecraft", "toolchain"), nil
}
