package problems_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/demo/problems"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

func engine(t *testing.T) (sandbox.Backend, *toolchain.Toolchain) {
	t.Helper()
	backend, err := native.New(t.Context(), native.Config{Slots: runtime.NumCPU()})
	if err != nil {
		t.Skipf("SKIPPED, no program can be run here: %v", err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	dir := t.TempDir()
	if cache, err := os.UserCacheDir(); err == nil { // what is warmed up takes half a minute to make
		dir = filepath.Join(cache, "codecraft", "toolchain")
	}
	tools, err := toolchain.New(toolchain.Config{Dir: dir}, toolchain.Detect(t.Context(), toolchain.Builtin()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tools.Close() })
	return backend, tools
}

func TestEveryStarterCompiles(t *testing.T) {
	backend, tools := engine(t)
	slot, err := backend.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer slot.Close()
	for _, slug := range problems.Slugs() {
		p, err := problems.Read(slug, toolchain.Builtin())
		if err != nil {
			t.Fatal(err)
		}
		for language, source := range p.Starters {
			if _, err := tools.Table().Get(language); err != nil {
				t.Logf("SKIPPED %s: %v", slug, err)
				continue
			}
			a, result, err := tools.Compile(t.Context(), slot, toolchain.Request{Language: language, Files: []toolchain.File{{Data: []byte(source)}}})
			if err != nil {
				t.Fatal(err)
			}
			if !result.OK {
				t.Errorf("%s in %s: %s\n%s", slug, language, result.Detail, result.Output)
				continue
			}
			a.Release()
		}
	}
}

// factor widens the limits, which must not change a verdict: what is too slow is stopped at one and a half of its limit only, so
// that with twice the limit it has used three times the time there is. A machine much faster than this one, or busier, then
// judges it the same. make test-demo does so. Of every test run the product's own start judges them all, which test/browser/run
// holds: here they would be judged twice.
func factor(t *testing.T) int64 {
	t.Helper()
	text := os.Getenv("CODECRAFT_DEMO_FACTOR")
	if text == "" {
		t.Skip("SKIPPED: test/browser/run has the product judge them; CODECRAFT_DEMO_FACTOR=1 judges them here")
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// What is accepted must not need more than two thirds of the time there is, on a busy machine.
func TestEverySubmissionGetsTheVerdictItIsLabelledWith(t *testing.T) {
	factor := factor(t)
	backend, tools := engine(t)
	table := tools.Table()
	for _, slug := range problems.Slugs() {
		t.Run(slug, func(t *testing.T) {
			dir := filepath.Join("packages", slug)
			p, err := packages.ReadDir(dir, table.Languages())
			if err != nil {
				t.Fatal(err)
			}
			limit := p.Plan.Limits.CPUTimeMs
			p.Plan.Limits.CPUTimeMs *= factor
			v := verify.Verification{Backend: backend, Toolchain: tools, Slots: runtime.NumCPU()}
			report, err := v.Run(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range report.Submissions {
				if _, err := table.Get(s.Language); err != nil {
					t.Logf("SKIPPED %s: %v", s.Name, err)
					continue
				}
				t.Logf("%-45s %-4s %3.0f %5d ms %4d MB  %s %s", s.Name, s.Got, s.Score, s.CPUTimeMs, s.MemoryKb>>10, s.Failure, s.Detail)
				if !s.Agrees {
					t.Errorf("%s: expected %v, got %s (%s: %s)", s.Name, s.Expected, s.Got, s.Failure, s.Detail)
				}
				if s.Got == judge.Accepted && s.Score != s.MaxScore {
					t.Errorf("%s: accepted with %g of %g points", s.Name, s.Score, s.MaxScore)
				}
				if s.Got == judge.Accepted && 3*s.CPUTimeMs > 2*limit {
					t.Errorf("%s: accepted after %d of %d ms", s.Name, s.CPUTimeMs, limit)
				}
			}
		})
	}
}

func TestEveryProblemIsComplete(t *testing.T) {
	rows := toolchain.Builtin()
	slugs := problems.Slugs()
	if len(slugs) < 8 {
		t.Fatalf("there are only %d problems", len(slugs))
	}
	levels := map[string]int{}
	for _, slug := range slugs {
		p, err := problems.Read(slug, rows)
		if err != nil {
			t.Errorf("%s: %v", slug, err)
			continue
		}
		levels[p.Difficulty]++
		accepted, failing := map[string]bool{}, map[judge.Verdict]bool{}
		for _, s := range p.Submissions {
			if s.Expects(judge.Accepted) {
				accepted[s.Language] = true
			} else {
				failing[s.Expected[0]] = true
			}
		}
		switch {
		case p.Plan.MaxScore() != 100:
			t.Errorf("%s: gives %g points, not 100", slug, p.Plan.MaxScore())
		case len(accepted) < 3:
			t.Errorf("%s: has accepted submissions in %d languages only", slug, len(accepted))
		case !failing[judge.WrongAnswer] || !failing[judge.TimeLimit] || !failing[judge.RuntimeError]:
			t.Errorf("%s: lacks a submission for WA, TLE or RTE: %v", slug, failing)
		case len(p.Starters) < 4:
			t.Errorf("%s: has starters in %d languages only", slug, len(p.Starters))
		case len(p.Statements) == 0 || len(p.Samples) == 0 || !p.Timing.Fixed || p.Minutes == 0 || p.Summary == "" || len(p.Tags) == 0:
			t.Errorf("%s: lacks a statement, sample, time limit, minutes, summary or tags", slug)
		case len(p.Notes) > 0:
			t.Errorf("%s: %v", slug, p.Notes)
		}
		for _, id := range []string{"python", "javascript", "java", "cpp"} {
			if p.Starters[id] == "" {
				t.Errorf("%s: has no starter in %s", slug, id)
			}
		}
	}
	for _, level := range []string{"easy", "medium", "hard"} {
		if levels[level] == 0 {
			t.Errorf("no problem is %s: %v", level, levels)
		}
	}
	if !slices.IsSorted(slugs) {
		t.Errorf("the slugs are not in order: %v", slugs)
	}
}
