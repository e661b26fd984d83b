// Package watch looks at what a run uses where the kernel does not count it for us: at its processes, in /proc, and at its folder.
// Looking is late by nature: what a program does between two looks is seen at the next one, or never.
package watch

import (
	"bytes"
	"os"
	"strconv"
	"time"
)

// tick is the unit of CPU time in /proc (USER_HZ), fixed on every architecture we run on.
const tick = int64(time.Second / 100)

// Processes counts what a run uses by looking at its processes: all that descend from the slot's first one. The zero value looks
// at none and counts nothing.
type Processes struct {
	peak   int64
	memory int64         // of those that were alive at the last look, with pages that they share counted for each
	pid    int           // the slot's first process, as the host numbers it
	base   int64         // CPU time of what it had reaped before
	reaped int64         // and has since
	seen   map[int]int64 // CPU time of each process when last seen
	pids   []int         // of those that were alive at the last look
	live   int64         // CPU time of those alive, and of what they reaped
}

// Begin starts to count for a run below a slot's first process.
func (p *Processes) Begin(pid int) {
	p.pid = pid
	p.seen = map[int]int64{}
	_, p.base = times(p.pid)
}

// Begun tells whether there is something to be looked at.
func (p *Processes) Begun() bool { return p.seen != nil }

// CPU is the larger of two estimates in nanoseconds, each of which has a gap: the kernel forgets children whose parent ignores
// their end, and we miss those that live between two looks.
func (p *Processes) CPU() int64 {
	var sum int64
	for _, v := range p.seen {
		sum += v
	}
	return max(sum, p.reaped+p.live)
}

// Look takes stock.
func (p *Processes) Look() {
	_, reaped := times(p.pid)
	p.reaped, p.live = reaped-p.base, 0
	p.memory, p.pids = 0, nil
	p.descend(p.pid, 0, func(pid int) {
		self, children := times(pid)
		p.seen[pid] = self
		p.live += self + children
		p.memory += field(pid, "status", "RssAnon:", "RssShmem:")
		p.pids = append(p.pids, pid)
	})
}

// PIDs are those that were alive at the last look.
func (p *Processes) PIDs() []int { return p.pids }

// Memory is what they used in bytes. More than the limit it is only if it still is with pages that they share counted once.
func (p *Processes) Memory(limit int64) int64 {
	memory := p.memory
	if memory > limit && len(p.pids) > 1 {
		memory = proportional(p.pids, memory)
	}
	p.peak = max(p.peak, memory)
	return memory
}

// Peak is the most that Memory ever told.
func (p *Processes) Peak() int64 { return p.peak }

// descend visits every process below one. Lists of children need a kernel with CONFIG_PROC_CHILDREN, as all
// distributions have.
func (p *Processes) descend(pid, depth int, visit func(int)) {
	if depth > 256 {
		return
	}
	tasks, _ := os.ReadDir("/proc/" + strconv.Itoa(pid) + "/task")
	for _, t := range tasks {
		data, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/task/" + t.Name() + "/children")
		for _, f := range bytes.Fields(data) {
			if child, err := strconv.Atoi(string(f)); err == nil {
				visit(child)
				p.descend(child, depth+1, visit)
			}
		}
	}
}

// proportional counts pages that processes share once. It is slow, so it only settles what looks like too much.
func proportional(pids []int, otherwise int64) int64 {
	var sum int64
	for _, pid := range pids {
		n := field(pid, "smaps_rollup", "Pss_Anon:", "Pss_Shmem:")
		if n == 0 {
			n = field(pid, "status", "RssAnon:", "RssShmem:")
		}
		sum += n
	}
	return min(sum, otherwise)
}

// field adds up fields given in kilobytes.
func field(pid int, file string, keys ...string) int64 {
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

// times are the CPU times of a process and of the children it reaped (proc_pid_stat(5), fields 14 to 17).
func times(pid int) (self, children int64) {
	data, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	f := bytes.Fields(data[bytes.LastIndexByte(data, ')')+1:])
	if len(f) < 15 {
		return 0, 0
	}
	return (number(f[11]) + number(f[12])) * tick, (number(f[13]) + number(f[14])) * tick
}

func number(b []byte) int64 {
	v, _ := strconv.ParseInt(string(b), 10, 64)
	return v
}
