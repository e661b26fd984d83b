package sandboxtest

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// listenAbstract is a service of the host that no program may reach.
func listenAbstract(t *testing.T) net.Listener {
	l, err := net.Listen("unix", "@codecraft-attack-target\x00")
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

// look takes the state of the host: mounts, settings, kernel objects, our processes and their groups.
func look(t *testing.T) host {
	h := host{map[string]string{}}
	for _, f := range []string{
		"/proc/self/mountinfo", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/self/oom_score_adj",
		"/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg", "/etc/passwd", "/etc/group",
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
		h.parts[f] = string(data)
	}
	var left []string
	for _, dir := range []string{"/tmp", "/dev/shm", "/dev/mqueue", "/var/tmp"} {
		found, _ := filepath.Glob(dir + "/left*")
		left = append(left, found...)
	}
	h.parts["files left"] = strings.Join(left, " ")
	return h
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

// compare looks again, and waits until no process of a run is left: workers being replaced end in the background.
func (h host) compare(t *testing.T) {
	t.Helper()
	for name, now := range look(t).parts {
		if was := h.parts[name]; was != now {
			t.Errorf("%s changed from\n%s\nto\n%s", name, was, now)
		}
	}
	deadline := time.Now().Add(10 * time.Second)
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
