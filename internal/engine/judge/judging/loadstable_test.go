package judging_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// kinds are ways to use processor time. Each does a given number of units of work.
var kinds = map[string]string{
	"computes": `static void unit(void) { static volatile unsigned x = 1; for (int i = 0; i < 20000; i++) x = x * 1664525u + 1013904223u; }`,
	"walks memory": `static unsigned char *m; static void unit(void) { static unsigned at; if (!m) m = calloc(1 << 23, 1);
  for (int i = 0; i < 2000; i++) { at = (at * 1664525u + 1013904223u) & ((1 << 23) - 1); m[at]++; } }`,
	"calls the system": `static void unit(void) { for (int i = 0; i < 100; i++) syscall(SYS_getppid); }`,
	"sleeps in between": `static void unit(void) { static volatile unsigned x = 1; static int n; for (int i = 0; i < 20000; i++) x = x * 1664525u + 1013904223u;
  if (n++ % 256 == 255) usleep(10000); }`,
}

func burner(kind string, units int) toolchain.Request {
	r := program("c", fmt.Sprintf("#define _GNU_SOURCE\n#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n#include <sys/syscall.h>\n"+
		"%s\nint main(void) { for (int i = 0; i < %d; i++) unit(); puts(\"done\"); }\n", kinds[kind], units))
	r.Scope = "load-stable"
	return r
}

// solution is a program whose processor time is a known share of the limit on a quiet machine.
type solution struct {
	kind  string
	share float64
	units int
}

func (s solution) String() string { return fmt.Sprintf("%s for %.2f of the limit", s.kind, s.share) }

func (s solution) want() judge.Verdict {
	if s.share > 1 {
		return judge.TimeLimit
	}
	return judge.Accepted
}

// solutions are spread over the shares that must not flip. What a unit takes is the least that was measured.
func solutions(t *testing.T, b *bench, plan judge.Plan, low, high []float64, looks int) (all []solution) {
	measured := plan
	measured.Limits.CPUTimeMs = 20_000
	for kind := range kinds {
		units, best := 500, 0.0
		for range looks {
			took := float64(b.judge(t, measured, 1, burner(kind, units), nil).CPUTimeMs)
			if took < 100 {
				units *= 2
				continue
			}
			if each := took / float64(units); best == 0 || each < best {
				best = each
			}
		}
		if best == 0 {
			t.Fatalf("a program that %s takes no time", kind)
		}
		for _, share := range append(low, high...) {
			units := int(share * float64(plan.Limits.CPUTimeMs) / best)
			all = append(all, solution{kind, share, units})
		}
	}
	return all
}

// busy keeps processors busy until the function it returns is called.
func busy(t *testing.T, processes int) func() {
	var all []*exec.Cmd
	for range processes {
		cmd := exec.Command("sh", "-c", "while :; do :; done")
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		all = append(all, cmd)
	}
	return sync.OnceFunc(func() {
		for _, cmd := range all {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
}

// stability is what one round over all solutions came to.
type stability struct {
	Beside     int `json:"busyProcessesBeside"`
	Solutions  int `json:"solutions"`
	Flips      int `json:"flips"`
	RunAgain   int `json:"runAgain"`
	Remeasured int `json:"remeasured"` // took far less than was measured before: a neighbour of the machine left its caches
	Stretched  int `json:"stretched"`  // were accepted beyond the limit, for the machine was measured to be slower
	// WorstStretch is the most that a limit was stretched by; WorstGrowth that of the processor time against a quiet
	// machine, among those that use at least a third of the limit.
	WorstStretch float64 `json:"worstStretch"`
	WorstGrowth  float64 `json:"worstGrowth"`
}

// round judges every solution, tells of each that got another verdict than it should, and adds up the runs.
func round(t *testing.T, b *bench, plan judge.Plan, all []solution, beside int) stability {
	t.Helper()
	sum := stability{Beside: beside, Solutions: len(all)}
	for _, s := range all {
		got := b.judge(t, plan, 1, burner(s.kind, s.units), nil).Groups[0].Tests[0]
		if meant := s.share * float64(plan.Limits.CPUTimeMs); s.share > 1 && float64(got.CPUTimeMs) < 0.7*meant && got.Verdict == judge.Accepted {
			sum.Remeasured++
			units := int(float64(s.units) * meant / float64(got.CPUTimeMs))
			got = b.judge(t, plan, 1, burner(s.kind, units), nil).Groups[0].Tests[0]
		}
		if share := float64(got.CPUTimeMs) / float64(plan.Limits.CPUTimeMs); s.share > 0.33 && s.share < 1 {
			sum.WorstGrowth = max(sum.WorstGrowth, share/s.share)
		}
		if got.Runs > 1 {
			sum.RunAgain++
		}
		if got.Stretch > 1 {
			sum.Stretched++
			sum.WorstStretch = max(sum.WorstStretch, got.Stretch)
		}
		if got.Verdict != s.want() {
			sum.Flips++
			t.Errorf("a program that %s, beside %d: %+v", s, beside, got)
		}
	}
	t.Logf("%+v", sum)
	return sum
}

// Verdicts are the same on a quiet machine and beside busy processes, which are its own: what else runs must be nothing.
// CODECRAFT_LOAD_STABLE is "short", or the number of rounds of the whole, CODECRAFT_LOAD_STABLE_OUT a file for the figures.
func TestVerdictsDoNotDependOnTheLoad(t *testing.T) {
	if os.Getenv("CODECRAFT_LOAD_STABLE") == "" {
		t.Skip("SKIPPED: it sets the load of the machine, and runs alone: make load-stable-short, which CI does, or make load-stable")
	}
	b := newBench(t, runtime.NumCPU())
	test := b.test(t, "1", "", "done\n")
	plan := judge.Plan{
		Limits: judge.Limits{CPUTimeMs: 120},
		Groups: []judge.Group{{Name: "all", Points: 1, Tests: []judge.Test{test}}},
	}
	// In short what is to be too slow is so by far, and there is air below the limit.
	low, high, rounds, beside, looks := []float64{0.2, 0.5}, []float64{3}, 1, 4, 12
	if n, err := strconv.Atoi(os.Getenv("CODECRAFT_LOAD_STABLE")); err == nil {
		low, high, rounds, beside, looks = nil, nil, n, 16, 50
		for i := range 14 {
			low = append(low, 0.1+0.05*float64(i))
		}
		for i := range 12 {
			high = append(high, 1.5+0.1*float64(i))
		}
	}
	all := solutions(t, b, plan, low, high, looks)
	var figures []stability
	for range rounds {
		figures = append(figures, round(t, b, plan, all, 0))
		stop := busy(t, beside)
		t.Cleanup(stop)
		figures = append(figures, round(t, b, plan, all, beside))
		stop()
	}
	if out := os.Getenv("CODECRAFT_LOAD_STABLE_OUT"); out != "" {
		text, err := json.MarshalIndent(figures, "", "  ")
		if err = errors.Join(err, os.WriteFile(out, append(text, '\n'), 0o644)); err != nil {
			t.Error(err)
		}
	}
}
