package assessments

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestAbsencesAreRecordedWithHowLong(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		ctx, a, answers := w.begun(t)
		here := answers[0].ID
		away := func(d time.Duration) {
			t.Helper()
			for i, to := range []ids.Answer{"", "", here, here} { // two tabs tell the same
				if i == 2 {
					w.clock.pass(d)
				}
				_, err := w.attempts.Turn(ctx, a.ID, to)
				must(t, err)
			}
		}
		_, err := w.attempts.Turn(ctx, a.ID, here)
		must(t, err)
		away(time.Second) // too short
		away(4 * time.Second)
		away(4 * time.Second) // recorded with the next
		away(time.Minute)
		want := []string{`{"absences":1,"awayMs":4000,"times":1,"totalMs":4000}`, `{"absences":3,"awayMs":64000,"times":2,"totalMs":68000}`}
		w.wantAbsences(t, a, want)
		away(3 * time.Second) // recorded at the end
		_, err = w.attempts.Turn(ctx, a.ID, "")
		must(t, err)
		shown, err := w.attempts.Resources(w.staff, []ids.Attempt{a.ID})
		must(t, err)
		if x := shown[0].Attributes; x.AwaySince == nil || x.WorkingOn != "" || *x.Absences != 4 {
			t.Errorf("while away the board shows %+v", x)
		}
		w.clock.pass(5 * time.Second)
		_, err = w.attempts.SetState(ctx, a.ID, attempt.Finished)
		must(t, err)
		w.wantAbsences(t, a, append(want, `{"absences":5,"awayMs":8000,"times":2,"totalMs":76000}`))
		_, err = w.attempts.Turn(ctx, a.ID, here)
		wants(t, err, "attempt_closed")
	})
}

func (w *world) wantAbsences(t *testing.T, a attempt.Attempt, want []string) {
	t.Helper()
	var got []string
	for _, x := range w.noted(t, a, "absence") {
		text, _ := json.Marshal(x.Stored.V)
		got = append(got, string(text))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("recorded\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTheItemInWorkIsRecordedAndShown(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		ctx, a, answers := w.begun(t)
		for range 2 {
			_, err := w.attempts.Turn(ctx, a.ID, answers[0].ID)
			must(t, err)
		}
		if all := w.noted(t, a, "item"); len(all) != 1 || all[0].Answer != answers[0].ID {
			t.Errorf("recorded %v", all)
		}
		shown, err := w.attempts.Resources(w.staff, []ids.Attempt{a.ID})
		must(t, err)
		if shown[0].Attributes.WorkingOn != string(answers[0].ID) {
			t.Errorf("the board shows %+v", shown[0].Attributes)
		}
		_, err = w.attempts.Turn(ctx, a.ID, ids.New[ids.Answer]())
		wants(t, err, "answer_unknown")
		_, err = w.attempts.Turn(w.candidate(t, w.enterNew(t, w.publish(t, nil), "lee@candidates.example")), a.ID, answers[0].ID)
		wants(t, err, "attempt_not_found")
	})
}
