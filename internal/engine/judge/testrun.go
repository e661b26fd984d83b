package judge

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

const (
	excerptBytes = 4 << 10
	stderrBytes  = 16 << 10
)

// runTest runs the program on one test and compares what it wrote.
func (j *judging) runTest(ctx context.Context, slot sandbox.Slot, p place) (TestOutcome, error) {
	group := j.Plan.Groups[p.group]
	test := group.Tests[p.test]
	input, err := j.blob(ctx, test.Input)
	if err != nil {
		return TestOutcome{}, err
	}
	defer input.Close()
	stdin, err := small(input)
	if err != nil {
		return TestOutcome{}, err
	}
	answer, err := j.blob(ctx, test.Answer)
	if err != nil {
		return TestOutcome{}, err
	}
	defer answer.Close()

	stdout, stderr := &spill{}, &head{limit: stderrBytes}
	defer stdout.discard()
	limits := j.outcome.Limits
	spec := j.artifact.Spec(stdin, sandbox.Limits{
		CPUTime:  time.Duration(limits.CPUTimeMs) * time.Millisecond,
		WallTime: time.Duration(limits.WallTimeMs) * time.Millisecond,
		Memory:   limits.MemoryKb << 10,
		Output:   limits.OutputKb << 10,
	})
	spec.Stdout, spec.Stderr = stdout, stderr
	run, err := slot.Run(ctx, spec)
	switch {
	case err != nil:
		return TestOutcome{}, err
	case run.Status == sandbox.Cancelled:
		return TestOutcome{}, context.Cause(ctx)
	case stdout.err != nil:
		return TestOutcome{}, stdout.err
	}
	t := j.explain(test.Name, run, stderr)
	if t.Verdict == Accepted {
		output, err := stdout.reader()
		if err != nil {
			return TestOutcome{}, err
		}
		if t.Difference, err = Compare(output, answer, j.Plan.Comparison); err != nil {
			return TestOutcome{}, err
		}
		if t.Difference != nil {
			t.Verdict, t.Detail = WrongAnswer, t.Difference.Reason
		}
	}
	if group.Sample {
		t.Output = stdout.excerpt(excerptBytes)
	}
	return t, nil
}

func (j *judging) blob(ctx context.Context, digest string) (*os.File, error) {
	path, err := j.Blobs(ctx, digest)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, errs.New(errs.Internal, "test_data_missing", "the test data cannot be read").Because(err)
	}
	return f, nil
}

// small reads an input that fits into a pipe: the sandbox hands such a one over at once.
func small(f *os.File) (io.Reader, error) {
	info, err := f.Stat()
	if err != nil || info.Size() > 64<<10 {
		return f, err
	}
	data, err := io.ReadAll(f)
	return bytes.NewReader(data), err
}

// explain gives the verdict of a run as far as its end decides it; Accepted means that the output does.
func (j *judging) explain(name string, run sandbox.Result, stderr *head) TestOutcome {
	limits := j.outcome.Limits
	t := TestOutcome{
		Name: name, Verdict: Accepted, ExitCode: run.ExitCode, Detail: run.Detail, Stderr: stderr.excerpt(),
		CPUTimeMs: ms(run.CPUTime), WallTimeMs: ms(run.WallTime), MemoryKb: run.Memory >> 10,
	}
	if run.Signal != 0 {
		t.Signal = unix.SignalName(run.Signal)
	}
	late := t.CPUTimeMs > limits.CPUTimeMs
	switch run.Status {
	case sandbox.OK:
		if late {
			t.Verdict, t.Detail = TimeLimit, fmt.Sprintf("used %d ms of processor time; the limit is %d ms", t.CPUTimeMs, limits.CPUTimeMs)
		}
	case sandbox.CPULimit:
		t.Verdict, t.Detail = TimeLimit, fmt.Sprintf("used more than %d ms of processor time", limits.CPUTimeMs)
	case sandbox.WallLimit:
		t.Verdict, t.Detail = TimeLimit, fmt.Sprintf("was still waiting after %d ms", limits.WallTimeMs)
	case sandbox.MemoryLimit:
		t.Verdict, t.Detail = MemoryLimit, fmt.Sprintf("used more than %d MB of memory", limits.MemoryKb>>10)
	case sandbox.OutputLimit:
		t.Verdict, t.Detail = OutputLimit, fmt.Sprintf("wrote more than %d KB", limits.OutputKb)
	case sandbox.Failed:
		t.Verdict, t.Detail = RuntimeError, fmt.Sprintf("ended with exit code %d", run.ExitCode)
	case sandbox.Signalled:
		t.Verdict, t.Detail = RuntimeError, "was ended by "+signalText(t.Signal)
	default:
		t.Verdict, t.Detail = RuntimeError, "could not be started: "+run.Detail
	}
	if t.Verdict == RuntimeError && j.ranOutOfMemory(stderr) {
		t.Verdict, t.Detail = MemoryLimit, fmt.Sprintf("its runtime ran out of memory; the limit is %d MB", limits.MemoryKb>>10)
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
	}
	if m, ok := meanings[name]; ok {
		return name + ": " + m
	}
	return strings.TrimSpace(name + " (a signal)")
}
