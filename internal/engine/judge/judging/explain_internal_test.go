package judging

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// A program waits for the processor longer on a crowded machine; how much of it there is for it stays the same.
func TestTimeByTheClockGrowsWithTheCrowd(t *testing.T) {
	j := &judging{outcome: judge.Outcome{Limits: judge.Limits{CPUTimeMs: 1000, WallTimeMs: 3000}}}
	for crowd, want := range map[float64]time.Duration{0: 3 * time.Second, 1: 4500 * time.Millisecond, 8: 15 * time.Second} {
		l := j.programLimits(circumstances{crowd: crowd})
		if l.WallTime != want || l.CPUTime != 1500*time.Millisecond {
			t.Errorf("with %g waiting for each that runs: %s by the clock and %s of the processor", crowd, l.WallTime, l.CPUTime)
		}
	}
}

// A disk that others keep busy can stop a program for seconds, which the crowd at the processor does not explain: on a busy
// machine a program that ended by the clock is run once more, whatever it used.
func TestWhatEndsByTheClockOnABusyMachineIsRunOnceMore(t *testing.T) {
	j := &judging{artifact: &toolchain.Artifact{}, outcome: judge.Outcome{Limits: judge.Limits{CPUTimeMs: 120, WallTimeMs: 3360}}}
	for name, c := range map[string]struct {
		cpu   time.Duration
		crowd float64
		want  string // again after the first, the second and the third run
	}{
		"kept waiting on a busy machine":          {21 * time.Millisecond, 1, "true false false"},
		"asleep on a quiet one":                   {21 * time.Millisecond, 0, "false false false"},
		"waiting for the processor all that time": {110 * time.Millisecond, 30, "true true true"},
	} {
		run := sandbox.Result{Status: sandbox.WallLimit, CPUTime: c.cpu, WallTime: 3936 * time.Millisecond}
		result := j.explain("1", run, &head{limit: 10}, c.crowd, 1)
		var got []string
		for runs := 1; runs <= 3; runs++ {
			got = append(got, strconv.FormatBool(result.near(j.outcome.Limits, runs)))
		}
		if result.Verdict != judge.TimeLimit || strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, again %v, want %s", name, result.Verdict, got, c.want)
		}
	}
}
