package cgroup

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// cacheCorrection is the peak from which on the page cache is looked at: reading its size costs
// as much as a short run.
const cacheCorrection = 4 << 20

// Group is the control groups of one slot's programs, one folder for each hierarchy. The slot's own
// first process stays outside, so that nothing of it is counted.
type Group struct {
	cs    Controllers
	dirs  []string // to remove, children first
	tasks []*os.File

	memory, pids, cpu folder
	v2                string // the v2 folder programs are born into; empty when v2 is not used
	v2fd              int
	oomfd             int // v1: readable once the group met its limit, or -1

	limit, maxPids int64 // what is set
	oomBase        int64
	cpuBase        int64
	pidsBase       int64
	resets         bool // the peak can be reset
}

// New makes the groups of a slot. pidUID is the host uid of the slot's first process, which on v2
// must be allowed to start programs in the group.
func New(cs Controllers, name string, pidUID int) (*Group, error) {
	g := &Group{cs: cs, v2fd: -1, oomfd: -1}
	made := map[string]bool{}
	for _, c := range cs.all() {
		if !c.Usable() {
			continue
		}
		dir := filepath.Join(c.base, rootName(), name)
		if c.Version == 2 {
			g.v2 = filepath.Join(dir, "run")
		}
		if made[dir] {
			continue
		}
		made[dir] = true
		if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
			g.Close()
			return nil, err
		}
		g.dirs = append(g.dirs, dir)
		if c.Version == 1 {
			f, err := os.OpenFile(filepath.Join(dir, "tasks"), os.O_WRONLY, 0)
			if err != nil {
				g.Close()
				return nil, err
			}
			g.tasks = append(g.tasks, f)
		}
	}
	if err := g.makeV2(pidUID); err != nil {
		g.Close()
		return nil, err
	}
	g.memory.dir, g.pids.dir, g.cpu.dir = g.folder(cs.Memory, name), g.folder(cs.PIDs, name), g.folder(cs.CPU, name)
	g.quiet()
	return g, nil
}

func (g *Group) folder(c Controller, name string) string {
	if c.Version == 2 {
		return g.v2
	}
	return filepath.Join(c.base, rootName(), name)
}

// makeV2 makes the two halves of a slot's v2 group: one for its first process, one for programs. The kernel asks
// for write permission on the target and on the ancestor they share.
func (g *Group) makeV2(uid int) error {
	if g.v2 == "" {
		return nil
	}
	slot := filepath.Dir(g.v2)
	for _, c := range []Controller{g.cs.Memory, g.cs.PIDs} {
		if c.Version == 2 {
			if err := delegate(slot, c.name); err != nil {
				return err
			}
		}
	}
	for _, dir := range []string{filepath.Join(slot, "init"), g.v2} {
		if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
		g.dirs = append([]string{dir}, g.dirs...)
	}
	for _, dir := range []string{slot, g.v2} {
		if err := os.Chown(filepath.Join(dir, "cgroup.procs"), uid, -1); err != nil {
			return err
		}
	}
	return g.openV2()
}

func (g *Group) openV2() error {
	fd, err := unix.Open(g.v2, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	g.v2fd = fd
	return nil
}

// Adopt puts the slot's first process where it does not count.
func (g *Group) Adopt(pid int) error {
	if g.v2 == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(filepath.Dir(g.v2), "init", "cgroup.procs"), []byte(strconv.Itoa(pid)), 0)
}

// quiet turns swap off and lets the kernel kill all of a group at once, where it can.
func (g *Group) quiet() {
	switch g.cs.Memory.Version {
	case 1:
		_ = g.memory.write("memory.swappiness", 0)
		g.listen()
	case 2:
		_ = g.memory.write("memory.swap.max", 0)
		_ = g.memory.write("memory.oom.group", 1)
	}
	g.limit, g.maxPids = 0, 0
}

// listen has the kernel tell when the group meets its memory limit. On v1 it kills but one process then, and the
// others would stay until their time is up (cgroup-v1/memory.rst, section 10).
func (g *Group) listen() {
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		return
	}
	order := strconv.Itoa(fd) + " " + strconv.Itoa(g.memory.open("memory.oom_control", unix.O_RDONLY))
	if err := os.WriteFile(filepath.Join(g.memory.dir, "cgroup.event_control"), []byte(order), 0); err != nil {
		unix.Close(fd)
		return
	}
	g.oomfd = fd
}

// Begin sets the limits of the next run and its counters back.
func (g *Group) Begin(memory, processes int64) error {
	if g.cs.Memory.Usable() {
		if err := g.beginMemory(memory); err != nil {
			return err
		}
	}
	if g.cs.PIDs.Usable() && processes != g.maxPids {
		n := processes
		if g.cs.PIDs.Version == 1 {
			n++ // the slot's forking thread is among them
		}
		if err := g.pids.write("pids.max", n); err != nil {
			return err
		}
		g.maxPids = processes
	}
	if g.cs.PIDs.Usable() {
		g.pidsBase = g.pids.field("pids.events", "max")
	}
	if g.cs.CPU.Usable() {
		g.cpuBase = g.usage()
	}
	return nil
}

