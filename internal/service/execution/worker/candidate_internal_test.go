package worker

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

func TestACandidateHasTwoRunsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &Worker{lanes: newLanes(3), candidates: map[identity.Place]*ofCandidate{}}
		one, other := identity.InAttempt(ids.New[ids.Attempt]()), identity.InAttempt(ids.New[ids.Attempt]())
		talk := identity.Place{Kind: identity.PlaceInterview, ID: "i"}
		var ends []func()
		for i, step := range []struct {
			place   identity.Place
			refused bool
		}{{one, false}, {one, false}, {one, true}, {other, false}, {talk, false}, {talk, false}, {talk, true}, {identity.Place{}, false}, {identity.Place{}, false}, {identity.Place{}, false}} {
			end, err := w.candidateBegins(t.Context(), step.place)
			if errs.Is(err, errs.TooMany) != step.refused {
				t.Errorf("run %d: %v", i, err)
			}
			if err == nil {
				ends = append(ends, end)
			}
		}
		ends[0]()
		ends[0]() // said twice it is one
		again, err := w.candidateBegins(t.Context(), one)
		if err != nil {
			t.Fatalf("after one has ended: %v", err)
		}
		for _, end := range append(ends, again) {
			end()
		}
		if len(w.candidates) > 0 {
			t.Errorf("%v is kept", w.candidates)
		}
		w.lanes.slots = 2
		if _, err := w.candidateBegins(t.Context(), one); err != nil {
			t.Fatal(err)
		}
		if _, err := w.candidateBegins(t.Context(), one); err == nil {
			t.Error("with two slots a candidate has not just one")
		}
	})
}

// Stop and run again: the first takes a moment to end.
func TestACandidatesRunWaitsForOneThatIsBeingStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &Worker{lanes: newLanes(2), candidates: map[identity.Place]*ofCandidate{}}
		one := identity.InAttempt(ids.New[ids.Attempt]())
		first, err := w.candidateBegins(t.Context(), one)
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(stopping-time.Millisecond, first)
		second, err := w.candidateBegins(t.Context(), one)
		if err != nil {
			t.Fatalf("it is refused while the first is being stopped: %v", err)
		}
		began, refused := time.Now(), make(chan time.Duration, 4)
		gone, leave := context.WithCancel(t.Context())
		leave()
		for _, ctx := range []context.Context{gone, t.Context(), t.Context(), t.Context()} {
			go func() {
				if _, err := w.candidateBegins(ctx, one); errs.Is(err, errs.TooMany) {
					refused <- time.Since(began)
				}
			}()
			synctest.Wait()
		}
		var waited []time.Duration
		for range cap(refused) {
			waited = append(waited, <-refused)
		}
		if waited[0] != 0 || waited[1] != 0 || waited[2] != stopping || waited[3] != stopping {
			t.Errorf("refused after %v: who has gone, one too many, and two that waited", waited)
		}
		if second(); len(w.candidates) > 0 {
			t.Errorf("%v is kept", w.candidates)
		}
	})
}
