package problems_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// lostWorld has a problem whose verification is begun by nobody; requests to judge are heard, by subject.
func lostWorld(t *testing.T, d *db.DB) (w *world, who identity.Principal, problem, verification string, heard chan execution.JudgingRequest) {
	t.Helper()
	w = newWorldOf(t, problems.Deps{DB: d, Late: 50 * time.Millisecond})
	heard = make(chan execution.JudgingRequest, 10_000)
	background(t, func(ctx context.Context) error {
		config := bus.ConsumerConfig{Stream: "EVENTS", Durable: "execution", Subjects: []string{execution.SubjectJudgingRequested}}
		return w.bus.Consume(ctx, config, func(_ context.Context, d bus.Delivery) error {
			var q execution.JudgingRequest
			err := d.Decode(&q)
			heard <- q
			return err
		})
	})
	who = member(identity.Author)
	problem = w.readyProblem(who, "Sum")
	verification = w.made(who, "verifications", nil, "problem", problem)
	return w, who, problem, verification, heard
}

// again hears the same subjects again: so many of them, each n times and always the same.
func again(t *testing.T, heard <-chan execution.JudgingRequest, subjects, n int) (all []execution.JudgingRequest) {
	t.Helper()
	times := map[execution.Subject]int{}
	first := map[execution.Subject]execution.JudgingRequest{}
	for done := 0; done < subjects; {
		select {
		case q := <-heard:
			if times[q.Subject]++; times[q.Subject] == n {
				done++
			}
			was, is := first[q.Subject]
			q.RequestID = ""
			if is && fmt.Sprint(q) != fmt.Sprint(was) {
				t.Errorf("it was asked\n%+v\nand is asked again\n%+v", was, q)
			}
			if !is {
				first[q.Subject] = q
				all = append(all, q)
			}
		case <-time.After(harness.Patience):
			t.Fatalf("they are asked for so often: %v", times)
		}
	}
	if len(all) != subjects {
		t.Errorf("%d subjects are asked for, want %d", len(all), subjects)
	}
	return all
}

func (w *world) stateOf(who identity.Principal, verification string) any {
	w.t.Helper()
	_, doc := w.raw(who, "GET", "/v1/verifications/"+verification, "", nil)
	return doc.Data.Attributes["state"]
}

func (w *world) endsAs(who identity.Principal, verification, want string) {
	w.t.Helper()
	harness.Eventually(w.t, 20*time.Second, func() error {
		if state := w.stateOf(who, verification); state != want {
			return fmt.Errorf("the verification is %v", state)
		}
		return nil
	})
}

func TestAVerificationWhoseEventsAreLostEnds(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w, who, problem, verification, heard := lostWorld(t, open("problems"))
		// The requests get lost. Meanwhile a reference is deleted and the draft is another one: what is asked for stays.
		again(t, heard, 3, 1)
		references := w.list(who, "/v1/reference-solutions?filter%5Bproblem%5D="+problem).Data
		if status, _ := w.raw(who, "DELETE", "/v1/reference-solutions/"+references[0].ID, "", nil); status != 204 {
			t.Fatalf("deleting a reference is answered %d", status)
		}
		asked := again(t, heard, 3, 2)
		if state := w.stateOf(who, verification); state != "queued" {
			t.Errorf("nobody has judged and it is %v", state)
		}
		// Now they have arrived, and the results get lost.
		for _, q := range asked {
			verdict := judge.Accepted
			if q.Files[0].Digest == blob.Of([]byte("gives WA")) {
				verdict = judge.WrongAnswer
			}
			j := execution.Judgement{ID: ids.New[ids.Judgement](), Organization: q.Organization, Subject: q.Subject, Outcome: judge.Outcome{Verdict: verdict}}
			w.queue.found.Store(q.Subject, execution.FindAnswer{Known: true, Judgement: &j})
		}
		w.endsAs(who, verification, "passed")
	})
}

// Verifications from before the sources of their references were kept cannot be asked for again: they end.
func TestAVerificationThatCannotBeAskedForAgainFails(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		d := open("problems")
		w, who, _, verification, _ := lostWorld(t, d)
		if n, err := db.Exec(t.Context(), d, `UPDATE verification_results SET source = ''`); err != nil || n != 3 {
			t.Fatal(n, err)
		}
		w.endsAs(who, verification, "failed")
	})
}
