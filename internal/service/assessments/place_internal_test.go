package assessments

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/stream"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// line is an execution service that says where everything waits.
type line struct {
	room
	asked []execution.Place
	place int
	err   error
}

func (l *line) Place(_ context.Context, q execution.Place) (execution.PlaceAnswer, error) {
	l.asked = append(l.asked, q)
	return execution.PlaceAnswer{Position: l.place}, l.err
}

func TestAQueuedSubmissionTellsItsPlace(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		l := &line{place: 7}
		w.execution.Execution = l
		a := w.enterNew(t, w.publish(t, nil), "kim@candidates.example")
		ctx := w.candidate(t, a)
		a, err := w.attempts.SetState(ctx, a.ID, attempt.Started)
		must(t, err)
		answers, err := w.attempts.Answers(ctx, w.org, []ids.Attempt{a.ID})
		must(t, err)
		x, err := w.attempts.ChooseLanguage(ctx, answers[0].ID, "python")
		must(t, err)
		d, err := w.attempts.OpenDocument(ctx, x.ID, "python", "")
		must(t, err)
		w.edit(t, d, "print(1)\n")
		n, err := w.submissions.Submit(ctx, x.ID, 1, "")
		must(t, err)
		shows := func(what string, want int) {
			t.Helper()
			r, err := w.submissions.Resources(ctx, []ids.Submission{n.ID})
			must(t, err)
			text, _ := json.Marshal(r[0].Attributes)
			if r[0].Attributes.Position != want || strings.Contains(string(text), "position") != (want > 0) {
				t.Errorf("%s: place %d, want %d: %s", what, r[0].Attributes.Position, want, text)
			}
		}
		shows("queued", 7)
		if q := l.asked[0]; q.Organization != w.org || q.Subject != (execution.Subject{Kind: "submission", ID: string(n.ID), Round: 1}) {
			t.Errorf("asked for %+v", q)
		}
		l.err = errors.New("nobody answers")
		shows("while execution does not answer", 0)
		l.err = nil
		w.streamedPlaces(t, ctx, a, l)
		must(t, w.submissions.TakeIn(ctx, execution.Judgement{
			ID: ids.New[ids.Judgement](), Organization: w.org, FinishedAt: w.now(), Subject: execution.Subject{Kind: "submission", ID: string(n.ID), Round: 1},
			Outcome: judge.Outcome{Verdict: judge.Accepted, Score: 100, MaxScore: 100},
		}))
		shows("judged", 0)
	})
}

// streamedPlaces looks at what a stream says while the place of a queued submission changes.
func (w *world) streamedPlaces(t *testing.T, ctx context.Context, a attempt.Attempt, l *line) {
	t.Helper()
	to := httptest.NewRecorder()
	out, err := httpx.Events(to, httptest.NewRequestWithContext(ctx, "GET", "/", nil))
	must(t, err)
	told := stream.Places{}
	for _, place := range []int{7, 7, 3, 0, 3, 1} { // 0: not known, which tells nothing
		l.place = place
		waits, err := w.streams.SendPlaces(ctx, out, a, told, "5")
		must(t, err)
		if !waits {
			t.Errorf("at place %d nothing waits", place)
		}
	}
	out.Close()
	var got []string
	for part := range strings.SplitSeq(to.Body.String(), `"position":`) {
		got = append(got, part[:1])
	}
	if places := strings.Join(got[1:], " "); places != "7 3 1" {
		t.Errorf("the stream told the places %q", places)
	}
}
