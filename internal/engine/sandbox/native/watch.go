package native

import (
	"bytes"
	"os"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// watchEvery is how often the processes of a run are looked at where no control group counts for us.
const watchEvery = 10 * time.Millisecond

// tick is the unit of CPU time in /proc (USER_HZ), fixed on every architecture we run on.
const tick = int64(time.Second / 100)

// watch counts what a run uses by looking at its processes: all that descend from the slot's first one.
type watch struct {
	needed bool
	peak   int64
	pid    int           // the slot's first process, as the host numbers it
	base   int64         // CPU time of what it had reaped before
	reaped int64         // and has since
	seen   map[int]int64 // CPU time of each process when last seen
	pids   []int         // of those that were alive at the last look
	live   int64         // CPU time of those alive, and of what they reaped
}

func (w *watch) begin(r *run) {
	w.needed = !r.w.counts(cpuTime) || !r.w.counts(memoryUse)
	if !w.needed {
		return
	}
	w.pid = r.w.cmd.Process.Pid
	w.seen = map[int]int64{}
	_, w.base = procTimes(w.pid)
}

// cpu is the larger of two estimates, each of which has a gap: the kernel forgets children whose parent ignores
// their end, and we miss those that live between two looks.
func (w *watch) cpu() int64 {
	var sum int64
	for _, v := range w.seen {
		sum += v
	}
	return max(sum, w.reaped+w.live)
}

// look takes stock and stops a run that uses too much memory.
func (w *watch) look(r *run) {
	_, reaped := procTimes(w.pid)
	w.reaped, w.live = reaped-w.base, 0
	var memory int64
	var pids []int
	w.descend(w.pid, 0, func(pid int) {
		self, children := procTimes(pid)
		w.seen[pid] = self
		w.live += self + children
		memory += procField(pid, "status", "RssAnon:", "RssShmem:")
		pids = append(pids, pid)
	})
	w.pids = pids
	if r.w.folder != "" && r.b.single && r.threads(pids) > r.limits.Processes {
		r.crowded = true
		r.stop(sandbox.Signalled)
	}
	if !r.w.counts(memoryUse) && memory > r.limits.Memory && len(pids) > 1 {
		memory = proportional(pids, memory)
	}
	w.peak = max(w.peak, memory)
	if !r.w.counts(memoryUse) && memory > r.limits.Memory {
		r.stop(sandbox.MemoryLimit)
	}
}

// descend visits every process below one. Lists of children need a kernel with CONFIG_PROC_CHILDREN, as all
// distributions have.
func (w *watch) descend(pid, depth int, visit func(int)) {
	if depth > 256 {
		return
	}
	tasks, _ := os.ReadDir("/proc/" + strconv.Itoa(pid) + "/task")
	for _, t := range tasks {
		data, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/task/" + t.Name() + "/children")
		for _, f := range bytes.Fields(data) {
			if child, err := strconv.Atoi(string(f)); err == nil {
				visit(child)
				w.descend(child, depth+1, visit)
			}
		}
	}
}

// proportional counts pages that processes share once. It is slow, so it only settles what looks like too much.
func proportional(pids []int, otherwise int64) int64 {
	var sum int64
	for _, pid := range pids {
		n := procField(pid, "smaps_rollup", "Pss_Anon:", "Pss_Shmem:")
		if n == 0 {
			n = procField(pid, "status", "RssAnon:", "RssShmem:")
		}
		sum += n
	}
	return min(sum, otherwise)
}

// procField adds up fields given in kilobytes.
func procField(pid int, file string, keys ...string) int64 {
	data, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/" + file)
	var sum int64
	for line := range bytes.Lines(data) {
		f := bytes.Fields(line)
		for _, k := range keys {
			if len(f) > 1 && string(f[0]) == k {
				sum += number(f[1]) << 10
			}
		}
	}
	return sum
}

// procTimes are the CPU times of a process and of the children it reaped (proc_pid_stat(5), fields 14 to 17).
func procTimes(pid int) (self, children int64) {
	data, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	f := bytes.Fields(data[bytes.LastIndexByte(data, ')')+1:])
	if len(f) < 15 {
		return 0, 0
	}
	return (number(f[11]) + number(f[12])) * tick, (number(f[13]) + number(f[14])) * tick
}
