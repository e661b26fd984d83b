// Package suite holds every language against the judge: small programs that greet, echo, err, loop,
// hog and crash are compiled and run in the sandbox, and each must get its verdict.
//
// The programs are data: testdata/programs has a folder a row of the table, named for the row's id,
// with a file for each kind of program. A row that is like another has that one's programs, but for
// those in a folder of its own.
package suite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

//go:embed testdata/programs
var programs embed.FS

// Kinds are the programs that a row needs, by the names of their files: broken only where something
// looks for errors before the program runs.
var Kinds = []string{"accepted", "wrong", "loop", "hog", "crash", "broken"}

// Check is one thing that a language must do.
type Check struct {
	Name   string        `json:"name"`
	Want   judge.Verdict `json:"want"`
	Got    judge.Verdict `json:"got"`
	OK     bool          `json:"ok"`
	Detail string        `json:"detail,omitempty"` // why not
	CPUMs  int64         `json:"cpuMs"`
}

// Report is what a language did.
type Report struct {
	Language string  `json:"language"`
	Name     string  `json:"name"`
	Version  string  `json:"version"`
	OK       bool    `json:"ok"`
	Checks   []Check `json:"checks"`
}

// Suite runs the checks; Dir is an empty folder for their inputs.
type Suite struct {
	Backend   sandbox.Backend
	Toolchain *toolchain.Toolchain
	Dir       string
	// Progress is told before each check; it may be nil.
	Progress func(check string)
}

// Checks are the names in their order.
var Checks = []string{
	"hello world", "standard input", "unicode", "one megabyte", "right solution", "wrong solution", "endless loop", "memory hog", "crash",
	"compile error",
}

// the lines of the three inputs that are echoed
var (
	plain   = []string{"first line", "second line", "3"}
	unicode = []string{"Grüße, Мир 🌍", "日本語 and עברית", "é as é"}
	million = longLines()
)

func longLines() []string {
	line := strings.Repeat("0123456789", 6) + "abc"
	lines := make([]string, 1<<20/(len(line)+1))
	for i := range lines {
		lines[i] = line
	}
	return lines
}

// Source is the program of a kind for a row; false when there is none.
func Source(l toolchain.Language, kind string) ([]byte, bool) {
	for _, id := range []string{l.ID, l.Like} {
		files, err := fs.Glob(programs, "testdata/programs/"+id+"/"+kind+".*")
		if id == "" || err != nil || len(files) == 0 {
			continue
		}
		if data, err := programs.ReadFile(files[0]); err == nil {
			return data, true
		}
	}
	return nil, false
}

// Needs reports whether a row needs a program of the kind.
func Needs(l toolchain.Language, kind string) bool {
	return kind != "broken" || len(l.Compile)+len(l.Check) > 0
}

