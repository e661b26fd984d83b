package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

type judgeCommand struct {
	Package    string   `arg:"" type:"path" help:"A problem package, a folder or a zip archive: ICPC/Kattis (legacy or 2025-09) or Polygon."`
	Submission string   `arg:"" optional:"" help:"One submission: a name in the package, or a file or folder of yours. Without it all of the package are judged."`
	JSON       bool     `help:"Print the report as JSON."`
	Slots      amount   `help:"Tests run at once; 0 is one a processor." default:"0"`
	Language   string   `help:"Language of a submission of yours, where its extension does not say." placeholder:"ID"`
	TimeLimit  *float64 `help:"Seconds of processor time a test may use, in the place of the package's limit." placeholder:"SECONDS"`
	CacheDir   string   `help:"Folder for what compilers prepare once." placeholder:"DIR"`
}

// The exit statuses of the command, beside 0.
const (
	statusDisagrees = 1
	statusUnusable  = 2
	statusUnjudged  = 3
)

// Help is shown above the command's flags.
func (judgeCommand) Help() string {
	return `Exit status:
  0  everything is as the package says; one program of yours: accepted
  1  a verdict or the test data is not as the package says; one program of yours: not accepted
  2  wrong usage, or the package cannot be read
  3  something could not be judged, for instance because a compiler is missing or a validator failed`
}

// Examples are shown in the command's help.
func (judgeCommand) Examples() []string {
	return []string{
		"codecraft judge problems/two-doors              # a table of all submissions, after the test data was checked",
		"codecraft judge two-doors.zip                   # exit status 0 only if everything is as the package says",
		"codecraft judge problems/two-doors mine.cpp     # one program, test by test; exit status 0 only if accepted",
		"codecraft judge problems/two-doors wrong_answer/off_by_one.py",
		"codecraft judge --slots 4 --time-limit 2.5 problems/two-doors",
		"codecraft judge --json problems/two-doors | jq '.submissions[] | select(.agrees | not)'",
	}
}

// Validate refuses what cannot be meant. NaN is in no range.
func (c *judgeCommand) Validate() error {
	if l := c.TimeLimit; l != nil && !(*l >= 0.001 && *l <= 3600) { //nolint:staticcheck // the other way round NaN would pass
		return outside("time-limit", strconv.FormatFloat(*l, 'f', -1, 64), "0.001 to 3600 seconds", "")
	}
	if c.Slots < 0 || c.Slots > 1024 {
		return outside("slots", fmt.Sprint(int64(c.Slots)), "1 to 1024", "one a processor")
	}
	return nil
}

// Run judges every submission of the package and compares the verdicts with the labels, or judges one program. What is
// refused is told as JSON too where that is asked for.
func (c *judgeCommand) Run(ctx context.Context, o output) error {
	err := c.judge(ctx, o)
	var refused failure
	if c.JSON && errors.As(err, &refused) {
		if err := printJSON(o.out, refusalOf(refused)); err != nil {
			return err
		}
	}
	return err
}

// refusal is what --json prints where there is no report.
type refusal struct {
	Error struct {
		Status  int    `json:"status"` // the exit status
		Code    string `json:"code,omitempty"`
		Detail  string `json:"detail"`
		Pointer string `json:"pointer,omitempty"` // the file at fault
	} `json:"error"`
}

func refusalOf(f failure) (r refusal) {
	r.Error.Status, r.Error.Detail = f.status, f.Error()
	if e := (*errs.Error)(nil); errors.As(f, &e) {
		r.Error.Code, r.Error.Pointer = e.Code, e.Pointer
	}
	return r
}

func (c *judgeCommand) judge(ctx context.Context, o output) error {
	p, closer, err := packages.Open(c.Package, toolchain.Builtin())
	if err != nil {
		return failure{statusUnusable, err}
	}
	defer closer.Close()
	if c.Submission != "" {
		one, err := c.submission(p)
		if err != nil {
			return failure{statusUnusable, err}
		}
		return unjudged(c.judgeOne(ctx, o, p, one))
	}
	if len(p.Submissions) == 0 {
		return failure{statusUnusable, fmt.Errorf("%s has no submission to judge\n%s", c.Package, strings.Join(p.Notes, "\n"))}
	}
	return unjudged(c.judgeAll(ctx, o, p))
}

// unjudged makes an error that kept something from being judged the end of the command.
func unjudged(err error) error {
	var quiet exitStatus
	if err == nil || errors.As(err, &quiet) {
		return err
	}
	return failure{statusUnjudged, err}
}

func (c *judgeCommand) judgeAll(ctx context.Context, o output, p *problem.Package) error {
	v, done, err := c.verification(ctx, p, c.progress(o.err))
	if err != nil {
		return err
	}
	defer done()
	report, err := v.Run(ctx, p)
	v.Progress(verify.Step{})
	if err != nil && ctx.Err() == nil { // who stops it is told what is known
		return err
	}
	if c.JSON {
		err = printJSON(o.out, report)
	} else {
		err = printReport(o.out, report)
	}
	switch {
	case err != nil:
		return err
	case slices.ContainsFunc(report.Submissions, func(s verify.SubmissionReport) bool { return !s.Judged() }):
		return exitStatus(statusUnjudged)
	case !report.Agrees:
		return exitStatus(statusDisagrees)
	}
	return nil
}

