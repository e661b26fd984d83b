package native_test

import (
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxtest"
)

// TestConformance runs the suite with whatever protection this user gets on this host.
func TestConformance(t *testing.T) {
	b, err := native.New(t.Context(), native.Config{Slots: 2, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		t.Fatal(err)
	}
	level := sandboxtest.Full
	for _, p := range b.Protections() {
		t.Logf("%-20s %-5v %s", p.Name, p.On, p.Detail)
		if !p.On && (p.Name == "memory limit" || p.Name == "separate uid") {
			level = sandboxtest.Unprivileged
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

// TestConformanceUnprivileged runs the suite again as an ordinary user without any capability.
func TestConformanceUnprivileged(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: this is an ordinary user already")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/proc/self/exe", "-test.run=^TestConformance$", "-test.v")
	image, err := os.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	defer image.Close()
	cmd.ExtraFiles = []*os.File{image}
	cmd.Path = "/proc/self/fd/3" // the build folder may be out of an ordinary user's reach
	cmd.Dir = "/"
	dir, err := os.MkdirTemp("", "codecraft-user-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chown(dir, user, user); err != nil {
		t.Fatal(err)
	}
	cmd.Env = []string{"PATH=/usr/bin:/bin", "TMPDIR=" + dir, "CODECRAFT_SANDBOX_LEVEL=unprivileged",
		"CODECRAFT_SANDBOX_SCALE=" + os.Getenv("CODECRAFT_SANDBOX_SCALE")}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}, Pdeathsig: syscall.SIGKILL}
	out, err := cmd.CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if err != nil || strings.Contains(line, "SKIPPED") || strings.HasPrefix(line, "---") {
			t.Log(strings.TrimRight(line, "\n"))
		}
	}
	if err != nil {
		t.Error(err)
	}
}

// user is an ordinary one: nobody.
const user = 65534

var _ sandbox.Backend = (*native.Backend)(nil)
