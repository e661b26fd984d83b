package judging

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// A processor's caches, its clock and its other threads make the same work take a tenth more or less, on a
// busy machine a third or more. So the sandbox stops a program only at one and a half of its limit, and a result
// between three quarters and that is run again, at most moreRuns times; the best time counts. What the machine's pace
// is measured to be stretches the limit of those runs.
const (
	moreRuns      = 3
	nearLimit     = 0.75
	farFromLimit  = 1.5
	crowdedMargin = 1.5 // of the measured waiting, when a run ended for want of time by the clock
)

// trial is one run of a program on a test.
type trial struct {
	judge.TestOutcome
	crowd   float64 // how much more time by the clock it should have had; 0 when it had enough
	stalled bool    // it ended by the clock, on a busy machine, having hardly run: whether it waited or was kept waiting is not known
	stretch float64 // by how much its limit of processor time was stretched
}

// near tells whether the trial is to be run again, when it has been run so often.
func (t trial) near(l judge.Limits, runs int) bool {
	switch {
	case t.Verdict == judge.Accepted:
		return runs == 1 && float64(t.CPUTimeMs) >= nearLimit*float64(l.CPUTimeMs)
	case t.Limit == judge.LimitCPU:
		return float64(t.CPUTimeMs) < farFromLimit*t.stretch*float64(l.CPUTimeMs)
	}
	return t.Limit == judge.LimitWall && (t.crowd > 0 || t.stalled && runs == 1)
}

// betters tells whether the trial counts in the place of another one.
func (t trial) betters(best trial) bool {
	switch {
	case best.Verdict == judge.Accepted || t.Verdict == judge.TimeLimit && t.Limit == best.Limit:
		return t.Verdict == best.Verdict && t.CPUTimeMs < best.CPUTimeMs
	case t.Verdict == judge.TimeLimit:
		return t.Limit == judge.LimitCPU
	}
	return true
}

// farCPU is the processor time at which nothing can be said for a program on a quiet machine.
func (j *judging) farCPU() int64 { return int64(farFromLimit * float64(j.outcome.Limits.CPUTimeMs)) }

// programLimits bound one run of the program. Time by the clock is stretched by what the processor time can
// have to wait for on a machine as crowded as this one.
func (j *judging) programLimits(c circumstances) sandbox.Limits {
	l := j.outcome.Limits
	cpu := time.Duration(j.farCPU()) * time.Millisecond
	if c.stretch > 1 {
		cpu = time.Duration(maxStretch * float64(cpu))
	}
	return sandbox.Limits{
		CPUTime:  cpu,
		WallTime: time.Duration(l.WallTimeMs)*time.Millisecond + time.Duration(c.crowd*float64(cpu)),
		Memory:   l.MemoryKb << 10,
		Output:   l.OutputKb << 10,
	}
}

// explain gives the verdict of a run as far as its end decides it; Accepted means that the output does. The
// crowd and the stretch are what the machine was while it ran.
func (j *judging) explain(name string, run sandbox.Result, stderr *head, crowd, stretch float64) trial {
	limits := j.outcome.Limits
	t := trial{stretch: stretch, TestOutcome: judge.TestOutcome{
		Name: name, Verdict: judge.Accepted, ExitCode: run.ExitCode, Stderr: stderr.excerpt(),
		CPUTimeMs: ms(run.CPUTime), WallTimeMs: ms(run.WallTime), MemoryKb: run.Memory >> 10,
	}}
	if run.Signal != 0 {
		t.Signal = unix.SignalName(run.Signal)
	}
	if run.Status == sandbox.CPULimit || float64(t.CPUTimeMs) > stretch*float64(limits.CPUTimeMs) {
		t.Verdict, t.Limit = judge.TimeLimit, judge.LimitCPU
		t.Detail = fmt.Sprintf("used %d ms of processor time; the limit is %d ms", t.CPUTimeMs, limits.CPUTimeMs)
		return t
	}
	switch run.Status {
	case sandbox.OK:
	case sandbox.WallLimit:
		t.Verdict, t.Limit = judge.TimeLimit, judge.LimitWall
		t.Detail = fmt.Sprintf("was still waiting after %d ms, of which it used %d ms of processor time", t.WallTimeMs, t.CPUTimeMs)
		if waited := time.Duration(crowd * float64(run.CPUTime)); ms(run.WallTime-waited) < limits.WallTimeMs {
			t.crowd = crowd * crowdedMargin
		}
		t.stalled = crowd > 0 // disks stall, too, and of that the crowd says nothing
	case sandbox.MemoryLimit:
		t.Verdict, t.Limit, t.Detail = judge.MemoryLimit, judge.LimitMemory, fmt.Sprintf("used more than %d MB of memory", limits.MemoryKb>>10)
	case sandbox.OutputLimit:
		t.Verdict, t.Limit, t.Detail = judge.OutputLimit, judge.LimitOutput, fmt.Sprintf("wrote more than %d KB", limits.OutputKb)
	case sandbox.Failed:
		t.Verdict, t.Detail = judge.RuntimeError, run.Detail
		if t.Detail == "" {
			t.Detail = fmt.Sprintf("exited with code %d", run.ExitCode)
		}
	case sandbox.Signalled:
		t.Verdict, t.Detail = judge.RuntimeError, "was ended by "+signalText(t.Signal)
	default:
		t.Verdict, t.Detail = judge.RuntimeError, "could not be started: "+run.Detail
	}
	if t.Verdict == judge.RuntimeError && j.ranOutOfMemory(stderr) {
		t.Verdict, t.Limit = judge.MemoryLimit, judge.LimitMemory
		t.Detail = fmt.Sprintf("its runtime ran out of memory; the limit is %d MB", limits.MemoryKb>>10)
	}
	return t
}

func (j *judging) ranOutOfMemory(stderr *head) bool {
	pattern := j.artifact.Language().OutOfMemory
	return pattern != "" && regexp.MustCompile(pattern).Match(stderr.kept)
}

func signalText(name string) string {
	meanings := map[string]string{
		"SIGSEGV": "a memory access that is not allowed", "SIGFPE": "a division by zero or an overflow",
		"SIGABRT": "an abort (a failed assertion or an uncaught exception)", "SIGSYS": "a system call that is not allowed here",
		"SIGBUS": "a memory access that is not possible", "SIGILL": "an instruction that does not exist (often a trap of the compiler's)",
		"SIGPIPE": "writing to somebody who no longer reads", "SIGKILL": "a kill that no limit of the judge asked for",
		"SIGTRAP": "a trap of the compiler's or the runtime's",
	}
	if m, ok := meanings[name]; ok {
		return name + ": " + m
	}
	return strings.TrimSpace(name + " (a signal)")
}

// merge counts a pass into a test: limits hold for each pass by itself, so the worst is told. The verdict and
// what explains it are the last pass's.
func (t *trial) merge(last trial) {
	cpu, wall, memory := max(t.CPUTimeMs, last.CPUTimeMs), max(t.WallTimeMs, last.WallTimeMs), max(t.MemoryKb, last.MemoryKb)
	stretch := max(t.stretch, last.stretch)
	*t = last
	t.CPUTimeMs, t.WallTimeMs, t.MemoryKb, t.stretch = cpu, wall, memory, stretch
}

func ms(d time.Duration) int64 { return d.Milliseconds() }