// judgeOne judges one program: by its label when the package has one for it, else it has to be accepted.
func (c *judgeCommand) judgeOne(ctx context.Context, o output, p *problem.Package, s problem.Submission) error {
	v, done, err := c.verification(ctx, p, c.progress(o.err), s)
	if err != nil {
		return err
	}
	defer done()
	row, outcome, err := v.Judge(ctx, p, s)
	v.Progress(verify.Step{})
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(o.out, struct {
			verify.SubmissionReport
			Outcome judge.Outcome `json:"outcome"`
		}{row, outcome})
	} else {
		err = printOutcome(o.out, p, row, outcome)
	}
	switch {
	case err != nil:
		return err
	case !row.Judged():
		return exitStatus(statusUnjudged)
	case !row.Agrees:
		return exitStatus(statusDisagrees)
	}
	return nil
}

// submission finds the program to judge: in the package by name, or on this host.
func (c *judgeCommand) submission(p *problem.Package) (problem.Submission, error) {
	wanted := filepath.ToSlash(filepath.Clean(c.Submission))
	if inside, err := filepath.Rel(filepath.Join(c.Package, "submissions"), c.Submission); err == nil && filepath.IsLocal(inside) {
		wanted = filepath.ToSlash(inside)
	}
	for _, s := range p.Submissions {
		if s.Name == wanted || "submissions/"+s.Name == wanted {
			return s, nil
		}
	}
	s := problem.Submission{Name: c.Submission, Expected: []judge.Verdict{judge.Accepted}}
	var err error
	if s.Files, s.Language, err = readProgram(c.Submission); err != nil {
		return s, err
	}
	if len(s.Files) == 0 {
		return s, fmt.Errorf("there is no submission %q in the package, and no such file; without a name all of the package are judged", c.Submission)
	}
	if c.Language != "" {
		s.Language = c.Language
		if _, err := toolchain.WithNeeds(toolchain.Builtin(), []string{c.Language}); err != nil {
			return s, err
		}
	}
	if s.Language == "" {
		return s, fmt.Errorf("the extension of %s says no language: name one with --language (codecraft toolchain list shows them)", c.Submission)
	}
	return s, nil
}

// verification is what the package is judged with, and more programs than its own; done lets go of it.
func (c *judgeCommand) verification(ctx context.Context, p *problem.Package, progress func(verify.Step), more ...problem.Submission) (v verify.Verification, done func(), err error) {
	if c.TimeLimit != nil {
		p.Plan.Limits.CPUTimeMs, p.Timing.Fixed = int64(*c.TimeLimit*1000), true
	}
	slots := int(c.Slots)
	if slots == 0 {
		slots = runtime.NumCPU()
	}
	if c.CacheDir == "" {
		if c.CacheDir, err = toolchainCache(); err != nil {
			return v, nil, err
		}
	}
	judging.Calibrate(filepath.Join(c.CacheDir, "pace.json"))
	tools, err := toolchain.New(toolchain.Config{Dir: c.CacheDir}, toolchain.Detect(ctx, rowsFor(p, more)))
	if err != nil {
		return v, nil, err
	}
	backend, err := native.New(ctx, native.Config{Slots: 2 * slots, AllowContained: true}) // an interactive validator has a slot beside the program
	if err != nil {
		_ = tools.Close()
		return v, nil, err
	}
	v = verify.Verification{Backend: backend, Toolchain: tools, Slots: slots, Progress: progress}
	return v, func() {
		_ = backend.Close() // the process ends
		_ = tools.Close()   // its folder is removed by the next process otherwise
	}, nil
}

// rowsFor are the languages that the package's programs and some more are in, and what those languages need: asking
// every compiler of the host for its version takes a second. A language that is not known is told of by all rows.
func rowsFor(p *problem.Package, more []problem.Submission) []toolchain.Language {
	wanted := map[string]bool{}
	for _, s := range slices.Concat(p.Submissions, more) {
		wanted[s.Language] = true
	}
	for _, program := range slices.Concat(p.InputValidators, p.AnswerValidators) {
		wanted[program.Language] = true
	}
	for v := p.Plan.Validator; v != nil; v = v.Checker {
		wanted[v.Language] = true
	}
	delete(wanted, "") // of a submission that nobody can compile
	return rowsOf(wanted)
}

// rowsOf are the rows of languages, and of those that they need; all rows when one is not known.
func rowsOf(wanted map[string]bool) []toolchain.Language {
	all := toolchain.Builtin()
	found := 0
	for _, l := range all {
		if wanted[l.ID] {
			found++
		}
	}
	if found < len(wanted) {
		return all
	}
	for range all { // a need may have needs
		for _, l := range all {
			for _, need := range l.Needs {
				wanted[need] = wanted[need] || wanted[l.ID]
			}
		}
	}
	return slices.DeleteFunc(all, func(l toolchain.Language) bool { return !wanted[l.ID] })
}

// printJSON escapes what would steer a terminal, which JSON need not.
func printJSON(w io.Writer, v any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return err
	}
	var escaped strings.Builder
	for _, r := range text.String() {
		switch {
		case r == '\n' || unicode.IsPrint(r):
			escaped.WriteRune(r)
		default:
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&escaped, "\\u%04x", unit)
			}
		}
	}
	_, err := io.WriteString(w, escaped.String())
	return err
}
