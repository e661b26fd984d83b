package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
)

func printReport(to io.Writer, r verify.Report) error {
	w := harmlessWriter{to}
	note := ""
	if r.TimeLimitInferred {
		note = " (from the submissions that must be in time)"
	}
	_, _ = fmt.Fprintf(w, "%s (%s): %d tests, time limit %.1f s%s\n", oneLine(r.Problem), r.Format, r.Tests, float64(r.TimeLimitMs)/1000, note)
	for _, f := range r.Faults {
		_, _ = fmt.Fprintln(w, "test data:", joined(f.Case, f.Validator, firstLine(f.Detail)))
	}
	if r.Checks > 0 && len(r.Faults) == 0 {
		_, _ = fmt.Fprintf(w, "test data: %d checks by validators, all as they should be\n", r.Checks)
	}
	_, _ = fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "SUBMISSION\tLANGUAGE\tEXPECTED\tGOT\tSCORE\tCPU\tRUNS\tWALL\tMEMORY\tDECIDED BY")
	wrong, unjudged := 0, 0
	for _, s := range r.Submissions {
		switch {
		case !s.Judged():
			unjudged++
		case !s.Agrees:
			wrong++
		}
		printRow(t, s)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, n := range r.Notes {
		_, _ = fmt.Fprintln(w, "note:", oneLine(n))
	}
	if len(r.Faults) > 0 {
		_, _ = fmt.Fprintf(w, "\nThe test data has %d faults.\n", len(r.Faults))
	}
	if unjudged > 0 {
		_, _ = fmt.Fprintf(w, "\n%d of %d submissions could not be judged.\n", unjudged, len(r.Submissions))
	}
	switch {
	case wrong == 0 && unjudged > 0:
		return nil
	case wrong > 0:
		_, err := fmt.Fprintf(w, "\n%d of %d submissions did not get the verdict they are labelled with.\n", wrong, len(r.Submissions))
		return err
	}
	_, err := fmt.Fprintf(w, "\nAll %d submissions got the verdict they are labelled with.\n", len(r.Submissions))
	return err
}

func printRow(w io.Writer, s verify.SubmissionReport) {
	got := string(s.Got)
	if got == "" {
		got = "none"
	}
	said := []string{s.Failure, firstLine(s.Detail), oneLine(s.Message)}
	if why := firstLine(s.Why); !s.Agrees && why != firstLine(s.Detail) {
		said = append([]string{why}, said...)
	}
	mark := joined(said...)
	if !s.Agrees {
		mark = "<- " + mark
	}
	_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d ms\t%s\t%d ms\t%s\t%s\n",
		oneLine(s.Name), s.Language, verdicts(s.Expected), got, score(s), s.CPUTimeMs, runs(s), s.WallTimeMs, megabytes(s.MemoryKb), mark)
}

// joined are the parts that there are, each introducing the next.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ": ")
}

// runs is how often the test was run that was run most.
func runs(s verify.SubmissionReport) string {
	switch {
	case s.Stretch > 1:
		return fmt.Sprintf("%d (limit x %.2f)", s.Runs, s.Stretch)
	case s.Got == "":
		return "-"
	}
	return fmt.Sprint(max(s.Runs, 1))
}

func score(s verify.SubmissionReport) string {
	if s.MaxScore > 0 || s.Score > 0 {
		return fmt.Sprintf("%g/%g", s.Score, s.MaxScore)
	}
	return "-"
}

