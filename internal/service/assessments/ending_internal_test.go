package assessments

import (
	"context"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestWhatIsOpenEndsWithTheAttempt(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		w.hear(t)
		ctx, a, _ := w.written(t)
		until, release := w.attempts.UntilClosed(t.Context(), a)
		defer release()
		if until.Err() != nil {
			t.Fatal("it has ended already")
		}
		_, err := w.attempts.SetState(ctx, a.ID, attempt.Finished)
		must(t, err)
		select {
		case <-until.Done():
			wants(t, context.Cause(until), "attempt_closed")
		case <-time.After(time.Second):
			t.Error("a document can be written a second after the end")
		}
		again, release := w.attempts.UntilClosed(t.Context(), a) // as who read the attempt before it ended
		defer release()
		select {
		case <-again.Done():
		case <-time.After(time.Second):
			t.Error("a document is opened for writing after the end")
		}
	})
}

func TestWhoWaitsForAStartThatWillNotBeIsToldSo(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		w.hear(t)
		for code, change := range map[string]func(attempt.Attempt, catalog.Assessment){
			"invitation_revoked": func(a attempt.Attempt, _ catalog.Assessment) { must(t, w.invitations.Revoke(w.staff, a.Invitation)) },
			"assessment_deleted": func(_ attempt.Attempt, of catalog.Assessment) { must(t, w.catalog.Delete(w.staff, of.ID)) },
			"assessment_closed": func(_ attempt.Attempt, of catalog.Assessment) {
				of.State = catalog.Closed
				must(t, w.catalog.Update(w.staff, &of, catalog.Published, false))
			},
		} {
			of := w.publish(t, nil)
			a := w.enterNew(t, of, "kim@candidates.example")
			ctx := w.candidate(t, a)
			must(t, w.attempts.Startless(ctx, a.ID))
			watch, leave := w.attempts.Watchers().Add(string(a.ID))
			change(a, of)
			select {
			case <-watch.Woken:
			case <-time.After(time.Second):
				t.Error(code, "is not told")
			}
			leave()
			if err := w.attempts.Startless(ctx, a.ID); errs.Of(err).Code != code {
				t.Errorf("%v, want %s", err, code)
			}
			must(t, w.attempts.Startless(w.staff, a.ID))
			if _, err := w.attempts.Resources(ctx, []ids.Attempt{a.ID}); code == "invitation_revoked" && errs.Of(err).Code != code {
				t.Errorf("a session from before the link was withdrawn reads the rules: %v", err)
			}
		}
	})
}

// hear lets the service hear what replicas and neighbours tell, until the test ends.
func (w *world) hear(t *testing.T) {
	t.Helper()
	var ears run.Ears
	w.listen(&ears)
	must(t, ears.Err())
	t.Cleanup(func() { must(t, ears.Close()) })
}
