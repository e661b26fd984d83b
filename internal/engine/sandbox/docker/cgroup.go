package docker

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// counters are what the kernel counts for a container, as files that stay open: one read is a look.
type counters struct {
	version       int // of the memory controller's hierarchy
	cpu, mem, oom *os.File
	cpuV2         bool
}

// openCounters finds the control groups of a process, which must be seen from here.
func openCounters(pid int) (*counters, error) {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cgroup")
	if err != nil {
		return nil, fmt.Errorf("see the container's processes: %w (the daemon must be on this machine, and its processes visible)", err)
	}
	groups := map[string]string{} // controller, "" for v2, to the path
	for line := range strings.Lines(string(data)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		for name := range strings.SplitSeq(parts[1], ",") {
			groups[name] = parts[2]
		}
	}
	c := &counters{}
	mounts := hierarchies()
	if c.cpu, err = open(mounts, groups, "cpuacct", "cpuacct.usage"); err != nil {
		c.cpuV2 = true
		c.cpu, err = open(mounts, groups, "", "cpu.stat")
	}
	if err == nil {
		c.version = 1
		c.mem, err = open(mounts, groups, "memory", "memory.stat")
		if err != nil {
			c.version = 2
			c.mem, err = open(mounts, groups, "", "memory.stat")
		}
	}
	if err == nil && c.version == 1 {
		c.oom, err = open(mounts, groups, "memory", "memory.oom_control")
	} else if err == nil {
		c.oom, err = open(mounts, groups, "", "memory.events")
	}
	if err != nil {
		c.close()
		return nil, fmt.Errorf("see the container's control groups: %w", err)
	}
	return c, nil
}

// hierarchies maps each v1 controller, and "" for v2, to where it is mounted (proc_pid_mountinfo(5)).
func hierarchies() map[string]string {
	data, _ := os.ReadFile("/proc/self/mountinfo")
	at := map[string]string{}
	for line := range strings.Lines(string(data)) {
		before, after, _ := strings.Cut(strings.TrimSpace(line), " - ")
		left, right := strings.Fields(before), strings.Fields(after)
		if len(left) < 5 || len(right) < 3 {
			continue
		}
		switch right[0] {
		case "cgroup2":
			at[""] = left[4]
		case "cgroup":
			for option := range strings.SplitSeq(right[2], ",") {
				at[option] = left[4]
			}
		}
	}
	return at
}

func open(mounts, groups map[string]string, controller, file string) (*os.File, error) {
	mount, ok := mounts[controller]
	group, in := groups[controller]
	if !ok || !in {
		return nil, errors.New("there is no such hierarchy: " + controller)
	}
	return os.Open(filepath.Join(mount, group, file))
}

func (c *counters) close() {
	for _, f := range []*os.File{c.cpu, c.mem, c.oom} {
		if f != nil {
			_ = f.Close()
		}
	}
}

// sample is one look.
type sample struct {
	cpu    int64 // ns
	memory int64 // bytes that cannot be taken back: of processes, and of memory file systems
	oom    int64 // processes killed for want of memory
}

// look reads everything; a container that is gone leaves the last sample as it was.
func (c *counters) look(last sample) sample {
	var buf [8192]byte
	read := func(f *os.File) []byte {
		n, _ := f.ReadAt(buf[:], 0)
		return buf[:n]
	}
	if data := read(c.cpu); len(data) > 0 {
		if c.cpuV2 {
			last.cpu = fields(data, "usage_usec") * 1000
		} else {
			last.cpu = number(data)
		}
	}
	if data := read(c.mem); len(data) > 0 {
		if c.version == 1 {
			last.memory = fields(data, "total_rss", "total_shmem")
		} else {
			last.memory = fields(data, "anon", "shmem")
		}
	}
	if data := read(c.oom); len(data) > 0 {
		last.oom = max(last.oom, fields(data, "oom_kill"))
	}
	return last
}

// fields adds up lines of a key and a number.
func fields(data []byte, keys ...string) (sum int64) {
	for line := range bytes.Lines(data) {
		name, value, _ := bytes.Cut(line, []byte(" "))
		for _, k := range keys {
			if string(name) == k {
				sum += number(value)
			}
		}
	}
	return sum
}

func number(b []byte) int64 {
	n, _ := strconv.ParseInt(string(bytes.TrimSpace(b)), 10, 64)
	return n
}
