package sandboxtest

import (
	"bytes"
	"context"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// ending is a program and how it must end.
type ending struct {
	name   string
	script string   // for /bin/sh, or
	args   []string // the program itself
	limits sandbox.Limits
	status sandbox.Status
	code   int
	signal syscall.Signal
	detail string

	contained sandbox.Status // where nothing but looking tells that the disk is full
}

// awakened is long before what sleeps for a hundred seconds ends by itself, and long after anything else.
const awakened = 90 * time.Second

var endings = []ending{
	{name: "exit code 0 is ok", script: "exit 0", status: sandbox.OK},
	{name: "exit code 3 is failed", script: "exit 3", status: sandbox.Failed, code: 3},
	{name: "exit code 127 is failed, not unstarted", script: "exit 127", status: sandbox.Failed, code: 127},
	{name: "a signal of its own is signalled", script: "kill -SEGV $$", status: sandbox.Signalled, signal: syscall.SIGSEGV},
	{name: "SIGKILL of its own is signalled", script: "kill -KILL $$", status: sandbox.Signalled, signal: syscall.SIGKILL},
	{name: "a program that is not there is not started", args: []string{"no-such-program"}, status: sandbox.NotStarted, detail: "no such file"},
	{name: "a path that is not there is not started", args: []string{"./a.out"}, status: sandbox.NotStarted, detail: "no such file"},
	{name: "a folder is not started", args: []string{"/usr/bin"}, status: sandbox.NotStarted, detail: "permission denied"},
	{name: "no program is not started", args: []string{""}, status: sandbox.NotStarted},
	{name: "a NUL in an argument is not started", args: []string{"/bin/echo", "a\x00b"}, status: sandbox.NotStarted, detail: "NUL"},
	{name: "burning time is a CPU limit", script: "while :; do :; done",
		limits: sandbox.Limits{CPUTime: 300 * time.Millisecond}, status: sandbox.CPULimit, signal: syscall.SIGKILL},
	{name: "children burning time are a CPU limit", script: "(while :; do :; done) & (while :; do :; done) & wait",
		limits: sandbox.Limits{CPUTime: 400 * time.Millisecond}, status: sandbox.CPULimit, signal: syscall.SIGKILL},
	{name: "sleeping is a wall limit", script: "sleep 100",
		limits: sandbox.Limits{WallTime: 300 * time.Millisecond}, status: sandbox.WallLimit, signal: syscall.SIGKILL},
	{name: "a buffer without end is a memory limit", script: "head -c 400000000 /dev/zero | tail",
		limits: sandbox.Limits{Memory: 48 << 20}, status: sandbox.MemoryLimit},
	{name: "printing without end is an output limit", script: "while :; do echo 0123456789012345678901234567890123456789; done",
		limits: sandbox.Limits{Output: 10000}, status: sandbox.OutputLimit, signal: syscall.SIGKILL},
	{name: "too large a file is an output limit", args: []string{"/bin/dd", "if=/dev/zero", "of=f", "bs=1M", "count=8"},
		limits: sandbox.Limits{FileSize: 1 << 20}, status: sandbox.OutputLimit, signal: syscall.SIGXFSZ},
	{name: "a full work folder fails the program", script: "head -c 20000000 /dev/zero > f",
		limits: sandbox.Limits{Disk: 4 << 20, FileSize: 64 << 20}, status: sandbox.Failed, code: 1, detail: "full", contained: sandbox.OutputLimit},
}

func (s *suite) endings(t *testing.T) {
	slot := s.open(t)
	for _, c := range endings {
		t.Run(c.name, func(t *testing.T) {
			if c.contained != "" && s.contained {
				c.status, c.code = c.contained, 0
			}
			spec := s.sh(c.script)
			if c.args != nil {
				spec.Args = c.args
			}
			spec.Limits = s.limits(c.limits)
			res, err := slot.Run(t.Context(), spec)
			if err != nil {
				t.Fatal(err)
			}
			if res.Status != c.status || res.ExitCode != c.code || !strings.Contains(res.Detail, c.detail) {
				t.Errorf("got %+v", res)
			}
			if c.signal != 0 && res.Signal != c.signal {
				t.Errorf("signal %v, want %v", res.Signal, c.signal)
			}
			if res.Status == sandbox.CPULimit && (res.CPUTime < spec.Limits.CPUTime || res.CPUTime > spec.Limits.CPUTime*2) {
				t.Errorf("CPU time %v at a limit of %v", res.CPUTime, spec.Limits.CPUTime)
			}
			if res.Status == sandbox.WallLimit && (res.WallTime < spec.Limits.WallTime || res.WallTime > awakened) {
				t.Errorf("wall time %v at a limit of %v", res.WallTime, spec.Limits.WallTime)
			}
		})
	}
	t.Run("cancelling ends the run", func(t *testing.T) { s.cancelling(t, slot) })
	t.Run("cancelled before the start is cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if res, err := slot.Run(ctx, s.sh("true")); err != nil || res.Status != sandbox.Cancelled {
			t.Errorf("got %+v, %v", res, err)
		}
	})
	t.Run("memory and times are measured", func(t *testing.T) { s.measures(t, slot) })
}

func (s *suite) cancelling(t *testing.T, slot sandbox.Slot) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	spec := s.sh("echo started; sleep 100")
	spec.Stdout = writer(func(p []byte) { cancel() })
	start := time.Now()
	res, err := slot.Run(ctx, spec)
	if err != nil || res.Status != sandbox.Cancelled {
		t.Errorf("got %+v, %v", res, err)
	}
	if took := time.Since(start); took > awakened {
		t.Errorf("took %v", took)
	}
}

// measures checks orders of magnitude, and that one run's peak is not the next one's.
func (s *suite) measures(t *testing.T, slot sandbox.Slot) {
	big := s.sh("x=$(head -c 30000000 /dev/zero | tr '\\0' x); echo ${#x}")
	res, err := slot.Run(t.Context(), big)
	if err != nil || res.Status != sandbox.OK {
		t.Fatalf("%+v, %v", res, err)
	}
	if res.Memory < 25<<20 || res.Memory > 250<<20 {
		t.Errorf("30 MB measure as %d", res.Memory)
	}
	if res.CPUTime <= 0 || res.WallTime <= 0 {
		t.Errorf("times are %v and %v", res.CPUTime, res.WallTime)
	}
	res, err = slot.Run(t.Context(), s.sh("true"))
	if err != nil || res.Memory > 12<<20 || res.Memory <= 0 {
		t.Errorf("after it nothing measures as %d, %v", res.Memory, err)
	}
}

// writer makes an io.Writer of a function.
type writer func([]byte)

func (w writer) Write(p []byte) (int, error) {
	w(bytes.Clone(p))
	return len(p), nil
}
