package sandboxtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

func (s *suite) slots(t *testing.T) {
	t.Run("a slot is used again and again", s.reuse)
	t.Run("slots work side by side", s.sideBySide)
	t.Run("opening waits for an idle slot", s.waits)
	t.Run("what one hoards is not missing from another's input", s.neighbours)
	t.Run("processes are limited to the very number", s.processes)
	t.Run("a closed slot runs nothing", s.closed)
	t.Run("limits of one run are not the next one's", s.changingLimits)
}

func (s *suite) reuse(t *testing.T) {
	slot := s.open(t)
	for i := range s.often(40) {
		if got := s.ok(t, slot, s.sh(fmt.Sprintf("echo %d", i))); got != fmt.Sprintf("%d\n", i) {
			t.Fatalf("run %d printed %q", i, got)
		}
	}
}

func (s *suite) sideBySide(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 3 * s.b.Slots() {
		wg.Add(1)
		go func() {
			defer wg.Done()
			slot, err := s.b.Open(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			defer slot.Close()
			for j := range s.often(5) {
				var out writerTo
				spec := s.sh(fmt.Sprintf("echo %d > f; sleep 0.01; cat f; ls", 100*i+j))
				spec.Stdout = &out
				res, err := slot.Run(t.Context(), spec)
				if err != nil || res.Status != sandbox.OK || string(out) != fmt.Sprintf("%d\nf\n", 100*i+j) {
					t.Errorf("%+v, %v, %q", res, err, out)
				}
			}
		}()
	}
	wg.Wait()
}

// writerTo collects output.
type writerTo []byte

func (w *writerTo) Write(p []byte) (int, error) {
	*w = append(*w, p...)
	return len(p), nil
}

func (s *suite) waits(t *testing.T) {
	var held []sandbox.Slot
	for range s.b.Slots() {
		slot, err := s.b.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, slot)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.b.Open(ctx); err == nil {
		t.Error("there was one slot too many")
	}
	for _, slot := range held {
		if err := slot.Close(); err != nil {
			t.Error(err)
		}
		if err := slot.Close(); err != nil {
			t.Error("closing twice:", err)
		}
	}
}

func (s *suite) closed(t *testing.T) {
	slot, err := s.b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := slot.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := slot.Run(t.Context(), s.sh("true")); err == nil {
		t.Error("a closed slot ran")
	}
}

func (s *suite) changingLimits(t *testing.T) {
	slot := s.open(t)
	grow := func(megabytes int) sandbox.Spec {
		spec := s.sh("head -c 40000000 /dev/zero | tail | wc -c")
		spec.Limits.Memory = int64(megabytes) << 20
		return spec
	}
	for _, mb := range []int{200, 16, 200, 16} {
		res, err := slot.Run(t.Context(), grow(mb))
		want := sandbox.OK
		if mb == 16 {
			want = sandbox.MemoryLimit
		}
		if err != nil || res.Status != want {
			t.Errorf("at %d MB: %+v, %v", mb, res, err)
		}
	}
}
