package judging_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// obedient does what each test's input says.
const obedient = `read -r what
case $what in
  right) echo right ;;
  wrong) echo "secret-from-stdout"; echo "secret-from-stderr" >&2 ;;
  crash) exit 42 ;;
  signal) kill -SEGV $$ ;;
  loop) while :; do :; done ;;
  flood) while :; do echo floods; done ;;
esac
`

// group makes tests whose names and inputs are the given words; each is right when it says "right".
func (b *bench) group(t *testing.T, name string, points float64, inputs ...string) judge.Group {
	t.Helper()
	g := judge.Group{Name: name, Points: points}
	for i, in := range inputs {
		g.Tests = append(g.Tests, b.test(t, fmt.Sprint(i+1), in+"\n", "right\n"))
	}
	return g
}

func verdicts(g judge.GroupOutcome) string {
	words := make([]string, len(g.Tests))
	for i, t := range g.Tests {
		words[i] = string(t.Verdict)
	}
	return strings.Join(words, " ")
}

func TestGroupsEarnTheirPointsTogether(t *testing.T) {
	b := newBench(t, 2)
	sample := b.group(t, "sample", 0, "right", "wrong", "crash", "right")
	sample.Sample = true
	plan := judge.Plan{
		Limits: judge.Limits{CPUTimeMs: 500, OutputKb: 64},
		Groups: []judge.Group{
			sample,
			b.group(t, "all right", 10, "right", "right", "right"),
			b.group(t, "late failure", 20, "right", "right", "wrong"),
			b.group(t, "early failure", 30, "signal", "loop", "right", "crash"),
			b.group(t, "flood", 15, "flood"),
			b.group(t, "last", 25, "right"),
		},
	}
	for _, slots := range []int{1, 2} {
		t.Run(fmt.Sprintf("with %d slots", slots), func(t *testing.T) {
			o := b.judge(t, plan, slots, program("bash", obedient), nil)
			if o.Verdict != judge.WrongAnswer || o.Score != 35 || o.MaxScore != 100 {
				t.Errorf("got %s with %g of %g points, want WA with 35 of 100", o.Verdict, o.Score, o.MaxScore)
			}
			want := []string{"AC WA RTE AC", "AC AC AC", "AC AC WA", "RTE SK SK SK", "OLE", "AC"}
			for i, g := range o.Groups {
				if got := verdicts(g); got != want[i] {
					t.Errorf("group %s: %s, want %s", g.Name, got, want[i])
				}
			}
			if s := o.Groups[3].Tests[0]; s.Signal != "SIGSEGV" || s.Output != nil {
				t.Errorf("the signal is not told, or the output of a hidden test is kept: %+v", s)
			}
			if s := o.Groups[0].Tests[2]; s.ExitCode != 42 {
				t.Errorf("the exit code is not told: %+v", s)
			}
			if s := o.Groups[0].Tests[1]; s.Output == nil || s.Output.Text != "secret-from-stdout\n" || s.Difference == nil || s.Stderr == nil {
				t.Errorf("a failing sample does not show its output: %+v", s)
			}
		})
	}
}

func TestNothingRunsOnceAPassFailProblemIsDecided(t *testing.T) {
	b := newBench(t, 2)
	plan := judge.Plan{Groups: []judge.Group{
		b.group(t, "one", 0, "right", "crash", "right"), b.group(t, "two", 0, "right"), b.group(t, "three", 0, "wrong"),
	}}
	for _, slots := range []int{1, 2} {
		o := b.judge(t, plan, slots, program("bash", obedient), nil)
		if o.Verdict != judge.RuntimeError || verdicts(o.Groups[0]) != "AC RTE SK" || verdicts(o.Groups[1]) != "SK" || verdicts(o.Groups[2]) != "SK" {
			t.Errorf("%d slots: %s, %s, %s, %s", slots, o.Verdict, verdicts(o.Groups[0]), verdicts(o.Groups[1]), verdicts(o.Groups[2]))
		}
	}
}

