package sandboxtest

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// listenAbstract is a service of the host that no program may reach. Where another suite on this host listens
// there already, that one tells.
func listenAbstract(t *testing.T) io.Closer {
	l, err := net.Listen("unix", "@codecraft-attack-target\x00")
	if errors.Is(err, syscall.EADDRINUSE) {
		t.Log("another suite on this host listens in the place of this one")
		return io.NopCloser(nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Error("a program reached a socket of the host")
			_ = c.Close()
		}
	}()
	return l
}

// host is what an attack must not change.
type host struct{ parts map[string]string }

// settings of the kernel that an attack would like to be others.
var settings = []string{
	"kernel/core_pattern", "kernel/hostname", "kernel/modprobe", "kernel/sysrq", "kernel/randomize_va_space", "kernel/kptr_restrict", "kernel/dmesg_restrict",
	"kernel/pid_max", "kernel/unprivileged_bpf_disabled", "vm/overcommit_memory", "vm/mmap_min_addr", "vm/swappiness", "fs/suid_dumpable", "fs/protected_symlinks",
	"fs/protected_hardlinks", "fs/binfmt_misc/status", "user/max_user_namespaces", "net/ipv4/ip_forward",
}

// look takes the state of the host: mounts, settings, kernel objects, our processes and their groups.
func (s *suite) look(t *testing.T) host {
	h := host{map[string]string{}}
	for _, f := range []string{
		"/proc/self/mountinfo", "/proc/self/oom_score_adj", "/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg",
		"/etc/passwd", "/etc/group", "/etc/ld.so.cache",
	} {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Log("SKIPPED: ", err)
			continue
		}
		if strings.HasPrefix(f, "/proc/sysvipc/") { // others on this host use these: ours have the key of the attacks
			h.parts[f] = keyed(string(data))
			continue
		}
		if f == "/proc/self/mountinfo" {
			data = []byte(ours(string(data)))
		}
		h.parts[f] = string(data)
	}
	for _, name := range settings { // some are not there on every kernel, and some only root may read
		data, _ := os.ReadFile("/proc/sys/" + name)
		h.parts["/proc/sys/"+name] = string(data)
	}
	for _, name := range []string{"/etc/shadow", "/etc/sudoers", "/root/.ssh/authorized_keys"} { // a hash, for they are nobody's to print
		data, _ := os.ReadFile(name)
		h.parts[name] = fmt.Sprintf("%x", sha256.Sum256(data))
	}
	h.parts["processes that got away"] = strings.Join(strays(), " ")
	h.parts["control groups"] = strings.Join(s.foreignGroups(), " ")
	var left []string
	for _, dir := range []string{"/tmp", "/dev/shm", "/dev/mqueue", "/var/tmp"} {
		found, _ := filepath.Glob(dir + "/left*")
		left = append(left, found...)
	}
	h.parts["files left"] = strings.Join(left, " ")
	return h
}

// ours drops the mounts that others on this host make and remove meanwhile: those below its scratch folders. An attack
// could only name a place that it sees too.
func ours(mounts string) string {
	var out strings.Builder
	for line := range strings.Lines(mounts) {
		f := strings.Fields(line)
		if len(f) > 4 && !below(f[4], "/tmp", "/var", "/run", "/mnt") {
			out.WriteString(line)
		}
	}
	return out.String()
}

func below(path string, folders ...string) bool {
	for _, f := range folders {
		if strings.HasPrefix(path, f+"/") {
			return true
		}
	}
	return false
}

// keyed are the kernel objects that an attack would make.
func keyed(table string) string {
	var out string
	for line := range strings.Lines(table) {
		if f := strings.Fields(line); len(f) > 0 && f[0] == "42" {
			out += line
		}
	}
	return out
}

// strays are processes of attacks that hang below no test any more, so that whoever takes in orphans has them. Others' attacks on
// this host hang below theirs.
func strays() []string {
	var out []string
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, f := range stats {
		data, _ := os.ReadFile(f)
		name, rest, ok := strings.Cut(string(data), ") ")
		if fields := strings.Fields(rest); ok && strings.HasSuffix(name, "(attack") && len(fields) > 1 && fields[1] == "1" && os.Getpid() != 1 {
			out = append(out, name)
		}
	}
	return out
}

// foreignGroups are control groups below this process's that are not of its slots: of a slot there is its own and, on v2, two within.
func (s *suite) foreignGroups() []string {
	var out []string
	ours := "codecraft-" + strconv.Itoa(os.Getpid())
	slots := map[string]int{}
	_ = filepath.WalkDir("/sys/fs/cgroup", func(at string, d os.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil //nolint:nilerr // others' groups come and go
		}
		before, below, ok := strings.Cut(at, "/"+ours+"/")
		if !ok {
			return nil
		}
		parts := strings.Split(below, "/")
		if len(parts) == 1 {
			slots[before]++
		}
		if !strings.HasPrefix(parts[0], "slot-") || len(parts) > 2 || len(parts) == 2 && parts[1] != "init" && parts[1] != "run" {
			out = append(out, at)
		}
		return nil
	})
	for before, n := range slots {
		if n > 2*s.b.Slots()+2 { // those of workers, of one to spare, and of those that are being replaced
			out = append(out, fmt.Sprintf("%d in %s", n, before))
		}
	}
	return out
}

// compare looks again, and waits until no process of a run is left: workers being replaced end in the background.
func (s *suite) compare(t *testing.T, h host) {
	t.Helper()
	for name, now := range s.look(t).parts {
		if was := h.parts[name]; was != now {
			t.Errorf("%s changed from\n%s\nto\n%s", name, was, now)
		}
	}
	deadline := time.Now().Add(2 * time.Minute)
	for {
		alive := grandchildren(os.Getpid())
		if len(alive) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Errorf("processes are left: %v", alive)
			return
		}
		time.Sleep(5 * time.Millisecond) // real processes: nothing tells when they are gone
	}
}

// grandchildren are the processes below our children, which are the slots' own first processes.
func grandchildren(pid int) []string {
	var out []string
	for _, child := range children(pid) {
		for _, grandchild := range children(child) {
			name, _ := os.ReadFile("/proc/" + strconv.Itoa(grandchild) + "/comm")
			out = append(out, strconv.Itoa(grandchild)+" "+string(bytes.TrimSpace(name)))
		}
	}
	return out
}

func children(pid int) []int {
	var out []int
	lists, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children")
	for _, f := range lists {
		data, _ := os.ReadFile(f)
		for _, w := range strings.Fields(string(data)) {
			if n, err := strconv.Atoi(w); err == nil {
				out = append(out, n)
			}
		}
	}
	return out
}
