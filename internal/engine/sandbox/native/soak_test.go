package native_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
)

// holdings are what a back end and its slots hold of the machine.
type holdings struct {
	Processes     int   `json:"processes"`
	Descriptors   int   `json:"descriptors"`
	SlotOpen      int   `json:"slot_descriptors"`
	Mounts        int   `json:"mounts"`
	SlotMounts    int   `json:"slot_mounts"`
	Groups        int   `json:"control_groups"`
	HostKilobytes int64 `json:"host_kilobytes"`
	SlotKilobytes int64 `json:"slot_kilobytes"` // of the largest slot
}

// soak is the report of one.
type soak struct {
	Runs    int      `json:"runs"`
	Seconds float64  `json:"seconds"`
	Before  holdings `json:"before"`
	After   holdings `json:"after"`
}

// TestSoak runs programs of all kinds and finds the machine as it was. CODECRAFT_SOAK is how many,
// CODECRAFT_SOAK_OUT a file for the figures.
func TestSoak(t *testing.T) {
	runs := 300
	if v, err := strconv.Atoi(os.Getenv("CODECRAFT_SOAK")); err == nil {
		runs = v
	}
	b, err := native.New(t.Context(), native.Config{Slots: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	soakFor(t, b, 100) // caches and buffers find their size
	before := settled(t)
	begun := time.Now()
	soakFor(t, b, runs)
	s := soak{Runs: runs, Seconds: time.Since(begun).Seconds(), Before: before, After: settled(t)}
	report, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", report)
	if out := os.Getenv("CODECRAFT_SOAK_OUT"); out != "" {
		if err := os.WriteFile(out, append(report, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	was, is := s.Before, s.After
	was.HostKilobytes, was.SlotKilobytes, is.HostKilobytes, is.SlotKilobytes = 0, 0, 0, 0
	if was != is {
		t.Errorf("held before: %+v, after: %+v", was, is)
	}
	if s.After.SlotKilobytes > 8<<10 {
		t.Errorf("an idle slot holds %d kB", s.After.SlotKilobytes)
	}
	if grown := s.After.HostKilobytes - s.Before.HostKilobytes; grown > 16<<10 {
		t.Errorf("this process grew by %d kB", grown)
	}
}

// soakFor divides the runs over all slots.
func soakFor(t *testing.T, b sandbox.Backend, runs int) {
	scratch := t.TempDir()
	var all sync.WaitGroup
	for i := range b.Slots() {
		all.Add(1)
		go func() {
			defer all.Done()
			slot, err := b.Open(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			defer slot.Close()
			for n := i; n < runs; n += b.Slots() {
				if err := soakOnce(t.Context(), slot, n, scratch); err != nil {
					t.Errorf("run %d: %v", n, err)
					return
				}
			}
		}()
	}
	all.Wait()
}

// soakOnce makes most runs plain ones, and some that leave more behind.
func soakOnce(ctx context.Context, slot sandbox.Slot, n int, scratch string) error {
	spec := sandbox.Spec{Args: []string{"/bin/true"}, Env: []string{"PATH=/usr/bin:/bin"}}
	want := sandbox.OK
	shell := func(script string) { spec.Args = []string{"/bin/sh", "-c", script} }
	switch {
	case n%500 == 7:
		shell("while :; do :; done")
		spec.Limits.CPUTime, want = 50*time.Millisecond, sandbox.CPULimit
	case n%100 == 3:
		shell("cat")
		spec.Terminal, spec.Stdin = &sandbox.Terminal{}, strings.NewReader("typed\n")
	case n%300 == 299: // what is asked only after large runs is not asked while caches find their size
		shell("head -c 8000000 /dev/zero | tail -c 7000000 > /dev/null")
	case n%50 == 9:
		shell("for i in 1 2 3 4 5 6 7 8; do setsid sleep 100 & done; exit 0")
	case n%20 == 5:
		shell("cat f > out; mkdir -p /tmp/a/b; echo x > /tmp/a/b/c; ls $0 > /dev/null")
		spec.Args = append(spec.Args, "/opt/bound")
		spec.Files = []sandbox.File{{Name: "f", Data: []byte("content")}}
		spec.Binds = []sandbox.Bind{{Host: "/usr/share", Path: "/opt/bound"}}
		spec.Keep = []sandbox.Keep{{Name: "out", Host: filepath.Join(scratch, fmt.Sprintf("out%d", n%2)), MaxBytes: 100}}
	}
	res, err := slot.Run(ctx, spec)
	if err != nil || res.Status != want {
		return fmt.Errorf("%+v, %w", res, err)
	}
	return nil
}

// settled waits until workers that are replaced in the background are, and returns what is held then.
func settled(t *testing.T) holdings {
	const workers = 3 // one a slot, and the spare one
	await(t, "the spare worker", func() bool { return len(childrenOf(os.Getpid())) == workers })
	debug.FreeOSMemory()
	var last holdings
	await(t, "steady holdings", func() bool {
		was := last
		last = held()
		was.HostKilobytes, was.SlotKilobytes = last.HostKilobytes, last.SlotKilobytes
		return was == last
	})
	return last
}

func held() holdings {
	h := holdings{
		Descriptors: entries("/proc/self/fd"), Groups: groupsBelow(os.Getpid()),
		HostKilobytes: resident("self"),
	}
	var slots []string
	for _, pid := range childrenOf(os.Getpid()) {
		h.Processes += 1 + len(childrenOf(pid))
		h.SlotOpen = max(h.SlotOpen, entries(fmt.Sprintf("/proc/%d/fd", pid)))
		h.SlotKilobytes = max(h.SlotKilobytes, resident(strconv.Itoa(pid)))
		places := mounted(strconv.Itoa(pid))
		h.SlotMounts = max(h.SlotMounts, len(places))
		slots = append(slots, places...)
	}
	h.Mounts = escaped(mounted("self"), slots)
	return h
}

// mounted are the places where a process sees something mounted (proc_pid_mountinfo(5)).
func mounted(process string) (places []string) {
	data, _ := os.ReadFile("/proc/" + process + "/mountinfo")
	for line := range strings.Lines(string(data)) {
		places = append(places, strings.Fields(line)[4])
	}
	return places
}

// escaped counts what is mounted on the host where slots mount, in their own tree or while it is built on the stage.
// Others mount on this host meanwhile, elsewhere.
func escaped(host, slots []string) (n int) {
	const stage = "/tmp"
	for _, place := range host {
		if place == stage || slices.Contains(slots, place) || slices.Contains(slots, strings.TrimPrefix(place, stage)) {
			n++
		}
	}
	return n
}

func TestOnlyMountsOfSlotsAreCounted(t *testing.T) {
	slots := []string{"/", "/usr", "/w", "/usr"}
	for place, want := range map[string]int{"/tmp": 1, "/tmp/usr": 1, "/usr": 1, "/w": 1, "/mnt/disk": 0, "/tmp/TestElsewhere/1": 0} {
		if got := escaped([]string{place}, slots); got != want {
			t.Errorf("a mount at %s counts %d, want %d", place, got, want)
		}
	}
}

func childrenOf(pid int) []int {
	var out []int
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, f := range lists {
		data, _ := os.ReadFile(f)
		for _, w := range strings.Fields(string(data)) {
			n, _ := strconv.Atoi(w)
			out = append(out, n)
		}
	}
	return out
}

// groupsBelow counts the control groups of a process with those inside them.
func groupsBelow(pid int) (n int) {
	for _, root := range groupsOf(pid) {
		_ = filepath.WalkDir(root, func(_ string, d os.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				n++
			}
			return nil
		})
	}
	return n
}

func entries(dir string) int {
	list, _ := os.ReadDir(dir)
	return len(list)
}

func resident(process string) int64 {
	data, _ := os.ReadFile("/proc/" + process + "/status")
	_, after, _ := strings.Cut(string(data), "VmRSS:")
	f := strings.Fields(after)
	if len(f) == 0 {
		return 0
	}
	n, _ := strconv.ParseInt(f[0], 10, 64)
	return n
}