// printOutcome shows one program's groups and tests.
func printOutcome(to io.Writer, p *problem.Package, s verify.SubmissionReport, o judge.Outcome) error {
	w := harmlessWriter{to}
	if s.Got == "" {
		_, err := fmt.Fprintf(w, "%s could not be judged: %s\n", oneLine(s.Name), s.Detail)
		return err
	}
	_, _ = fmt.Fprintf(w, "%s (%s, %s) on %s: %s\n", oneLine(s.Name), s.Language, o.Compiler, oneLine(p.Name), o.Verdict.Name())
	_, _ = fmt.Fprintf(w, "limits: %d ms of processor time, %d ms in all, %d MB of memory, %d KB of output\n\n",
		o.Limits.CPUTimeMs, o.Limits.WallTimeMs, o.Limits.MemoryKb>>10, o.Limits.OutputKb)
	if o.Verdict == judge.CompileError {
		_, err := fmt.Fprintln(w, s.Detail)
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "TEST\tVERDICT\tSCORE\tCPU\tWALL\tMEMORY\tEXIT\tLIMIT\tDETAIL")
	for _, g := range o.Groups {
		earned := "-"
		if g.Points > 0 || g.Earned > 0 {
			earned = fmt.Sprintf("%g/%g", g.Earned, g.Points)
		}
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t\t\t\t\t\t\n", problem.Path(g.Name), g.Verdict.Name(), earned)
		for _, test := range g.Tests {
			printTest(t, test)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	total := ""
	if s.MaxScore > 0 || s.Score > 0 {
		total = fmt.Sprintf(", score %g of %g", s.Score, s.MaxScore)
	}
	where := ""
	if s.Failure != "" {
		where = " on " + s.Failure
	}
	why := ""
	if s.Why != "" {
		why = "Not as it should be: " + firstLine(s.Why) + ".\n"
	}
	_, err := fmt.Fprintf(w, "\n%s%s%s: at most %d ms of processor time, %d ms in all and %s.\n%s",
		o.Verdict.Name(), where, total, o.CPUTimeMs, o.WallTimeMs, megabytes(o.MemoryKb), why)
	if err != nil {
		return err
	}
	return printStderr(w, o)
}

func printTest(w io.Writer, t judge.TestOutcome) {
	if t.Verdict == judge.Skipped {
		_, _ = fmt.Fprintf(w, "  %s\t%s\t\t\t\t\t\t\t\n", oneLine(t.Name), t.Verdict.Name())
		return
	}
	end, limit := fmt.Sprint(t.ExitCode), string(t.Limit)
	if t.Signal != "" {
		end = t.Signal
	}
	if limit == "" {
		limit = "-"
	}
	var detail []string
	if t.Detail != "" {
		detail = append(detail, firstLine(t.Detail))
	}
	if t.JudgeMessage != nil {
		detail = append(detail, firstLine(t.JudgeMessage.Text))
	}
	if t.Runs > 1 {
		detail = append(detail, fmt.Sprintf("near the limit, so run %d times: the best counts", t.Runs))
	}
	_, _ = fmt.Fprintf(w, "  %s\t%s\t\t%d ms\t%d ms\t%s\t%s\t%s\t%s\n",
		oneLine(t.Name), t.Verdict.Name(), t.CPUTimeMs, t.WallTimeMs, megabytes(t.MemoryKb), end, limit, strings.Join(detail, "; "))
}

// printStderr shows the beginning of what the program said on the test that decided, as far as it explains a failure.
func printStderr(w io.Writer, o judge.Outcome) error {
	for _, g := range o.Groups {
		for _, t := range g.Tests {
			if o.Group != g.Name || o.Test != t.Name || t.Stderr == nil || t.Verdict == judge.Skipped {
				continue
			}
			lines := strings.SplitAfterN(strings.TrimRight(t.Stderr.Text, "\n"), "\n", stderrLines+1)
			_, err := fmt.Fprintf(w, "\nstandard error of %s/%s:\n%s\n", problem.Path(g.Name), t.Name, strings.TrimRight(strings.Join(lines[:min(len(lines), stderrLines)], ""), "\n"))
			return err
		}
	}
	return nil
}

const stderrLines = 20

// megabytes has a decimal where a small program would show none at all.
func megabytes(kb int64) string {
	if kb < 10<<10 {
		return fmt.Sprintf("%.1f MB", float64(kb)/1024)
	}
	return fmt.Sprintf("%d MB", kb>>10)
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
	return oneLine(line)
}

// oneLine is a text that begins no line and no cell of its own.
func oneLine(s string) string {
	return harmless(strings.NewReplacer("\n", "\uFFFD", "\t", " ").Replace(s))
}

// harmlessWriter takes what would steer a terminal out of all that is printed: names of files, of problems and what
// programs say. It is given whole lines or cells.
type harmlessWriter struct{ to io.Writer }

func (w harmlessWriter) Write(text []byte) (int, error) {
	_, err := io.WriteString(w.to, harmless(string(text)))
	return len(text), err
}

// harmless takes what would steer a terminal out of a text that comes from programs.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
