package cli

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/cli/guide"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain/suite"
)

type toolchainTest struct {
	Languages []string `arg:"" optional:"" name:"lang" help:"Ids of languages; all that are installed when none is named."`
	JSON      bool     `help:"Print the report as JSON."`
	AtLeast   int      `help:"Fail unless this many languages hold, versions not counted." placeholder:"N"`
	Page      string   `help:"Write the verdicts as a page of Markdown." placeholder:"FILE"`
	CacheDir  string   `help:"Folder for what compilers prepare once." placeholder:"DIR"`
	dir       string
}

// Examples are shown in the command's help.
func (toolchainTest) Examples() []string {
	return []string{
		"codecraft toolchain test            # every installed language; exit status 0 only if all hold",
		"codecraft toolchain test rust zig   # two of them",
		"codecraft toolchain test --at-least 45 --page verdicts.md",
		"codecraft toolchain test --json | jq -r '.[] | select(.ok | not) | .language'",
	}
}

// Run judges the suite's programs of each language and compares the verdicts with the expected ones.
func (c *toolchainTest) Run(ctx context.Context, o output) error {
	table := toolchain.DetectIn(ctx, c.dir, toolchain.Builtin())
	tools, err := c.chosen(table)
	if err != nil {
		return err
	}
	start := time.Now()
	reports, err := c.hold(ctx, o, table, tools)
	if err != nil {
		return err
	}
	failed, distinct := guide.Tally(reports)
	if c.Page != "" {
		if err := os.WriteFile(c.Page, []byte(guide.Tested(table, reports, start)), 0o644); err != nil { //nolint:gosec // a document
			return err
		}
	}
	if c.JSON {
		err = indentedJSON(o.out, reports)
	} else {
		_, err = fmt.Fprintf(o.out, "\n%d of %d hold: %d languages, versions not counted. It took %v.\n",
			len(reports)-failed, len(reports), distinct, time.Since(start).Round(time.Second))
	}
	if err == nil && (failed > 0 || distinct < c.AtLeast) {
		if distinct < c.AtLeast {
			_, _ = fmt.Fprintf(o.err, "codecraft: %d languages hold, %d are asked for: see `codecraft toolchain list`\n", distinct, c.AtLeast)
		}
		return exitStatus(1)
	}
	return err
}

func (c *toolchainTest) chosen(table toolchain.Table) (toolchain.Table, error) {
	if len(c.Languages) == 0 {
		return installed(table), nil
	}
	var tools toolchain.Table
	for _, id := range c.Languages {
		tool, err := table.Get(id)
		if err != nil {
			return nil, err
		}
		tools = append(tools, tool)
	}
	return tools, nil
}

func (c *toolchainTest) hold(ctx context.Context, o output, table, tools toolchain.Table) (reports []suite.Report, err error) {
	if c.CacheDir == "" {
		if c.CacheDir, err = toolchainCache(); err != nil {
			return nil, err
		}
	}
	compilers, err := toolchain.New(toolchain.Config{Dir: c.CacheDir}, table)
	if err != nil {
		return nil, err
	}
	defer compilers.Close() //nolint:errcheck // its folder is removed by the next process otherwise
	backend, err := native.New(ctx, native.Config{Slots: 1, AllowContained: true})
	if err != nil {
		return nil, err
	}
	defer backend.Close() //nolint:errcheck // the process ends
	dir, err := os.MkdirTemp("", "codecraft-suite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	progress := newSteps(o.err, len(tools))
	for i, tool := range tools {
		progress.at(i, tool.Language.ID, "")
		s := suite.Suite{Backend: backend, Toolchain: compilers, Dir: dir, Progress: func(check string) { progress.at(i, tool.Language.ID, check) }}
		r, err := s.Run(ctx, tool)
		progress.clear()
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err != nil { // one that cannot be judged does not keep the others from it
			r.OK = false
			r.Checks = append(r.Checks, suite.Check{Name: "judging", Want: judge.Accepted, Got: judge.JudgingError, Detail: err.Error()})
		}
		reports = append(reports, r)
		if !c.JSON {
			printSuite(o, r)
		}
	}
	return reports, nil
}

func printSuite(o output, r suite.Report) {
	holds := "holds"
	if !r.OK {
		holds = "FAILS"
	}
	verdicts := make([]string, len(r.Checks))
	for i, c := range r.Checks {
		verdicts[i] = string(c.Got)
	}
	_, _ = fmt.Fprintf(o.out, "%s  %-18s %-22s %s\n", holds, r.Language, r.Version, strings.Join(verdicts, " "))
	for _, c := range r.Checks {
		if !c.OK {
			_, _ = fmt.Fprintf(o.out, "       %s: got %s (%s), want %s: %s\n", c.Name, c.Got, c.Got.Name(), c.Want, firstLine(c.Detail))
		}
	}
}
