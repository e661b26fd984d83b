package native_test

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
)

// coveredMark makes this program the one that finds its /proc covered.
const coveredMark = "CODECRAFT_TEST_COVERED"

// TestSlotsHaveProcWhereItIsCovered: root in a nested container, parts of whose /proc are covered, gives slots their own.
func TestSlotsHaveProcWhereItIsCovered(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can cover a part of /proc, and take the cover off")
	}
	if os.Getenv(coveredMark) == "" {
		cmd := exec.Command("/proc/self/exe", "-test.run=^TestSlotsHaveProcWhereItIsCovered$")
		cmd.Env = append(os.Environ(), coveredMark+"=1")
		cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: unix.CLONE_NEWNS}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	for _, mount := range []func() error{
		func() error { return unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "") },
		func() error { return unix.Mount("/proc/sys", "/proc/sys", "", unix.MS_BIND, "") },
		func() error { return unix.Mount("", "/proc/sys", "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, "") },
	} {
		if err := mount(); err != nil {
			t.Fatal(err)
		}
	}
	b, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for _, p := range b.Protections() {
		if p.Name == "own /proc" && !p.On {
			t.Error(p.Detail)
		}
	}
	data, err := os.ReadFile("/proc/thread-self/mountinfo") // the first thread may be the one that took the cover off for itself
	if err != nil || !strings.Contains(string(data), " /proc/sys ro") {
		t.Error("the cover is gone for this process too", err)
	}
}
