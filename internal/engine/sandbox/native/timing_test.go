package native_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
)

// TestTimersOfProgramsAreInTime: the first process of a slot has late ones, so as not to disturb programs; they have not.
func TestTimersOfProgramsAreInTime(t *testing.T) {
	slot := oneSlot(t)
	var out strings.Builder
	res, err := slot.Run(t.Context(), sandbox.Spec{Args: []string{"/bin/cat", "/proc/self/timerslack_ns"}, Stdout: &out})
	if err != nil || res.Status != sandbox.OK || out.String() != "50000\n" {
		t.Fatalf("%+v, %v: a program's timers may be late by %q", res, err, out.String())
	}
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root reads how late the timers of another process may be")
	}
	slots := childrenOf(os.Getpid())
	if len(slots) == 0 {
		t.Fatal("no slot is to be seen")
	}
	for _, pid := range slots {
		slack, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/timerslack_ns")
		if err == nil && string(slack) != "20000000\n" {
			t.Errorf("the timers of the slot %d may be late by %s", pid, slack)
		}
	}
}

// oneSlot is an open slot of a back end that has one.
func oneSlot(t *testing.T) sandbox.Slot {
	t.Helper()
	b, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	slot, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = slot.Close() })
	return slot
}