// CountsMemory tells whether the group, if there is one, counts memory, so that nobody else needs to.
func (g *Group) CountsMemory() bool { return g != nil && g.cs.Memory.Usable() }

// CountsCPU tells whether the group, if there is one, counts CPU time, so that nobody else needs to.
func (g *Group) CountsCPU() bool { return g != nil && g.cs.CPU.Usable() }

// CountsForker tells whether what the slot's forking thread uses is among the CPU time: v1, whose groups it joins.
func (g *Group) CountsForker() bool { return g.cs.CPU.Version == 1 }

// Tasks are the v1 files by which a thread joins the group.
func (g *Group) Tasks() []*os.File { return g.tasks }

// FD is the v2 folder programs are born into, or -1 when v2 is not used. It is another one after Renew.
func (g *Group) FD() int { return g.v2fd }

// MemoryEvents is readable once a v1 group met its memory limit, or -1.
func (g *Group) MemoryEvents() int { return g.oomfd }

// MetProcesses tells whether the run was refused a process or thread.
func (g *Group) MetProcesses() bool {
	return g.cs.PIDs.Usable() && g.pids.field("pids.events", "max") > g.pidsBase
}

func (g *Group) beginMemory(limit int64) error {
	g.memory.open("memory.stat", unix.O_RDONLY) // before a run is large enough to need it: what is open depends on no run
	if g.cs.Memory.Version == 1 {
		if limit != g.limit {
			if err := g.limitV1(limit); err != nil {
				return err
			}
			g.limit = limit
		}
		g.oomBase = g.memory.field("memory.oom_control", "oom_kill")
		if g.oomfd >= 0 {
			var count [8]byte
			_, _ = unix.Read(g.oomfd, count[:]) // what the last run left
		}
		return g.memory.write("memory.max_usage_in_bytes", 0)
	}
	if limit != g.limit {
		if err := g.memory.write("memory.max", limit); err != nil {
			return err
		}
		g.limit = limit
	}
	g.oomBase = g.memory.field("memory.events", "oom_kill")
	g.resets = g.memory.write("memory.peak", 0) == nil // kernel 6.12
	return nil
}

// limitV1 sets the memory limit, and the one with swap where the kernel counts that. The latter
// may never be the lower one, so the order depends on what the kernel holds, which after a failure is not g.limit.
func (g *Group) limitV1(limit int64) error {
	const plain, swap = "memory.limit_in_bytes", "memory.memsw.limit_in_bytes"
	if g.memory.open(swap, unix.O_RDWR) < 0 {
		return g.memory.write(plain, limit)
	}
	first, second := plain, swap
	if limit > g.memory.number(swap) {
		first, second = swap, plain
	}
	if err := g.memory.write(first, limit); err != nil {
		return err
	}
	return g.memory.write(second, limit)
}

// usage is the CPU time in nanoseconds the group ever used.
func (g *Group) usage() int64 {
	if g.cs.CPU.Version == 1 {
		return g.cpu.number("cpuacct.usage")
	}
	return g.cpu.field("cpu.stat", "usage_usec") * 1000
}

// CPUTime is the CPU time of the run so far.
func (g *Group) CPUTime() int64 { return g.usage() - g.cpuBase }

// KilledForMemory tells whether the run met its memory limit.
func (g *Group) KilledForMemory() bool {
	switch g.cs.Memory.Version {
	case 1:
		return g.memory.field("memory.oom_control", "oom_kill") > g.oomBase
	case 2:
		return g.memory.field("memory.events", "oom_kill") > g.oomBase
	}
	return false
}

// Peak is the most memory of the run. Files that were read are cached on the account of the first
// reader and stay there; they are no memory of the program, so they are taken off.
func (g *Group) Peak() int64 {
	var peak, cache int64
	switch g.cs.Memory.Version {
	case 1:
		peak = g.memory.number("memory.max_usage_in_bytes")
		if peak > cacheCorrection {
			cache = g.memory.field("memory.stat", "inactive_file", "active_file")
		}
	case 2:
		if peak = g.memory.number("memory.peak"); peak > cacheCorrection {
			cache = g.memory.field("memory.stat", "inactive_file", "active_file")
		}
	}
	return max(peak-cache, 0)
}

// Renew replaces the v2 group where its peak cannot be reset.
func (g *Group) Renew(uid int) error {
	if g.cs.Memory.Version != 2 || g.resets {
		return nil
	}
	g.memory.close()
	g.pids.close()
	g.cpu.close()
	unix.Close(g.v2fd)
	remove(g.v2)
	if err := os.Mkdir(g.v2, 0o755); err != nil {
		return err
	}
	if err := os.Chown(filepath.Join(g.v2, "cgroup.procs"), uid, -1); err != nil {
		return err
	}
	g.quiet()
	return g.openV2()
}

// Close removes the groups, after the last process has left.
func (g *Group) Close() {
	if g.oomfd >= 0 {
		unix.Close(g.oomfd)
	}
	g.memory.close()
	g.pids.close()
	g.cpu.close()
	for _, f := range g.tasks {
		_ = f.Close()
	}
	if g.v2fd >= 0 {
		unix.Close(g.v2fd)
	}
	for _, d := range g.dirs {
		remove(d)
	}
}
