package assessments

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/submission"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// finder is an execution service that is asked what it knows.
type finder struct {
	room
	answer execution.FindAnswer
	asked  []execution.Subject
	later  []execution.Judgement // rounds with a result, of which nobody was told
}

// Rejudged tells one round at a time.
func (f *finder) Rejudged(_ context.Context, q execution.Rejudged) (a execution.RejudgedAnswer, _ error) {
	for _, j := range f.later {
		if len(a.Rounds) == 0 && j.ID > q.After && j.FinishedAt.Before(q.Before) && q.Kind == j.Subject.Kind {
			a.Rounds = append(a.Rounds, execution.Round{ID: j.ID, Organization: j.Organization, Subject: j.Subject})
		}
	}
	return a, nil
}

func (f *finder) Find(_ context.Context, q execution.Find) (execution.FindAnswer, error) {
	f.asked = append(f.asked, q.Subject)
	for _, j := range f.later {
		if j.Subject == q.Subject && j.Organization == q.Organization {
			return execution.FindAnswer{Known: true, Judgement: &j}, nil
		}
	}
	return f.answer, nil
}

// submitted is a submission that nobody has heard of: its event is lost as soon as it is written.
func (w *world) submitted(t *testing.T) (submission.Submission, attempt.Attempt) {
	t.Helper()
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
	w.asked(t)
	return n, a
}

// asked takes the requests to judge out of the outbox.
func (w *world) asked(t *testing.T) (all []execution.JudgingRequest) {
	t.Helper()
	bodies, err := db.Write[string](t.Context(), w.db, `DELETE FROM outbox WHERE subject = $1 RETURNING body`, execution.SubjectJudgingRequested)
	must(t, err)
	for _, body := range bodies {
		var q execution.JudgingRequest
		must(t, json.Unmarshal([]byte(body), &q))
		all = append(all, q)
	}
	return all
}

func TestWhatTheStreamHasLostIsAskedForAgain(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		f := &finder{}
		w.execution.Execution = f
		n, a := w.submitted(t)
		look := func() {
			t.Helper()
			next, err := w.submissions.Lost().After(t.Context(), "")
			must(t, err)
			if next != "" {
				next, err = w.submissions.Lost().After(t.Context(), next)
				must(t, err)
			}
			if next != "" {
				t.Errorf("after the last submission it goes on at %s", next)
			}
		}
		look()
		if len(f.asked) != 0 {
			t.Error("it is asked after at once")
		}
		w.clock.pass(2 * Defaults().Late)
		look()
		again := w.asked(t)
		if len(again) != 1 || again[0].Subject != n.Subject() || again[0].Files[0].Digest != n.Source || again[0].Organization != w.org || again[0].Assessment != a.Assessment {
			t.Fatalf("the request that was lost is not sent again: %+v", again)
		}
		f.answer.Known = true
		look()
		if again := w.asked(t); len(again) != 0 {
			t.Errorf("a request that had arrived is sent again: %+v", again)
		}
		f.answer.Judgement = &execution.Judgement{
			ID: ids.New[ids.Judgement](), Organization: w.org, FinishedAt: w.now(), Subject: n.Subject(),
			Outcome: judge.Outcome{Verdict: judge.Accepted, Score: 100, MaxScore: 100},
		}
		look()
		must(t, w.submissions.TakeIn(t.Context(), *f.answer.Judgement)) // the event comes after all
		before := len(f.asked)
		look()
		if len(f.asked) != before {
			t.Error("a judged submission is asked after")
		}
		found, err := w.submissions.ByID(t.Context(), w.org, n.ID)
		must(t, err)
		times, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM activities WHERE kind = 'judged'`)
		must(t, err)
		if found.State != submission.Judged || found.Score != 100 || times != 1 {
			t.Errorf("it is %s with %v points, told %d times", found.State, found.Score, times)
		}
	})
}

// Nobody here waits for a later round: the event that tells of it is the only sign.
func TestALaterRoundOfWhichNobodyWasToldIsNoticed(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		f := &finder{}
		w.execution.Execution = f
		n, _ := w.submitted(t)
		round := func(of submission.Submission, number int, points float64) execution.Judgement {
			q := of.Subject()
			q.Round = number
			return execution.Judgement{
				ID: ids.New[ids.Judgement](), Organization: w.org, FinishedAt: w.now(), Subject: q,
				Outcome: judge.Outcome{Verdict: judge.Accepted, Score: points, MaxScore: 100},
			}
		}
		must(t, w.submissions.TakeIn(t.Context(), round(n, 1, 30)))
		deleted := submission.Submission{ID: ids.New[ids.Submission]()}
		f.later = []execution.Judgement{round(deleted, 2, 1), round(n, 2, 50), round(n, 3, 80)}
		look := func() {
			t.Helper()
			next := ""
			for i := 0; i == 0 || next != ""; i++ {
				var err error
				next, err = w.submissions.LostRounds().After(t.Context(), next)
				must(t, err)
				if i > len(f.later) {
					t.Fatal("it never comes to an end")
				}
			}
		}
		score := func() (int, float64, float64) {
			t.Helper()
			found, err := w.submissions.ByID(t.Context(), w.org, n.ID)
			must(t, err)
			a, err := w.attempts.ByID(t.Context(), w.org, n.Attempt)
			must(t, err)
			return found.Round, found.Score, a.Score
		}
		look()
		if round, _, _ := score(); round != 1 || len(f.asked) != 0 {
			t.Errorf("a result that may be on its way is asked for: %v", f.asked)
		}
		w.clock.pass(2 * Defaults().Late)
		look()
		if round, own, sum := score(); round != 3 || own != 80 || sum != 80 {
			t.Errorf("the submission has round %d and %v points, its attempt %v", round, own, sum)
		}
		must(t, w.submissions.TakeIn(t.Context(), f.later[2])) // the event comes after all
		before := len(f.asked)
		look()
		if len(f.asked) != before {
			t.Errorf("rounds that are taken in are asked for: %v", f.asked[before:])
		}
		times, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM activities WHERE kind = 'judged'`)
		must(t, err)
		if times != 3 {
			t.Errorf("three rounds are told %d times", times)
		}
	})
}
