package native

import (
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/request"
)

// result puts together what the slot, the groups and the pump know.
func (r *run) result() sandbox.Result {
	d := &r.done
	switch {
	case r.stoppedFor() == sandbox.Cancelled:
	case d.Refused != "":
		r.soiled = true
		return sandbox.Result{Status: sandbox.NotStarted, Detail: "the run could not be prepared: " + d.Refused}
	case d.Errno != 0:
		return sandbox.Result{Status: sandbox.NotStarted, Detail: fmt.Sprintf("%s cannot be executed: %s", r.spec.Args[0], syscall.Errno(d.Errno))}
	}
	res := sandbox.Result{StartTime: time.Duration(max(d.Begun-r.called, 0)), WallTime: time.Duration(d.Wall), CPUTime: r.cpuTime(), Memory: r.memory()}
	ws := syscall.WaitStatus(d.Status)
	if ws.Signaled() {
		res.Signal = ws.Signal()
	} else {
		res.ExitCode = ws.ExitStatus()
	}
	res.Status = r.status(ws, res)
	if res.Status != sandbox.OK && res.Status != sandbox.Failed {
		res.ExitCode = 0
	}
	switch res.Status {
	case sandbox.OK, sandbox.Failed, sandbox.Signalled, sandbox.NotStarted:
	default:
		r.soiled = true
	}
	if res.Status == sandbox.WallLimit { // the host's clock decided, which started a little earlier
		res.WallTime = max(res.WallTime, r.limits.WallTime)
	}
	res.Detail = r.detail(res)
	if res.Status != sandbox.OK && res.Status != sandbox.Cancelled {
		res.Detail += r.reached()
	}
	return res
}

// reached names the limits that end nothing by themselves and that the program met.
func (r *run) reached() (said string) {
	if r.crowded || r.w.group != nil && r.w.group.MetProcesses() {
		said += fmt.Sprintf("; its limit of %d processes and threads was reached", r.limits.Processes)
	}
	if r.done.DiskFull || r.full {
		said += fmt.Sprintf("; its file space of %s was full", request.Size(r.limits.Disk))
	}
	return said
}

// status ranks the reasons: a limit wins over the signal that enforced it.
func (r *run) status(ws syscall.WaitStatus, res sandbox.Result) sandbox.Status {
	why := r.stoppedFor()
	switch {
	case why == sandbox.Cancelled || why == sandbox.OutputLimit:
		return why
	case r.w.group != nil && r.w.group.KilledForMemory():
		return sandbox.MemoryLimit
	case why != "":
		return why
	case r.w.folder != "" && r.done.DiskFull:
		return sandbox.OutputLimit
	case !r.w.group.CountsMemory() && res.Memory > r.limits.Memory:
		return sandbox.MemoryLimit
	case res.CPUTime > r.limits.CPUTime || ws.Signaled() && ws.Signal() == unix.SIGXCPU:
		return sandbox.CPULimit
	case res.WallTime > r.limits.WallTime:
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

// cpuTime is that of the group, less what the slot's own thread spent in it; reaping alone misses
// processes whose parents ignored their end.
func (r *run) cpuTime() time.Duration {
	used := r.done.CPU
	if g := r.w.group; g.CountsCPU() {
		own := int64(0)
		if g.CountsForker() {
			own = r.done.Own
		}
		used = max(used, g.CPUTime()-own)
	}
	return time.Duration(max(used, r.watch.CPU()))
}

func (r *run) memory() int64 {
	if r.w.group.CountsMemory() {
		if peak := r.w.group.Peak(); peak > 0 {
			return min(peak, r.limits.Memory)
		}
	}
	return max(r.done.MaxRSS, r.watch.Peak())
}

func (r *run) detail(res sandbox.Result) string {
	l := r.limits
	switch res.Status {
	case sandbox.Failed:
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
