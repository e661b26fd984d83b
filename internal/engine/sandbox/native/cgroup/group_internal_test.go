package cgroup

import (
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

// newTestGroup is a group with a memory controller, beside those of slots.
func newTestGroup(t *testing.T) *Group {
	t.Helper()
	cs := Detect()
	if !cs.Memory.Usable() {
		t.Skip("SKIPPED: there is no memory controller for us here")
	}
	if err := cs.MakeRoots(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cs.RemoveRoots)
	g, err := New(cs, "test-limits", os.Getuid())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Close)
	return g
}

// The kernel gives up setting a memory limit while a signal waits (mm/memcontrol.c), as those of Go's scheduler do.
func TestLimitsAreSetWhileSignalsArrive(t *testing.T) {
	g := newTestGroup(t)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	thread, stop := unix.Gettid(), make(chan struct{})
	var sender sync.WaitGroup
	sender.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				_ = unix.Tgkill(os.Getpid(), thread, unix.SIGURG)
			}
		}
	})
	for i := range int64(2_000) {
		limit := (16 + i%7*16) << 20
		if err := g.Begin(limit, 8+i%2); err != nil {
			t.Errorf("after %d times: %v", i, err)
			break
		}
	}
	close(stop)
	sender.Wait()
}

func TestLimitsAreSetWhateverTheKernelHolds(t *testing.T) {
	g := newTestGroup(t)
	const low, high = 16 << 20, 256 << 20
	if err := g.Begin(low, 8); err != nil {
		t.Fatal(err)
	}
	for _, believed := range []int64{0, 1 << 20, 1 << 40} {
		for _, limit := range []int64{high, low, low, high} {
			g.limit = believed // as after a failure half way
			if err := g.Begin(limit, 8); err != nil {
				t.Errorf("%d, believed to be %d: %v", limit, believed, err)
			}
			for _, name := range []string{"memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.max"} {
				if _, err := os.Stat(filepath.Join(g.memory.dir, name)); err == nil && g.memory.number(name) != limit {
					t.Errorf("%s is %d, not %d", name, g.memory.number(name), limit)
				}
			}
		}
	}
}
