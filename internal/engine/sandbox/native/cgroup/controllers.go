// Package cgroup is the control groups of slots: which controllers this host lets us use, each by itself and on either version, and
// one group for each slot, which sets the limits of a run and counts what it used (cgroups(7)). The groups of this process are in
// one folder of each hierarchy, named after it, so that those of a process that was killed are found and removed.
package cgroup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// prefix marks the control groups of this package; the number is the pid of their owner.
const prefix = "codecraft-"

// Controller is one cgroup controller as found on this host, each by itself: a host may have memory
// on v1 and the rest on v2.
type Controller struct {
	name    string
	Version int    // 1, 2, or 0 when it cannot be used
	base    string // the folder of our own group in its hierarchy
	Why     string // why it cannot be used
}

// Usable tells whether it can be used.
func (c Controller) Usable() bool { return c.Version != 0 }

// Controllers are those a slot uses.
type Controllers struct{ Memory, PIDs, CPU Controller }

func (c Controllers) all() []Controller { return []Controller{c.Memory, c.PIDs, c.CPU} }

// Detect looks for every controller, prepares v2 delegation and tries to make a group.
func Detect() Controllers {
	mounts, own := mounted(), ownPaths()
	find := func(name string) Controller {
		c := locate(name, mounts, own)
		if c.Usable() {
			c = probe(c)
		}
		return c
	}
	cs := Controllers{Memory: find("memory"), PIDs: find("pids"), CPU: find("cpuacct")}
	if !cs.CPU.Usable() { // v2 counts time in every group, with no controller
		cs.CPU = find("")
		cs.CPU.name = "cpu"
	}
	return cs
}

type mount struct {
	version     int
	root, at    string
	controllers string
}

// mounted reads the mounts of both versions from mountinfo (proc_pid_mountinfo(5)).
func mounted() []mount {
	data, _ := os.ReadFile("/proc/self/mountinfo")
	var out []mount
	for line := range strings.Lines(string(data)) {
		before, after, ok := strings.Cut(strings.TrimSpace(line), " - ")
		left, right := strings.Fields(before), strings.Fields(after)
		if !ok || len(left) < 5 || len(right) < 3 {
			continue
		}
		switch right[0] {
		case "cgroup":
			out = append(out, mount{1, left[3], left[4], "," + right[2] + ","})
		case "cgroup2":
			out = append(out, mount{2, left[3], left[4], ""})
		}
	}
	return out
}

// ownPaths maps a v1 controller, or "" for v2, to our group's path (cgroups(7)).
func ownPaths() map[string]string {
	data, _ := os.ReadFile("/proc/self/cgroup")
	own := map[string]string{}
	for line := range strings.Lines(string(data)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		for name := range strings.SplitSeq(parts[1], ",") {
			own[name] = parts[2]
		}
	}
	return own
}

func locate(name string, mounts []mount, own map[string]string) Controller {
	c := Controller{name: name, Why: "the host has no such controller mounted"}
	for _, m := range mounts {
		key := ""
		if m.version == 1 {
			key = name
			if name == "" || !strings.Contains(m.controllers, ","+name+",") {
				continue
			}
		}
		path, ok := own[key]
		if !ok {
			continue
		}
		base := filepath.Join(m.at, strings.TrimPrefix(path, strings.TrimSuffix(m.root, "/")))
		if _, err := os.Stat(base); err != nil {
			base = m.at // our group lies outside of what is mounted here: a container's view
		}
		if m.version == 1 {
			return Controller{name: name, Version: 1, base: base}
		}
		if name != "" && !listed(filepath.Join(base, "cgroup.controllers"), name) {
			continue
		}
		c = Controller{name: name, Version: 2, base: base}
	}
	return c
}

func listed(file, word string) bool {
	data, _ := os.ReadFile(file)
	for _, f := range strings.Fields(string(data)) {
		if f == word {
			return true
		}
	}
	return false
}

