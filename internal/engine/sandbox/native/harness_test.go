package native_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxtest"
)

const (
	attackCache   = "CODECRAFT_ATTACK_CACHE"
	rootsVariable = "CODECRAFT_TEST_ROOTS"
)

// TestMain keeps the attacks it compiled for the whole of the run, in which the suite is done several times.
func TestMain(m *testing.M) {
	if kind := os.Getenv(podVariable); kind != "" {
		become(kind)
	}
	os.Exit(withCache(m))
}

func withCache(m *testing.M) int {
	if os.Getenv(attackCache) != "" {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "codecraft-attacks-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o1777); err != nil { // other users' suites add to it
		panic(err)
	}
	_ = os.Setenv(attackCache, dir)
	return m.Run()
}

// elsewhere is this test binary once more, as a command another user can execute. It runs the suite's short form, unless the whole
// is asked for.
func elsewhere(t *testing.T, args ...string) (*exec.Cmd, func()) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	image, err := os.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.ExtraFiles = []*os.File{image}
	cmd.Path = "/proc/self/fd/3" // the build folder may be out of an ordinary user's reach
	cmd.Dir = "/"
	var roots []string
	for _, r := range compilers() {
		roots = append(roots, r.Path+"="+r.Host)
	}
	form := sandboxtest.Short
	if os.Getenv(sandboxtest.FormVariable) == sandboxtest.Whole {
		form = sandboxtest.Whole
	}
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "CODECRAFT_SANDBOX_LEVEL=unprivileged", rootsVariable + "=" + strings.Join(roots, ":"),
		"CODECRAFT_SANDBOX_SCALE=" + os.Getenv("CODECRAFT_SANDBOX_SCALE"), attackCache + "=" + os.Getenv(attackCache), "CI=" + os.Getenv("CI"),
		sandboxtest.FormVariable + "=" + form,
	}
	return cmd, func() { _ = image.Close() }
}

// scratch is a temporary folder of another user.
func scratch(t *testing.T, uid int) string {
	dir, err := os.MkdirTemp("", "codecraft-user-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chown(dir, uid, uid); err != nil {
		t.Fatal(err)
	}
	return dir
}

// checkInner tells what the suite of another process said: when it failed all but what passed, else what it left out.
func checkInner(t *testing.T, out string, err error) {
	t.Helper()
	for line := range strings.Lines(out) {
		passed := strings.Contains(line, "--- PASS") || strings.HasPrefix(line, "=== ")
		if err != nil && !passed || strings.Contains(line, "SKIPPED") || strings.HasPrefix(line, "---") {
			t.Log(strings.TrimRight(line, "\n"))
		}
	}
	if err != nil {
		t.Error(err)
	}
}

// compilers are those that are not in the distribution's folders, where the suite looks for them.
func compilers() []sandbox.Bind {
	var out []sandbox.Bind
	if given := os.Getenv(rootsVariable); given != "" { // found by a user who may ask the tools
		for pair := range strings.SplitSeq(given, ":") {
			at, host, _ := strings.Cut(pair, "=")
			if _, err := os.Stat(host); err == nil {
				out = append(out, sandbox.Bind{Host: host, Path: at})
			}
		}
		return out
	}
	for at, ask := range map[string][]string{"/opt/go": {"go", "env", "GOROOT"}, "/opt/rust": {"rustc", "--print", "sysroot"}} {
		root, err := exec.Command(ask[0], ask[1:]...).Output()
		if err == nil {
			out = append(out, sandbox.Bind{Host: strings.TrimSpace(string(root)), Path: at})
		}
	}
	return out
}

// TestHelperStart is not a test: it starts a back end where a call is missing, and fails when something does.
func TestHelperStart(t *testing.T) {
	if os.Getenv("CODECRAFT_SANDBOX_LEVEL") == "" {
		t.Skip("runs only as a child of TestEveryCallOfThePodsProfileIsNeeded")
	}
	b, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	slot, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer slot.Close()
	var out strings.Builder
	res, err := slot.Run(t.Context(), sandbox.Spec{Args: []string{"/bin/sh", "-c", "uname -n; cut -d: -f3 /proc/self/cgroup | sort -u"}, Env: []string{"PATH=/usr/bin:/bin"}, Stdout: &out})
	if err != nil || res.Status != sandbox.OK || out.String() != "sandbox\n/\n" {
		t.Fatalf("%+v, %v, %q", res, err, out.String())
	}
	if off := slices.DeleteFunc(b.Protections(), func(p sandbox.Protection) bool {
		return p.On || strings.Contains(p.Detail, "control group") || p.Name == "separate uid"
	}); len(off) > 0 {
		t.Fatalf("a protection is off: %+v", off)
	}
}
