package native

import (
	"math"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/watch"
)

// watchEvery is how often the processes of a run are looked at where no control group counts for us.
const watchEvery = 10 * time.Millisecond

// observe begins to look at what no control group counts for us.
func (r *run) observe() {
	if !r.w.group.CountsCPU() || !r.w.group.CountsMemory() {
		r.watch.Begin(r.w.cmd.Process.Pid)
	}
	r.folder = watch.Folder{Dir: r.w.folder, Disk: r.limits.Disk, Max: inodes}
	if !r.b.single {
		r.folder.User = r.w.id.first + 1
	}
}

// look takes stock of the processes and of a contained run's folder, and stops a run that uses too much.
func (r *run) look() {
	r.watch.Look()
	if r.w.folder != "" && r.b.single && watch.Threads(r.watch.PIDs()) > r.limits.Processes {
		r.crowded = true
		r.stop(sandbox.Signalled)
	}
	limit := r.limits.Memory
	if r.w.group.CountsMemory() {
		limit = math.MaxInt64
	}
	if r.watch.Memory(limit) > limit {
		r.stop(sandbox.MemoryLimit)
	}
	if r.w.folder != "" && r.folder.Full(r.watch.PIDs()) {
		r.full = true
		r.stop(sandbox.OutputLimit)
	}
}