// probe makes and removes a group, and on v2 hands the controller down to it.
func probe(c Controller) Controller {
	if c.Version == 2 && c.name != "" {
		if err := delegate(c.base, c.name); err != nil {
			return Controller{name: c.name, Why: err.Error()}
		}
	}
	dir := filepath.Join(c.base, prefix+"probe-"+strconv.Itoa(os.Getpid()))
	if err := os.Mkdir(dir, 0o755); err != nil {
		return Controller{name: c.name, Why: err.Error()}
	}
	_ = os.Remove(dir)
	return c
}

// delegate enables a v2 controller for children of our group. A group other than the root that has
// processes of its own cannot: they move to a child first, as the kernel's manual has it.
func delegate(base, name string) error {
	control := filepath.Join(base, "cgroup.subtree_control")
	if listed(control, name) {
		return nil
	}
	err := os.WriteFile(control, []byte("+"+name), 0)
	if !errors.Is(err, unix.EBUSY) {
		return err
	}
	leaf := filepath.Join(base, prefix+"host")
	if err := os.Mkdir(leaf, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	procs, err := os.ReadFile(filepath.Join(base, "cgroup.procs"))
	if err != nil {
		return err
	}
	for _, pid := range strings.Fields(string(procs)) {
		if err := os.WriteFile(filepath.Join(leaf, "cgroup.procs"), []byte(pid), 0); err != nil && !errors.Is(err, unix.ESRCH) {
			return fmt.Errorf("move process %s out of the way: %w", pid, err)
		}
	}
	return os.WriteFile(control, []byte("+"+name), 0)
}

// rootName is the name of this process's groups.
func rootName() string { return prefix + strconv.Itoa(os.Getpid()) }

// roots counts the back ends of this process, which share its folders: the last one removes them.
var roots struct {
	sync.Mutex
	users int
}

// MakeRoots makes the folder that holds the slots' groups in every hierarchy in use, until RemoveRoots.
func (c Controllers) MakeRoots() error {
	roots.Lock()
	defer roots.Unlock()
	roots.users++
	for _, ctl := range c.all() {
		if !ctl.Usable() {
			continue
		}
		dir := filepath.Join(ctl.base, rootName())
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if ctl.Version == 2 && ctl.name != "" && ctl.name != "cpu" {
			if err := delegate(dir, ctl.name); err != nil {
				return err
			}
		}
	}
	return nil
}

// Sweep removes the groups of owners that are no longer alive, and what still runs in them.
func (c Controllers) Sweep() {
	for _, ctl := range c.all() {
		if !ctl.Usable() {
			continue
		}
		found, _ := filepath.Glob(filepath.Join(ctl.base, prefix+"*"))
		for _, dir := range found {
			pid, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(dir), prefix))
			if err == nil && pid != os.Getpid() && errors.Is(unix.Kill(pid, 0), unix.ESRCH) {
				remove(dir)
			}
		}
	}
}

// remove kills what runs in a group, and removes it and those below.
func remove(dir string) {
	subs, _ := filepath.Glob(filepath.Join(dir, "*", "cgroup.procs"))
	for _, sub := range subs {
		remove(filepath.Dir(sub))
	}
	for range 100 {
		if err := unix.Rmdir(dir); err != unix.EBUSY {
			return
		}
		procs, _ := os.ReadFile(filepath.Join(dir, "cgroup.procs"))
		for _, p := range strings.Fields(string(procs)) {
			if pid, err := strconv.Atoi(p); err == nil && pid > 0 {
				_ = unix.Kill(pid, unix.SIGKILL)
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// RemoveRoots removes the folders of this process's slots when no other back end has any.
func (c Controllers) RemoveRoots() {
	roots.Lock()
	defer roots.Unlock()
	if roots.users--; roots.users > 0 {
		return
	}
	for _, ctl := range c.all() {
		if ctl.Usable() {
			remove(filepath.Join(ctl.base, rootName()))
		}
	}
}
