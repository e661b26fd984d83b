package native

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// cacheCorrection is the peak from which on the page cache is looked at: reading its size costs
// as much as a short run.
const cacheCorrection = 4 << 20

// group is the control groups of one slot's programs, one folder for each hierarchy. The slot's own
// first process stays outside, so that nothing of it is counted.
type group struct {
	cs    controllers
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

// folder is the folder of one controller with its open files.
type folder struct {
	dir   string
	files map[string]int
	text  [4096]byte // what was read last
}

// open opens a file of the folder once.
func (f *folder) open(name string, flags int) int {
	if fd, ok := f.files[name]; ok {
		return fd
	}
	fd, err := unix.Open(filepath.Join(f.dir, name), flags|unix.O_CLOEXEC, 0)
	if err != nil {
		fd = -1
	}
	if f.files == nil {
		f.files = map[string]int{}
	}
	f.files[name] = fd
	return fd
}

func (f *folder) close() {
	for _, fd := range f.files {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
	f.files = nil
}

// write sets a number. The kernel does not set a memory limit while the thread has a signal to take, and Go's
// runtime sends its threads signals all the time; so it is asked again.
func (f *folder) write(name string, v int64) error {
	text := strconv.AppendInt(nil, v, 10)
	for {
		if _, err := unix.Pwrite(f.open(name, unix.O_RDWR), text, 0); err != unix.EINTR {
			return err
		}
	}
}

func (f *folder) read(name string, buf []byte) []byte {
	n, err := unix.Pread(f.open(name, unix.O_RDONLY), buf, 0)
	if err != nil || n < 0 {
		return nil
	}
	return buf[:n]
}

func (f *folder) number(name string) int64 {
	return number(f.read(name, f.text[:]))
}

// field reads a number by its key from a file of "key value" lines; lines of them are added up.
func (f *folder) field(name string, keys ...string) int64 {
	var sum int64
	for line := range bytes.Lines(f.read(name, f.text[:])) {
		key, value, _ := bytes.Cut(line, []byte(" "))
		for _, k := range keys {
			if string(key) == k {
				sum += number(value)
			}
		}
	}
	return sum
}

func number(b []byte) int64 {
	v, _ := strconv.ParseInt(string(bytes.TrimSpace(b)), 10, 64)
	return v
}

// counted is what a group may count.
type counted int

const (
	cpuTime counted = iota
	memoryUse
)

// counts tells whether the worker's group counts something, so that nobody else needs to.
func (w *worker) counts(what counted) bool {
	if w.group == nil {
		return false
	}
	if what == cpuTime {
		return w.group.cs.cpu.usable()
	}
	return w.group.cs.memory.usable()
}

// newGroup makes the groups of a slot. pidUID is the host uid of the slot's first process, which on v2
// must be allowed to start programs in the group.
func newGroup(cs controllers, name string, pidUID int) (*group, error) {
	g := &group{cs: cs, v2fd: -1, oomfd: -1}
	made := map[string]bool{}
	for _, c := range cs.all() {
		if !c.usable() {
			continue
		}
		dir := filepath.Join(c.base, groupRoot(), name)
		if c.version == 2 {
			g.v2 = filepath.Join(dir, "run")
		}
		if made[dir] {
			continue
		}
		made[dir] = true
		if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
			g.close()
			return nil, err
		}
		g.dirs = append(g.dirs, dir)
		if c.version == 1 {
			f, err := os.OpenFile(filepath.Join(dir, "tasks"), os.O_WRONLY, 0)
			if err != nil {
				g.close()
				return nil, err
			}
			g.tasks = append(g.tasks, f)
		}
	}
	if err := g.makeV2(pidUID); err != nil {
		g.close()
		return nil, err
	}
	g.memory.dir, g.pids.dir, g.cpu.dir = g.folder(cs.memory, name), g.folder(cs.pids, name), g.folder(cs.cpu, name)
	g.quiet()
	return g, nil
}

func (g *group) folder(c controller, name string) string {
	if c.version == 2 {
		return g.v2
	}
	return filepath.Join(c.base, groupRoot(), name)
}

// makeV2 makes the two halves of a slot's v2 group: one for its first process, one for programs. The kernel asks
// for write permission on the target and on the ancestor they share.
func (g *group) makeV2(uid int) error {
	if g.v2 == "" {
		return nil
	}
	slot := filepath.Dir(g.v2)
	for _, c := range []controller{g.cs.memory, g.cs.pids} {
		if c.version == 2 {
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

func (g *group) openV2() error {
	fd, err := unix.Open(g.v2, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	g.v2fd = fd
	return nil
}

// adopt puts the slot's first process where it does not count.
func (g *group) adopt(pid int) error {
	if g.v2 == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(filepath.Dir(g.v2), "init", "cgroup.procs"), []byte(strconv.Itoa(pid)), 0)
}

// quiet turns swap off and lets the kernel kill all of a group at once, where it can.
func (g *group) quiet() {
	switch g.cs.memory.version {
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
func (g *group) listen() {
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

// begin sets the limits of the next run and its counters back.
func (g *group) begin(memory, processes int64) error {
	if g.cs.memory.usable() {
		if err := g.beginMemory(memory); err != nil {
			return err
		}
	}
	if g.cs.pids.usable() && processes != g.maxPids {
		n := processes
		if g.cs.pids.version == 1 {
			n++ // the slot's forking thread is among them
		}
		if err := g.pids.write("pids.max", n); err != nil {
			return err
		}
		g.maxPids = processes
	}
	if g.cs.pids.usable() {
		g.pidsBase = g.pids.field("pids.events", "max")
	}
	if g.cs.cpu.usable() {
		g.cpuBase = g.usage()
	}
	return nil
}

// metProcesses tells whether the run was refused a process or thread.
func (g *group) metProcesses() bool {
	return g.cs.pids.usable() && g.pids.field("pids.events", "max") > g.pidsBase
}

func (g *group) beginMemory(limit int64) error {
	g.memory.open("memory.stat", unix.O_RDONLY) // before a run is large enough to need it: what is open depends on no run
	if g.cs.memory.version == 1 {
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
func (g *group) limitV1(limit int64) error {
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
func (g *group) usage() int64 {
	if g.cs.cpu.version == 1 {
		return g.cpu.number("cpuacct.usage")
	}
	return g.cpu.field("cpu.stat", "usage_usec") * 1000
}

// cpuTime is the CPU time of the run so far.
func (g *group) cpuTime() int64 { return g.usage() - g.cpuBase }

// killedForMemory tells whether the run met its memory limit.
func (g *group) killedForMemory() bool {
	switch g.cs.memory.version {
	case 1:
		return g.memory.field("memory.oom_control", "oom_kill") > g.oomBase
	case 2:
		return g.memory.field("memory.events", "oom_kill") > g.oomBase
	}
	return false
}

// peak is the most memory of the run. Files that were read are cached on the account of the first
// reader and stay there; they are no memory of the program, so they are taken off.
func (g *group) peak() int64 {
	var peak, cache int64
	switch g.cs.memory.version {
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

// renew replaces the v2 group where its peak cannot be reset.
func (g *group) renew(uid int) error {
	if g.cs.memory.version != 2 || g.resets {
		return nil
	}
	g.memory.close()
	g.pids.close()
	g.cpu.close()
	unix.Close(g.v2fd)
	removeGroup(g.v2)
	if err := os.Mkdir(g.v2, 0o755); err != nil {
		return err
	}
	if err := os.Chown(filepath.Join(g.v2, "cgroup.procs"), uid, -1); err != nil {
		return err
	}
	g.quiet()
	return g.openV2()
}

// close removes the groups, after the last process has left.
func (g *group) close() {
	closeFD(&g.oomfd)
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
		removeGroup(d)
	}
}
