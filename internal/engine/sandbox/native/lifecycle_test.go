package native_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
)

// groupsOf are the control groups a process made.
func groupsOf(pid int) []string {
	var found []string
	_ = filepath.WalkDir("/sys/fs/cgroup", func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "codecraft-"+strconv.Itoa(pid) {
			found = append(found, path)
		}
		return nil
	})
	return found
}

func checkNothingLeft(t *testing.T) {
	t.Helper()
	if left := groupsOf(os.Getpid()); len(left) > 0 {
		t.Errorf("control groups are left: %v", left)
	}
	data, _ := os.ReadFile("/proc/self/task/" + strconv.Itoa(os.Getpid()) + "/children")
	if s := strings.TrimSpace(string(data)); s != "" {
		t.Errorf("processes are left: %s", s)
	}
}

// TestHelperHost is not a test: it is the host that TestKilledHost kills.
func TestHelperHost(t *testing.T) {
	if os.Getenv("CODECRAFT_SANDBOX_HELPER") == "" {
		t.Skip("runs only as a child of TestKilledHost")
	}
	less := os.Getenv("CODECRAFT_SANDBOX_CONTAINED") != ""
	b, err := native.New(t.Context(), native.Config{Slots: 2, NoNamespaces: less, AllowContained: less})
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Run(t.Context(), sandbox.Spec{
		Args: []string{"/bin/sh", "-c", "setsid sleep $1 & echo started; sleep $1", "sh", os.Getenv("CODECRAFT_SANDBOX_HELPER")}, Env: []string{"PATH=/usr/bin:/bin"}, Stdout: os.Stdout,
		Limits: sandbox.Limits{WallTime: time.Hour},
	})
	t.Fatal("the run ended:", err)
}

// TestKilledHost kills a host with SIGKILL in the middle of a run: no process stays, and the next start
// removes the control groups.
func TestKilledHost(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestHelperHost$")
	mark := strconv.Itoa(4_000_000 + os.Getpid()) // seconds nobody else sleeps
	cmd.Env = append(os.Environ(), "CODECRAFT_SANDBOX_HELPER="+mark)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "started\n" {
		t.Fatalf("%q, %v", line, err)
	}
	await(t, "two sleepers", func() bool { return sleepers(mark) == 2 })
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	await(t, "no sleeper", func() bool { return sleepers(mark) == 0 })
	b, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if left := groupsOf(cmd.Process.Pid); len(left) > 0 {
		t.Errorf("control groups are left: %v", left)
	}
}

// await waits for real processes, which announce nothing.
func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for start := time.Now(); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Since(start) > 2*time.Minute {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func sleepers(mark string) int {
	n := 0
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range lines {
		if data, _ := os.ReadFile(f); strings.HasPrefix(string(data), "sleep\x00"+mark) {
			n++
		}
	}
	return n
}

// TestOpenAfterClose: a closed back end leaves nothing and opens nothing.
func TestOpenAfterClose(t *testing.T) {
	b, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Open(context.Background()); err == nil {
		t.Error("a closed back end opened a slot")
	}
	checkNothingLeft(t)
}

// TestCloseDuringRun: closing cancels what runs and waits for its slot.
func TestCloseDuringRun(t *testing.T) {
	b, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	running := make(chan struct{})
	ended := make(chan sandbox.Result)
	go func() {
		defer s.Close()
		res, err := s.Run(context.Background(), sandbox.Spec{
			Args: []string{"/bin/sh", "-c", "echo; exec sleep 1000"}, Env: []string{"PATH=/bin"}, Limits: sandbox.Limits{WallTime: time.Hour},
			Stdout: signaller{running},
		})
		if err != nil {
			t.Error(err)
		}
		ended <- res
	}()
	<-running
	done := make(chan error)
	go func() { done <- b.Close() }()
	if res := <-ended; res.Status != sandbox.Cancelled {
		t.Errorf("got %+v", res)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	checkNothingLeft(t)
}

// signaller closes a channel at the first output.
type signaller struct{ first chan struct{} }

func (s signaller) Write(p []byte) (int, error) {
	close(s.first)
	return len(p), nil
}

// TestFirstProcessesOfSlots: they have none of the host's variables, and are not root of the host when it is.
func TestFirstProcessesOfSlots(t *testing.T) {
	t.Setenv("CODECRAFT_TEST_SECRET", "a-secret-of-the-host")
	b, err := native.New(t.Context(), native.Config{Slots: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	users := map[string]bool{}
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	slots := childrenOf(os.Getpid())
	if len(slots) < 2 {
		t.Fatalf("there are %d slots", len(slots))
	}
	for _, pid := range slots {
		dir := "/proc/" + strconv.Itoa(pid)
		if program, _ := os.Readlink(dir + "/exe"); program == own {
			continue // a spare one that is being born: it is this program still
		}
		if data, err := os.ReadFile(dir + "/environ"); err == nil && strings.Contains(string(data), "SECRET") {
			t.Error("a slot has the host's secret")
		}
		status, _ := os.ReadFile(dir + "/status")
		_, after, _ := strings.Cut(string(status), "\nUid:")
		ids := strings.Fields(after)
		if len(ids) < 4 {
			continue // it was a spare one that is gone
		}
		for _, id := range ids[:4] {
			if id == "0" {
				t.Errorf("the slot %d runs as root of the host", pid)
			}
		}
		if os.Geteuid() == 0 && users[ids[0]] {
			t.Errorf("two slots share the user %s", ids[0])
		}
		users[ids[0]] = true
	}
	if os.Geteuid() == 0 && len(users) < 2 {
		t.Errorf("there are slots of %d users", len(users))
	}
}

// TestTwoBackEndsOfOneProcessAreApart closes one while a program runs in the other, whose limits are its own.
func TestTwoBackEndsOfOneProcessAreApart(t *testing.T) {
	var all [2]sandbox.Backend
	for i := range all {
		b, err := native.New(t.Context(), native.Config{Slots: 1})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = b.Close() })
		all[i] = b
	}
	slots := [2]sandbox.Slot{}
	var running sync.WaitGroup
	for i, b := range all {
		slot, err := b.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		slots[i] = slot
		running.Go(func() {
			for n := range 50 {
				res, err := slot.Run(t.Context(), sandbox.Spec{
					Args: []string{"/bin/true"}, Limits: sandbox.Limits{Memory: int64(16+(n+i)%2*64) << 20, Processes: 4 + n%2},
				})
				if err != nil || res.Status != sandbox.OK {
					t.Errorf("back end %d: %+v, %v", i, res, err)
				}
			}
		})
	}
	running.Wait()
	began := make(chan struct{})
	var once sync.Once
	running.Go(func() {
		res, err := slots[1].Run(t.Context(), sandbox.Spec{
			Args: []string{"/bin/sh", "-c", "echo began; read go; exit 3"}, Stdin: untilClosed(began), Limits: sandbox.Limits{WallTime: time.Minute},
			Stdout: writerFunc(func([]byte) {
				once.Do(func() {
					_ = slots[0].Close()
					if err := all[0].Close(); err != nil {
						t.Error(err)
					}
					close(began)
				})
			}),
		})
		if err != nil || res.ExitCode != 3 {
			t.Errorf("beside a back end that was closed: %+v, %v", res, err)
		}
	})
	running.Wait()
	_ = slots[1].Close()
}

// untilClosed is an input that ends when the channel is closed.
type untilClosed chan struct{}

func (c untilClosed) Read([]byte) (int, error) {
	<-c
	return 0, io.EOF
}

type writerFunc func([]byte)

func (f writerFunc) Write(p []byte) (int, error) {
	f(p)
	return len(p), nil
}