// Run holds one installed language against all checks. The report does not depend on what fails first.
func (s Suite) Run(ctx context.Context, tool toolchain.Tool) (Report, error) {
	l := tool.Language
	r := Report{Language: l.ID, Name: l.Name, Version: tool.Version, OK: true}
	add := func(checks []Check, err error) error {
		for _, c := range checks {
			c.OK = c.Got == c.Want
			r.OK = r.OK && c.OK
			r.Checks = append(r.Checks, c)
		}
		return err
	}
	if err := add(s.hello(ctx, l)); err != nil {
		return r, err
	}
	if err := add(s.echo(ctx, l)); err != nil {
		return r, err
	}
	ends := []struct {
		name, kind string
		want       judge.Verdict
	}{
		{"wrong solution", "wrong", judge.WrongAnswer}, {"endless loop", "loop", judge.TimeLimit}, {"memory hog", "hog", judge.MemoryLimit},
		{"crash", "crash", judge.RuntimeError}, {"compile error", "broken", judge.CompileError},
	}
	for _, e := range ends {
		if Needs(l, e.kind) {
			if err := add(s.end(ctx, l, e.name, e.kind, e.want)); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

// The limits are wide, for machines that are busy; those of a program that is to hit one are narrow.
var (
	wide   = judge.Limits{CPUTimeMs: 8_000, WallTimeMs: 120_000, MemoryKb: 192 << 10, LanguageFactors: true}
	narrow = judge.Limits{CPUTimeMs: 500, WallTimeMs: 60_000, MemoryKb: 192 << 10}
	tight  = judge.Limits{CPUTimeMs: 30_000, WallTimeMs: 120_000, MemoryKb: 96 << 10}
)

func (s Suite) hello(ctx context.Context, l toolchain.Language) ([]Check, error) {
	test := []example{{"hello world", l.Example.Input, l.Example.Output}}
	o, err := s.judge(ctx, l, []byte(l.Starter), wide, test)
	if err != nil {
		return nil, err
	}
	return checks(o, judge.Accepted), nil
}

func (s Suite) echo(ctx context.Context, l toolchain.Language) ([]Check, error) {
	source, ok := Source(l, "accepted")
	if !ok {
		return nil, missing(l, "accepted")
	}
	var tests []example
	for i, lines := range [][]string{plain, unicode, million} {
		input, err := input(l, lines)
		if err != nil {
			return nil, err
		}
		tests = append(tests, example{Checks[i+1], input, strings.Join(lines, "\n") + "\n"})
	}
	o, err := s.judge(ctx, l, source, wide, tests)
	if err != nil {
		return nil, err
	}
	whole := Check{Name: "right solution", Want: judge.Accepted, Got: o.Verdict, Detail: o.Detail, CPUMs: o.CPUTimeMs}
	return append(checks(o, judge.Accepted), whole), nil
}

func (s Suite) end(ctx context.Context, l toolchain.Language, name, kind string, want judge.Verdict) ([]Check, error) {
	source, ok := Source(l, kind)
	if !ok {
		return nil, missing(l, kind)
	}
	limits := wide
	switch kind {
	case "loop":
		limits = narrow
	case "hog":
		limits = tight
	}
	in, err := input(l, plain)
	if err != nil {
		return nil, err
	}
	o, err := s.judge(ctx, l, source, limits, []example{{name, in, strings.Join(plain, "\n") + "\n"}})
	if err != nil {
		return nil, err
	}
	return checks(o, want), nil
}

// input makes what a program reads of lines: those themselves, unless the row's folder has a template.
func input(l toolchain.Language, lines []string) (string, error) {
	text, ok := Source(l, "input")
	if !ok {
		return strings.Join(lines, "\n") + "\n", nil
	}
	t, err := template.New("input").Parse(string(text))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, lines)
	return b.String(), err
}

func missing(l toolchain.Language, kind string) error {
	return errs.New(errs.Internal, "suite_program_missing", "the suite has no program %q for %s", kind, l.ID)
}

// example is a test: what is read and what must be written.
type example struct{ name, input, answer string }

func (s Suite) judge(ctx context.Context, l toolchain.Language, source []byte, limits judge.Limits, tests []example) (judge.Outcome, error) {
	group := judge.Group{Name: "suite", Sample: true, Points: 1}
	for _, t := range tests {
		if s.Progress != nil {
			s.Progress(t.name)
		}
		in, err := s.blob(t.input)
		if err != nil {
			return judge.Outcome{}, err
		}
		answer, err := s.blob(t.answer)
		if err != nil {
			return judge.Outcome{}, err
		}
		group.Tests = append(group.Tests, judge.Test{Name: t.name, Input: in, Answer: answer})
	}
	return judging.Run(ctx, judging.Request{
		Backend: s.Backend, Toolchain: s.Toolchain, Slots: 1,
		Plan:    judge.Plan{Version: judge.PlanVersion, Limits: limits, Comparison: judge.Comparison{Mode: judge.Exact}, Groups: []judge.Group{group}},
		Program: toolchain.Request{Language: l.ID, Files: []toolchain.File{{Data: source}}},
		Blobs:   func(_ context.Context, digest string) (string, error) { return filepath.Join(s.Dir, digest), nil },
	})
}

// checks turns an outcome into a check a test, with the reason where the verdict is another one.
func checks(o judge.Outcome, want judge.Verdict) (all []Check) {
	for _, t := range o.Groups[0].Tests {
		c := Check{Name: t.Name, Want: want, Got: t.Verdict, Detail: t.Detail, CPUMs: t.CPUTimeMs}
		if o.Verdict == judge.CompileError {
			c.Got, c.Detail, c.CPUMs = o.Verdict, o.Compilation.Output, o.Compilation.CPUTimeMs
		}
		if t.Stderr != nil && t.Stderr.Text != "" {
			c.Detail += "\n" + t.Stderr.Text
		}
		if c.Got == judge.CompileError && want == judge.CompileError && strings.TrimSpace(o.Compilation.Output) == "" {
			c.Got, c.Detail = judge.JudgingError, "the compiler's messages are missing"
		}
		if c.Got == want {
			c.Detail = ""
		}
		all = append(all, c)
	}
	return all
}

// blob keeps test data under its digest.
func (s Suite) blob(text string) (string, error) {
	sum := sha256.Sum256([]byte(text))
	digest := hex.EncodeToString(sum[:])
	name := filepath.Join(s.Dir, digest)
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, []byte(text)) {
		return digest, nil
	}
	return digest, os.WriteFile(name, []byte(text), 0o600)
}
