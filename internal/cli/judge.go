package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

type judgeCommand struct {
	Dir      string `arg:"" type:"existingdir" help:"Folder of the package: problem.yaml, data, submissions."`
	JSON     bool   `help:"Print the report as JSON."`
	Slots    int    `help:"Tests run at once; 0 is one a processor." default:"0"`
	CacheDir string `help:"Folder for what compilers prepare once." placeholder:"DIR"`
}

// Examples are shown in the command's help.
func (judgeCommand) Examples() []string {
	return []string{
		"codecraft judge problems/two-doors            # a table; exit status 0 only if all verdicts are as labelled",
		"codecraft judge --slots 4 problems/two-doors  # four tests at once",
		"codecraft judge --json problems/two-doors | jq '.submissions[] | select(.agrees | not)'",
	}
}

// Run judges every submission of the package and compares the verdicts with the labels.
func (c *judgeCommand) Run(ctx context.Context, o output) error {
	table := toolchain.Detect(ctx, toolchain.Builtin())
	p, err := kattis.ReadDir(c.Dir, table.Languages())
	if err != nil {
		return err
	}
	if len(p.Submissions) == 0 {
		return fmt.Errorf("%s has no submission to judge", c.Dir)
	}
	report, err := c.verify(ctx, p, table, progressBar(o.err, len(p.Submissions)))
	if err != nil {
		return err
	}
	if c.JSON {
		encoder := json.NewEncoder(o.out)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(report)
	} else {
		err = printReport(o.out, report)
	}
	if err == nil && !report.Agrees {
		return exitStatus(1)
	}
	return err
}

func (c *judgeCommand) verify(ctx context.Context, p *kattis.Package, table toolchain.Table, progress func(int, string, judge.Event)) (report kattis.Report, err error) {
	if c.Slots <= 0 {
		c.Slots = runtime.NumCPU()
	}
	if c.CacheDir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return report, err
		}
		c.CacheDir = filepath.Join(cache, "codecraft", "toolchain")
	}
	tools, err := toolchain.New(toolchain.Config{Dir: c.CacheDir}, table)
	if err != nil {
		return report, err
	}
	defer tools.Close() //nolint:errcheck // its folder is removed by the next process otherwise
	backend, err := native.New(ctx, native.Config{Slots: c.Slots})
	if err != nil {
		return report, err
	}
	defer backend.Close() //nolint:errcheck // the process ends
	v := kattis.Verification{Backend: backend, Toolchain: tools, Slots: c.Slots, Dir: c.Dir, Progress: progress}
	report, err = v.Run(ctx, p)
	progress(len(p.Submissions), "", judge.Event{})
	return report, err
}

// progressBar draws one line on a terminal; elsewhere it draws nothing.
func progressBar(w io.Writer, submissions int) func(int, string, judge.Event) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func(int, string, judge.Event) {}
	}
	const width = 24
	return func(i int, name string, e judge.Event) {
		if name == "" {
			_, _ = fmt.Fprint(w, "\r\x1b[K")
			return
		}
		filled := 0
		if e.Total > 0 {
			filled = width * e.Done / e.Total
		}
		bar := strings.Repeat("█", filled) + strings.Repeat("░", width-filled)
		_, _ = fmt.Fprintf(w, "\r\x1b[K%s %d/%d %s: %s", bar, i+1, submissions, name, e.Stage)
	}
}

func printReport(w io.Writer, r kattis.Report) error {
	note := ""
	if r.TimeLimitInferred {
		note = " (from the accepted submissions)"
	}
	_, _ = fmt.Fprintf(w, "%s: %d tests, time limit %.1f s%s\n\n", r.Problem, r.Tests, float64(r.TimeLimitMs)/1000, note)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "SUBMISSION\tLANGUAGE\tEXPECTED\tGOT\tSCORE\tTIME\tMEMORY\t")
	wrong := 0
	for _, s := range r.Submissions {
		got, mark := string(s.Got), ""
		if got == "" {
			got = "none"
		}
		if !s.Agrees {
			mark = "<- " + strings.TrimSpace(s.Failure+" "+firstLine(s.Detail))
			wrong++
		}
		score := "-"
		if s.MaxScore > 0 {
			score = fmt.Sprintf("%g/%g", s.Score, s.MaxScore)
		}
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%d ms\t%d MB\t%s\n", s.Name, s.Language, verdicts(s.Expected), got, score, s.CPUTimeMs, s.MemoryKb>>10, mark)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, n := range r.Notes {
		_, _ = fmt.Fprintln(w, "note:", n)
	}
	if wrong > 0 {
		_, err := fmt.Fprintf(w, "\n%d of %d submissions did not get the verdict they are labelled with.\n", wrong, len(r.Submissions))
		return err
	}
	_, err := fmt.Fprintf(w, "\nAll %d submissions got the verdict they are labelled with.\n", len(r.Submissions))
	return err
}

func verdicts(all []judge.Verdict) string {
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = string(v)
	}
	return strings.Join(words, "|")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
