package execution

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes(3)
		soon := func() context.Context {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			t.Cleanup(cancel)
			return ctx
		}
		enter := func(in lane, want bool, why string) {
			t.Helper()
			if err := l.enter(soon(), in); (err == nil) != want {
				t.Fatalf("%s: %v", why, err)
			}
		}
		enter(judgings, true, "the first judging")
		enter(judgings, true, "the second judging")
		enter(judgings, false, "a third judging must leave a slot to runs")
		enter(runs, true, "a run has its slot")
		enter(runs, false, "there is no fourth slot")
		l.leave(judgings)
		enter(runs, true, "a run takes what judgings leave")
		l.leave(judgings)
		enter(runs, true, "a run takes all that is free")

		order := make(chan lane, 2)
		go func() {
			if l.enter(t.Context(), runs) == nil {
				order <- runs
			}
		}()
		synctest.Wait()
		go func() {
			if l.enter(t.Context(), judgings) == nil {
				order <- judgings
			}
		}()
		synctest.Wait()
		l.leave(runs)
		if got := <-order; got != judgings {
			t.Error("a judging that waits while none is under way comes before runs")
		}
		l.leave(runs)
		if got := <-order; got != runs {
			t.Error("then the run comes")
		}
		busy, waiting := l.state()
		if busy != [2]int{2, 1} || waiting != [2]int{} {
			t.Errorf("busy %v, waiting %v", busy, waiting)
		}
		stopped, stop := context.WithCancelCause(t.Context())
		stop(errLeaving)
		if err := l.enter(stopped, judgings); !errors.Is(err, errLeaving) {
			t.Errorf("who stops waiting is told why: %v", err)
		}
	})
}

func TestOutputIsBatchedAndBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kinds []string
		var sizes []int
		var all string
		o := newOutput(100<<10, func(kind, text string) {
			kinds, sizes, all = append(kinds, kind), append(sizes, len(text)), all+text
		})
		write := func(s stream, text string) {
			if n, err := s.Write([]byte(text)); n != len(text) || err != nil {
				t.Fatal(n, err)
			}
		}
		write(o.stdout(), "é"[:1]) // half a character waits for its rest
		if len(sizes) != 0 {
			t.Fatal("half a character was sent")
		}
		write(o.stdout(), "é"[1:])
		if len(sizes) != 1 || all != "é" {
			t.Fatalf("the first output waits: %v %q", sizes, all)
		}
		for range 1000 {
			write(o.stdout(), "x")
		}
		if len(sizes) != 1 {
			t.Fatalf("a thousand single bytes are %d messages", len(sizes)-1)
		}
		time.Sleep(batchTime)
		synctest.Wait()
		if len(sizes) != 2 || sizes[1] != 1000 {
			t.Fatalf("after a moment the messages are %v", sizes)
		}
		write(o.stdout(), "a")
		write(o.stderr(), "b")
		write(o.stdout(), "c")
		for range 100 {
			write(o.stdout(), string(make([]byte, 8<<10)))
		}
		stdout, stderr, truncated := o.end()
		if len(stdout)+len(stderr) != 100<<10 || !truncated || stderr != "b" {
			t.Errorf("kept %d and %q, truncated %v", len(stdout), stderr, truncated)
		}
		for i, n := range sizes {
			if n > batchBytes {
				t.Errorf("message %d has %d bytes", i, n)
			}
		}
		if got := kinds[2:5]; got[0] != kindStdout || got[1] != kindStderr || got[2] != kindStdout {
			t.Errorf("the streams come as %v", got)
		}
		if len(sizes) > 10 {
			t.Errorf("a flood is %d messages", len(sizes))
		}
	})
}
