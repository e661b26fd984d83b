package worker

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
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
			if err := l.enter(soon(), in, "one"); (err == nil) != want {
				t.Fatalf("%s: %v", why, err)
			}
		}
		enter(judgings, true, "the first judging")
		enter(judgings, true, "the second judging")
		enter(judgings, false, "a third judging must leave a slot to runs")
		enter(runs, true, "a run has its slot")
		enter(runs, false, "there is no fourth slot")
		l.leave(judgings, "one")
		enter(runs, true, "a run takes what judgings leave")
		l.leave(judgings, "one")
		enter(runs, true, "a run takes all that is free")

		order := make(chan lane, 2)
		go func() {
			if l.enter(t.Context(), runs, "one") == nil {
				order <- runs
			}
		}()
		synctest.Wait()
		go func() {
			if l.enter(t.Context(), judgings, "one") == nil {
				order <- judgings
			}
		}()
		synctest.Wait()
		l.leave(runs, "one")
		if got := <-order; got != judgings {
			t.Error("a judging that waits while none is under way comes before runs")
		}
		l.leave(runs, "one")
		if got := <-order; got != runs {
			t.Error("then the run comes")
		}
		busy, waiting := l.state()
		if busy != [2]int{2, 1} || waiting != [2]int{} {
			t.Errorf("busy %v, waiting %v", busy, waiting)
		}
		stopped, stop := context.WithCancelCause(t.Context())
		stop(errLeaving)
		if err := l.enter(stopped, judgings, "one"); !errors.Is(err, errLeaving) {
			t.Errorf("who stops waiting is told why: %v", err)
		}
	})
}

func TestOrganizationsTakeTurnsInALane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes(2)
		var order []ids.Organization
		let := make(chan struct{})
		run := func(org ids.Organization) {
			if err := l.enter(t.Context(), runs, org); err != nil {
				t.Error(err)
			}
			order = append(order, org) // one at a time: see below
			<-let
			l.leave(runs, org)
		}
		for range 10 {
			go run("crowd")
			synctest.Wait()
		}
		for _, org := range []ids.Organization{"second", "third", "second", "third"} {
			go run(org)
			synctest.Wait()
		}
		for range 14 {
			let <- struct{}{}
			synctest.Wait()
		}
		late := 0
		for i, org := range order {
			if org == "second" || org == "third" {
				late = i
			}
		}
		if late > 8 {
			t.Errorf("the others waited for the crowd: %v", order)
		}
	})
}

// One organization never has the last slot if it has others: who comes next finds it, whatever the first one has running, judging
// or waiting.
func TestTheLastSlotIsForAnOrganizationThatHasNone(t *testing.T) {
	for name, judged := range map[string]int{"runs only": 0, "a judging, too": 1, "more judgings than may be": 10} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				l := newLanes(3)
				for range judged {
					go func() { _ = l.enter(ctx, judgings, "crowd") }()
				}
				synctest.Wait()
				for range 10 {
					go func() { _ = l.enter(ctx, runs, "crowd") }()
				}
				synctest.Wait()
				if busy, _ := l.state(); busy[runs]+busy[judgings] != 3 {
					t.Fatalf("the crowd has %v of 3 slots", busy)
				}
				if entered, err := l.tryRun("crowd", 0); entered || err != nil {
					t.Errorf("one more of the crowd: %v, %v", entered, err)
				}
				if entered, err := l.tryRun("second", 0); !entered || err != nil {
					t.Errorf("another organization is not let in: %v, %v", entered, err)
				}
				third := make(chan struct{})
				go func() {
					if l.enter(ctx, runs, "third") == nil {
						close(third)
					}
				}()
				synctest.Wait()
				l.leave(runs, "second")
				synctest.Wait()
				select {
				case <-third:
				default:
					t.Error("the next free slot is not given to the organization that waits and has none")
				}
			})
		})
	}
}

// A judging is not shut out by runs of many organizations that come without end.
func TestAJudgingHasItsTurnAmongRunsOfMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		l := newLanes(2)
		for _, org := range []ids.Organization{"a", "b", "c"} {
			if entered, err := l.tryRun(org, 0); !entered {
				t.Fatal(err)
			}
		}
		judged := false
		go func() { judged = l.enter(ctx, judgings, "d") == nil }()
		go func() { _ = l.enter(ctx, runs, "e") }()
		synctest.Wait()
		l.leave(runs, "a")
		synctest.Wait()
		if !judged {
			t.Error("the judging has to wait although none is under way")
		}
	})
}

func TestARunIsRefusedWhenItsOrganizationHasEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes(3)
		ctx, cancel := context.WithCancel(t.Context())
		many := func(org ids.Organization, n int) {
			for range n {
				go func() { _ = l.enter(ctx, runs, org) }()
			}
			synctest.Wait()
		}
		many("crowd", 5)
		if entered, err := l.tryRun("crowd", 5); entered || !errs.Is(err, errs.TooMany) || errs.Of(err).RetryAfter == 0 {
			t.Errorf("a sixth of five is answered %v", err)
		}
		if entered, err := l.tryRun("crowd", 0); entered || err != nil {
			t.Errorf("without a bound it is answered %v", err)
		}
		many("crowd", maxOwnWaiting*3-2)
		if entered, err := l.tryRun("crowd", 0); entered || !errs.Is(err, errs.TooMany) || errs.Of(err).RetryAfter == 0 || !strings.Contains(err.Error(), "place 13") {
			t.Errorf("as many waiting as may: %v", err)
		}
		if entered, err := l.tryRun("other", 5); !entered || err != nil {
			t.Errorf("another organization is answered %v", err)
		}
		for _, org := range []ids.Organization{"b", "c", "d", "e"} {
			many(org, maxOwnWaiting*3)
		}
		if entered, err := l.tryRun("another", 5); entered || !errs.Is(err, errs.Unavailable) || !strings.Contains(err.Error(), "place") {
			t.Errorf("with the queue full: %v", err)
		}
		cancel()
		synctest.Wait()
		if _, waiting := l.state(); waiting[runs] != 0 {
			t.Errorf("%d wait although none does", waiting[runs])
		}
	})
}

func TestWhoWaitedInVainIsToldItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes(2)
		for _, org := range []ids.Organization{"a", "b", "c"} {
			_, _ = l.tryRun(org, 0)
		}
		for _, org := range []ids.Organization{"a", "b", "b", "c"} {
			go func() { _ = l.enter(t.Context(), runs, org) }()
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var none errNoSlot
		if err := l.enter(ctx, runs, "d"); !errors.As(err, &none) || none.place != 4 {
			t.Errorf("the fourth organization: %v", err)
		}
		for range 4 {
			l.leave(runs, "a")
		}
	})
}
