package native_test

import (
	"log/slog"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxtest"
	"github.com/codecraft-hq/codecraft/test/form"
)

// TestConformance runs the suite with whatever protection this user gets on this host.
func TestConformance(t *testing.T) {
	b, err := native.New(t.Context(), native.Config{Slots: 2, Roots: compilers(), Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		t.Fatal(err)
	}
	level := sandboxtest.Full
	for _, p := range b.Protections() {
		t.Logf("%-20s %-5v %s", p.Name, p.On, p.Detail)
		if !p.On && (p.Name == "memory limit" || p.Name == "separate uid") {
			level = sandboxtest.Unprivileged
			if os.Geteuid() == 0 {
				less(t, p)
			}
		}
	}
	if want := os.Getenv("CODECRAFT_SANDBOX_LEVEL"); want != "" && want != string(level) {
		t.Fatalf("the level is %s, not %s", level, want)
	}
	sandboxtest.Run(t, b, level)
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	checkNothingLeft(t)
}

// less says aloud that root runs a weaker suite than it could. In CI that is a failure, unless the machine has no such controller.
func less(t *testing.T, p sandbox.Protection) {
	t.Logf("THE WEAKER SUITE IS RUN, although this is root: %s is off (%s)", p.Name, p.Detail)
	if os.Getenv("CI") != "true" {
		return
	}
	v1, _ := os.ReadFile("/proc/cgroups")
	v2, _ := os.ReadFile("/sys/fs/cgroup/cgroup.controllers")
	if p.Name == "separate uid" || strings.Contains(string(v1), "memory\t") || strings.Contains(string(v2), "memory") {
		t.Errorf("the kernel has what %s needs", p.Name)
	}
}

// TestConformanceUnprivileged runs the suite again as an ordinary user without any capability: in CI its short form, and make
// test-sandbox has the whole.
func TestConformanceUnprivileged(t *testing.T) {
	form.Whole(t, "TestConformanceInAPod, whose user is none of the host's")
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: this is an ordinary user already")
	}
	cmd, done := elsewhere(t, "-test.run=^TestConformance$", "-test.v")
	defer done()
	cmd.Env = append(cmd.Env, "TMPDIR="+scratch(t, user))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}, Pdeathsig: syscall.SIGKILL}
	runtime.LockOSThread() // and never unlock it: the user has this thread's view of /proc
	root.UncoverProc()
	out, err := cmd.CombinedOutput()
	checkInner(t, string(out), err)
}

// user is an ordinary one: nobody.
const user = 65534

var _ sandbox.Backend = (*native.Backend)(nil)
