package judge

import (
	"testing"
	"time"
)

// A program waits for the processor longer on a crowded machine; how much of it there is for it stays the same.
func TestTimeByTheClockGrowsWithTheCrowd(t *testing.T) {
	j := &judging{outcome: Outcome{Limits: Limits{CPUTimeMs: 1000, WallTimeMs: 3000}}}
	for crowd, want := range map[float64]time.Duration{0: 3 * time.Second, 1: 4500 * time.Millisecond, 8: 15 * time.Second} {
		l := j.programLimits(circumstances{crowd: crowd})
		if l.WallTime != want || l.CPUTime != 1500*time.Millisecond {
			t.Errorf("with %g waiting for each that runs: %s by the clock and %s of the processor", crowd, l.WallTime, l.CPUTime)
		}
	}
}
