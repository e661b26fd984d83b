package docker

import (
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/request"
)

// result puts together what the first process and the kernel's counters know.
func (r *run) result() sandbox.Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := &r.ended
	if e.Stopped == "" && r.died {
		e.Stopped = r.stopped
	}
	switch {
	case e.Stopped == frame.StopCancel:
	case e.Refused != "":
		return sandbox.Result{Status: sandbox.NotStarted, Detail: "the work folder could not be filled: " + e.Refused}
	case e.Errno != 0:
		return sandbox.Result{Status: sandbox.NotStarted, Detail: fmt.Sprintf("%s cannot be executed: %s", r.spec.Args[0], syscall.Errno(e.Errno))}
	}
	res := sandbox.Result{
		StartTime: r.begun.Sub(r.called), WallTime: time.Duration(e.Wall),
		CPUTime: time.Duration(max(e.CPU, r.last.cpu-r.x.base.cpu-e.Own)),
		Memory:  min(max(e.MaxRSS, r.peak), r.limits.Memory),
	}
	ws := syscall.WaitStatus(e.Status)
	res.Status = r.status(ws, res)
	if ws.Signaled() {
		res.Signal = ws.Signal()
	} else if res.Status == sandbox.OK || res.Status == sandbox.Failed {
		res.ExitCode = ws.ExitStatus()
	}
	switch res.Status {
	case sandbox.CPULimit:
		res.CPUTime = max(res.CPUTime, r.limits.CPUTime)
	case sandbox.WallLimit:
		res.WallTime = max(res.WallTime, r.limits.WallTime)
	case sandbox.MemoryLimit:
		res.Memory = r.limits.Memory
	}
	res.Detail = r.detail(res)
	return res
}

// status ranks the reasons: a limit wins over the signal that enforced it.
func (r *run) status(ws syscall.WaitStatus, res sandbox.Result) sandbox.Status {
	why := r.ended.Stopped
	switch {
	case why == frame.StopCancel:
		return sandbox.Cancelled
	case why == frame.StopOutput || r.tooLarge:
		return sandbox.OutputLimit
	case why == frame.StopMemory || r.last.oom > r.x.base.oom || r.peak > r.limits.Memory:
		return sandbox.MemoryLimit
	case why == frame.StopCPU || res.CPUTime > r.limits.CPUTime || ws.Signaled() && ws.Signal() == unix.SIGXCPU:
		return sandbox.CPULimit
	case why == frame.StopWall || res.WallTime > r.limits.WallTime:
		return sandbox.WallLimit
	case ws.Signaled() && ws.Signal() == unix.SIGXFSZ:
		return sandbox.OutputLimit
	case ws.Signaled():
		return sandbox.Signalled
	case ws.ExitStatus() != 0:
		return sandbox.Failed
	}
	return sandbox.OK
}

func (r *run) detail(res sandbox.Result) string {
	l := r.limits
	switch res.Status {
	case sandbox.Failed:
		if r.ended.DiskFull {
			return fmt.Sprintf("exited with code %d after a folder was full (%s in all: half for the work folder, three eighths for /tmp)", res.ExitCode, request.Size(l.Disk))
		}
		return fmt.Sprintf("exited with code %d", res.ExitCode)
	case sandbox.Signalled:
		return "ended by signal " + unix.SignalName(res.Signal)
	case sandbox.CPULimit:
		return fmt.Sprintf("used more than %s of CPU time", l.CPUTime)
	case sandbox.WallLimit:
		return fmt.Sprintf("ran for longer than %s, most of it waiting", l.WallTime)
	case sandbox.MemoryLimit:
		return "used more than " + request.Size(l.Memory) + " of memory"
	case sandbox.OutputLimit:
		return fmt.Sprintf("wrote more than it may: %s of output, %s in a file", request.Size(l.Output), request.Size(l.FileSize))
	case sandbox.Cancelled:
		return "cancelled"
	}
	return ""
}