func TestProgressTellsEveryTestOnce(t *testing.T) {
	b := newBench(t, 2)
	plan := judge.Plan{Groups: []judge.Group{
		b.group(t, "one", 10, "right", "wrong", "right"), b.group(t, "two", 10, "right", "right"),
	}}
	var stages []judge.Stage
	seen := map[string]judge.Verdict{}
	done := 0
	b.judge(t, plan, 2, program("bash", obedient), func(e judge.Event) {
		stages = append(stages, e.Stage)
		if e.Stage == judge.Tested {
			seen[e.Group+e.Test] = e.Verdict
			done++
			if e.Done != done || e.Total != 5 {
				t.Errorf("%+v after %d tests", e, done)
			}
		}
		if shown, ok := e.ForCandidate(); ok && (shown.Test != "" || shown.Done != 0 || shown.Total != 0) {
			t.Errorf("an event of a hidden test is shown: %+v", shown)
		}
	})
	if len(seen) != 5 || stages[0] != judge.Compiling || stages[1] != judge.Compiled || len(stages) != 9 {
		t.Errorf("stages %v, tests %v", stages, seen)
	}
}

func TestACompileErrorRunsNothing(t *testing.T) {
	b := newBench(t, 1)
	o := b.judge(t, judge.Plan{Groups: []judge.Group{b.group(t, "one", 10, "right")}}, 1, program("bash", "if\n"), nil)
	if o.Verdict != judge.CompileError || o.Groups[0].Verdict != judge.CompileError || o.Score != 0 || o.Compilation.Output == "" {
		t.Errorf("%+v", o)
	}
}

func TestJudgingFailuresAreErrorsNotVerdicts(t *testing.T) {
	b := newBench(t, 2)
	gone := errors.New("the blob store is away")
	plan := judge.Plan{Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Exact}, Groups: []judge.Group{b.group(t, "one", 1, "right", "loop")}}
	request := judging.Request{Backend: b.backend, Toolchain: b.tools, Plan: plan, Program: program("bash", obedient), Slots: 2,
		Blobs: func(context.Context, string) (string, error) { return "", gone }}
	if _, err := judging.Run(t.Context(), request); !errors.Is(err, gone) {
		t.Errorf("a missing blob gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	request.Blobs = func(_ context.Context, digest string) (string, error) { return filepath.Join(b.dir, digest), nil }
	request.Progress = func(e judge.Event) {
		if e.Stage == judge.Tested {
			cancel()
		}
	}
	if _, err := judging.Run(ctx, request); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled judging gives %v", err)
	}
	request.Program.Language = "klingon"
	if _, err := judging.Run(t.Context(), request); !errs.Is(err, errs.Invalid) {
		t.Errorf("an unknown language gives %v", err)
	}
	o := judge.Failed(plan, "bash", "given up after five attempts")
	if o.Verdict != judge.JudgingError || o.Groups[0].Tests[1].Verdict != judge.JudgingError || o.Score != 0 {
		t.Errorf("%+v", o)
	}
}

// Two outcomes that differ in everything but verdict and points of hidden groups look the same to a candidate.

func TestLimitsOfLanguages(t *testing.T) {
	b := newBench(t, 1)
	plan := judge.Plan{Groups: []judge.Group{b.group(t, "one", 1, "right")}}
	tests := map[string]struct {
		limits judge.Limits
		cpu    int64
	}{
		"the default":                        {judge.Limits{}, judge.DefaultLimits.CPUTimeMs},
		"the plan's":                         {judge.Limits{CPUTimeMs: 1500}, 1500},
		"with the language's factor":         {judge.Limits{CPUTimeMs: 1500, LanguageFactors: true}, 6000},
		"the language's own, not multiplied": {judge.Limits{CPUTimeMs: 1500, LanguageFactors: true, Languages: map[string]judge.LanguageLimits{"bash": {CPUTimeMs: 700}}}, 700},
		"another language's":                 {judge.Limits{CPUTimeMs: 1500, Languages: map[string]judge.LanguageLimits{"c": {CPUTimeMs: 700}}}, 1500},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			plan.Limits = c.limits
			o := b.judge(t, plan, 1, toolchain.Request{Language: "bash", Files: program("bash", obedient).Files, Scope: "one candidate"}, nil)
			if o.Verdict != judge.Accepted || o.Limits.CPUTimeMs != c.cpu || o.Limits.WallTimeMs <= c.cpu || o.Limits.MemoryKb == 0 || o.Limits.OutputKb == 0 {
				t.Errorf("%s under %+v, want %d ms", o.Verdict, o.Limits, c.cpu)
			}
		})
	}
}
