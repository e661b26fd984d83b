package native_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxtest"
	"github.com/codecraft-hq/codecraft/test/form"
)

// contained is a back end as it is where no namespaces are to be had.
func contained(t *testing.T, slots int) sandbox.Backend {
	t.Helper()
	b, err := native.New(t.Context(), native.Config{
		Slots: slots, Roots: compilers(), NoNamespaces: true, AllowContained: true, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	if level := sandbox.LevelOf(b); level != sandbox.Contained {
		t.Fatalf("the level is %s", level)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// TestConformanceContained runs the suite as if no namespaces were to be had, as in an ordinary container. In CI this is its
// short form; make test-all leaves out the attacks that take long, which make test-sandbox has.
func TestConformanceContained(t *testing.T) {
	b := contained(t, 2)
	for _, p := range b.Protections() {
		t.Logf("%-20s %-5v %s", p.Name, p.On, p.Detail)
	}
	level := sandboxtest.Contained
	if os.Geteuid() != 0 {
		level = sandboxtest.Alone
	}
	sandboxtest.Run(t, b, level)
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	checkNothingLeft(t)
}

// TestConformanceContainedUnprivileged does the same in the short form, and the tests below, as an ordinary user without any
// capability; make test-sandbox has the whole.
func TestConformanceContainedUnprivileged(t *testing.T) {
	form.Whole(t, "TestConformanceContained")
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: this is an ordinary user already")
	}
	cmd, done := elsewhere(t, "-test.run=^(TestConformanceContained|TestContained.*)$", "-test.v")
	defer done()
	cmd.Env = append(cmd.Env, "TMPDIR="+scratch(t, user))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}, Pdeathsig: syscall.SIGKILL}
	out, err := cmd.CombinedOutput()
	checkInner(t, string(out), err)
}

// attempted runs a script, in which $HOST is a folder of this process, and tells what it said.
func attempted(t *testing.T, slot sandbox.Slot, script string, l sandbox.Limits, env ...string) (sandbox.Result, string) {
	t.Helper()
	var out bytes.Buffer
	res, err := slot.Run(t.Context(), sandbox.Spec{
		Args: []string{"/bin/bash", "-c", script}, Env: append(env, "PATH=/usr/bin:/bin"), Stdout: &out, Stderr: &out, Limits: l,
	})
	if err != nil {
		t.Fatal(err)
	}
	return res, out.String()
}

// TestContainedReachesNothing has programs try what namespaces would bar, by the very names that things have on the host.
func TestContainedReachesNothing(t *testing.T) {
	b := contained(t, 2)
	slot, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer slot.Close()
	other, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	_, where := attempted(t, other, "echo /w", sandbox.Limits{}) // where another slot has its files
	host := t.TempDir()                                          // as the product's data folder
	for _, dir := range []string{filepath.Dir(host), host} {
		if err := os.Chmod(dir, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(host, "secret"), []byte("the secret\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	env := []string{
		"HOST_DIR=x" + host, "OTHER=x" + strings.TrimSpace(where), "PORT=" + port, "HOST_PID=" + strconv.Itoa(os.Getpid()),
		"HOST_PARENT=" + strconv.Itoa(os.Getppid()), // an x, so that the paths are not taken for places of the sandbox
	}
	for name, script := range map[string]string{
		"a file of the host":           `cat ${HOST_DIR#x}/secret`,
		"the names in a folder":        `ls ${HOST_DIR#x}`,
		"the list of passwords":        `cat /etc/shadow`,
		"the list of users":            `cat /etc/passwd`,
		"another slot's files":         `ls ${OTHER#x}`,
		"writing to the host":          `echo x > ${HOST_DIR#x}/new`,
		"emptying a file":              `: > ${HOST_DIR#x}/secret`,
		"removing a file":              `rm -f ${HOST_DIR#x}/secret`,
		"moving a file":                `mv /w/x ${HOST_DIR#x}/moved || cp /w/x ${HOST_DIR#x}/moved`,
		"a link to the host":           `ln -s ${HOST_DIR#x}/secret l; cat l`,
		"leaving through the parent":   `cat ../../../..${HOST_DIR#x}/secret`,
		"the temporary folder of all":  `t=tmp; echo x > /$t/left-contained`,
		"the shared memory of all":     `s=shm; echo x > /dev/$s/left-contained`,
		"the network":                  `echo > /dev/tcp/127.0.0.1/$PORT`,
		"a signal to the host":         `kill -0 $HOST_PID`,
		"a signal to its parent":       `kill -0 $HOST_PARENT`,
		"a signal to its first one":    `kill -0 $PPID`,
		"the host's arguments":         `cat /proc/$HOST_PID/cmdline`,
		"the host's variables":         `cat /proc/$HOST_PID/environ`,
		"the host's files, by process": `ls /proc/$HOST_PID/root/ /proc/$HOST_PID/cwd/`,
		"the list of processes":        `ls /proc`,
		"limits of the host":           `prlimit --pid $HOST_PID --nofile=10`,
		"the priority of the host":     `renice 19 -p $HOST_PID`,
	} {
		t.Run(name, func(t *testing.T) {
			res, out := attempted(t, slot, script, sandbox.Limits{CPUTime: 5 * time.Second}, env...)
			if res.Status != sandbox.Failed || strings.Contains(out, "the secret") {
				t.Errorf("%+v\n%s", res, out)
			}
		})
	}
	if text, err := os.ReadFile(filepath.Join(host, "secret")); err != nil || string(text) != "the secret\n" {
		t.Errorf("the host's file is %q, %v", text, err)
	}
	if found, _ := os.ReadDir(host); len(found) != 1 {
		t.Errorf("there are files on the host: %v", found)
	}
}

// TestContainedLeavesNothing has programs stay, fork without end, and hold what has no name.
func TestContainedLeavesNothing(t *testing.T) {
	b := contained(t, 1)
	slot, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer slot.Close()
	mark := strconv.Itoa(5_000_000 + os.Getpid())
	_, where := attempted(t, slot, "echo /w", sandbox.Limits{})
	for name, c := range map[string]struct {
		script string
		limits sandbox.Limits
		want   []sandbox.Status
	}{
		"sleepers of sessions of their own": {"for i in 1 2 3; do setsid sleep " + mark + " & done; (setsid setsid sleep " + mark + " &)", sandbox.Limits{}, []sandbox.Status{sandbox.OK}},
		"forks without end":                 {"f() { f | f & }; f; sleep " + mark, sandbox.Limits{Processes: 40, WallTime: time.Second}, []sandbox.Status{sandbox.WallLimit, sandbox.Signalled, sandbox.Failed}},
		"barred folders":                    {"mkdir -p a/b/c d; touch a/b/c/x d/y; chmod 0 a/b/c a/b a d", sandbox.Limits{}, []sandbox.Status{sandbox.OK}},
		"folders without end":               {"for i in {1..500}; do mkdir d; cd d; done; touch x", sandbox.Limits{}, []sandbox.Status{sandbox.OK}},
		"a full disk":                       {"head -c 50000000 /dev/zero > x; sleep " + mark, sandbox.Limits{Disk: 8 << 20, FileSize: 1 << 30}, []sandbox.Status{sandbox.OutputLimit}},
		"a disk full of what has no name":   {"exec 3> x; rm x; head -c 50000000 /dev/zero >&3; sleep " + mark, sandbox.Limits{Disk: 8 << 20, FileSize: 1 << 30}, []sandbox.Status{sandbox.OutputLimit}},
		"memory":                            {"x=$(head -c 300000000 /dev/zero | tr '\\0' x); sleep " + mark, sandbox.Limits{Memory: 64 << 20}, []sandbox.Status{sandbox.MemoryLimit}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.limits.WallTime == 0 {
				c.limits.WallTime = 20 * time.Second
			}
			res, out := attempted(t, slot, c.script, c.limits)
			if !strings.Contains(fmt.Sprint(c.want), string(res.Status)) {
				t.Errorf("%+v\n%s", res, out)
			}
			if n := sleepers(mark); n != 0 {
				t.Errorf("%d processes are left", n)
			}
			if res, out := attempted(t, slot, "ls -A /w /tmp /dev/shm | grep -v : | grep .", sandbox.Limits{}); res.Status != sandbox.Failed {
				t.Errorf("the next run finds %s", out)
			}
		})
	}
	if err := slot.Close(); err != nil {
		t.Error(err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Dir(strings.TrimSpace(where))); err == nil {
		t.Errorf("%s is left", where)
	}
}

// TestContainedOutlivesNoHost kills a host in the middle of a run.
func TestContainedOutlivesNoHost(t *testing.T) {
	cmd := exec.Command("/proc/self/exe", "-test.run=^TestHelperHost$")
	mark := strconv.Itoa(6_000_000 + os.Getpid())
	cmd.Env = append(os.Environ(), "CODECRAFT_SANDBOX_HELPER="+mark, "CODECRAFT_SANDBOX_CONTAINED=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, "two sleepers", func() bool { return sleepers(mark) == 2 })
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	await(t, "no sleeper", func() bool { return sleepers(mark) == 0 })
}

// TestContainedIsAskedFor: less than isolated is nobody's by surprise.
func TestContainedIsAskedFor(t *testing.T) {
	_, err := native.New(t.Context(), native.Config{Slots: 1, NoNamespaces: true})
	if err == nil || !strings.Contains(err.Error(), native.ErrContainedOnly.Error()) {
		t.Errorf("%v", err)
	}
}
