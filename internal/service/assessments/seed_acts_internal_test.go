package assessments

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/submission"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const (
	wrongSum  = "total = 0\nfor number in input().split():\n    total = int(number)\nprint(total)\n# That is all.\n"
	foundText = "# It was explained like this on a page of others.\n"
)

// taken is an assessment that three people take: one solves it, one has a part of it, one has only begun.
func taken(patience time.Duration) SeedAssessment {
	on := func(acts ...Act) (all []SeedAct) {
		for _, do := range acts {
			all = append(all, SeedAct{"sum", do})
		}
		return all
	}
	return SeedAssessment{
		Title: "Taken", Minutes: 60, Sections: []SeedSection{{"One", []string{"sum"}}}, Patience: patience,
		Taken: []SeedAttempt{
			{"Kim <kim@candidates.example>", "python", append(on(Types(wrongSum), Submits(), Corrects("total = int", "total += int"), Pastes(foundText), Submits()), SeedAct{Do: Finishes()})},
			{"Lee <lee@candidates.example>", "python", on(Types(wrongSum), Submits(), Finishes())},
			{"Max <max@candidates.example>", "cpp", on(Types("int main() {\n"))},
		},
	}
}

// seedTaken seeds it where the problem is published, and judges meanwhile what is handed in, when it is to.
func (w *world) seedTaken(t *testing.T, x SeedAssessment, judged bool) {
	t.Helper()
	w.problems.Problems = named{w.shelf, "sum", w.problem}
	var links map[string]string
	done := make(chan error, 1)
	go func() {
		var err error
		links, err = w.Seed(t.Context(), w.org, ids.New[ids.User](), []SeedAssessment{x}, func(string) bool { return true })
		done <- err
	}()
	harness.Eventually(t, harness.Patience, func() error {
		if judged {
			w.judgeWaiting(t)
		}
		select {
		case err := <-done:
			must(t, err)
			return nil
		default:
			return errors.New("the seed has not ended")
		}
	})
	if len(links) > 0 {
		t.Errorf("links of people who are at work are told: %v", links)
	}
}

// judgeWaiting judges whatever waits: who sums is right.
func (w *world) judgeWaiting(t *testing.T) {
	t.Helper()
	waiting, err := db.Select[submission.Submission](t.Context(), w.db, `SELECT id, organization_id, source FROM submissions WHERE state = $1`, submission.Queued)
	must(t, err)
	for _, n := range waiting {
		source, err := blob.GetBytes(t.Context(), &w.blobs, n.Source, 1<<20)
		must(t, err)
		outcome := judge.Outcome{Verdict: judge.WrongAnswer, Score: 30, MaxScore: 100}
		if strings.Contains(string(source), "+=") {
			outcome = judge.Outcome{Verdict: judge.Accepted, Score: 100, MaxScore: 100}
		}
		must(t, w.submissions.TakeIn(t.Context(), execution.Judgement{
			ID: ids.New[ids.Judgement](), Organization: n.Organization, FinishedAt: w.now(), Outcome: outcome,
			Subject: execution.Subject{Kind: execution.SubjectKindSubmission, ID: string(n.ID), Round: 1},
		}))
	}
}

// wantStories compares what each has done, by the board and the timeline.
func (w *world) wantStories(t *testing.T, want map[string]string) {
	t.Helper()
	all, err := w.attempts.List(t.Context(), w.org, nil, nil, "", 100)
	must(t, err)
	if len(all) != len(want) {
		t.Errorf("%d attempts, not %d", len(all), len(want))
	}
	for _, a := range all {
		timeline, err := w.attempts.Timeline(t.Context(), w.org, []string{string(a.ID)}, 0, 100)
		must(t, err)
		story := fmt.Sprintf("%s %v of %v:", a.State, a.Score, a.MaxScore)
		for _, x := range timeline {
			story += " " + x.Kind
			if verdict, is := x.Stored.V["verdict"]; is {
				story += fmt.Sprintf("(%v)", verdict)
			}
		}
		if story != want[a.CandidateName] {
			t.Errorf("%s: %s\nnot %s", a.CandidateName, story, want[a.CandidateName])
		}
	}
}

// TestASeededAssessmentWasTaken: candidates of a seed are invited, enter, write, submit and finish as others do, and once.
func TestASeededAssessmentWasTaken(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		w.seedTaken(t, taken(harness.Patience), true)
		stories := map[string]string{
			"Kim": "finished 100 of 100: opened started item language submission judged(WA) paste submission judged(AC) finished",
			"Lee": "finished 30 of 100: opened started item language submission judged(WA) finished",
			"Max": "started 0 of 100: opened started item language",
		}
		w.wantStories(t, stories)
		all, err := w.attempts.List(t.Context(), w.org, nil, []string{attempt.Finished}, "", 100)
		must(t, err)
		for _, a := range all {
			answers, err := w.attempts.Answers(t.Context(), w.org, []ids.Attempt{a.ID})
			must(t, err)
			d, err := w.attempts.DocumentAt(t.Context(), answers[0], "python", attempt.MainPath)
			must(t, err)
			text, err := w.attempts.Text(t.Context(), d.ID, d.Version)
			must(t, err)
			wantText, wantEdits := wrongSum, 2
			if a.CandidateName == "Kim" {
				wantText, wantEdits = strings.Replace(wrongSum, "total = int", "total += int", 1)+foundText, 4
				if a.Pastes != 1 {
					t.Errorf("%d pastes from elsewhere are counted", a.Pastes)
				}
			}
			if text != wantText || d.Version != wantEdits {
				t.Errorf("%s has written, in %d edits:\n%s", a.CandidateName, d.Version, text)
			}
		}
		w.seedTaken(t, taken(harness.Patience), false) // at the next start
		w.wantStories(t, stories)
	})
}

// TestAVerdictThatNeverComesLeavesTheRestOfASeed: who waits for it stops there, all others go on, and it may come later.
func TestAVerdictThatNeverComesLeavesTheRestOfASeed(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	x := taken(time.Millisecond)
	x.Taken = append(x.Taken, SeedAttempt{"Ana <ana@candidates.example>", "python", []SeedAct{{"sum", Types(wrongSum)}, {"", Finishes()}}})
	w.seedTaken(t, x, false)
	w.wantStories(t, map[string]string{
		"Kim": "started 0 of 100: opened started item language submission",
		"Lee": "started 0 of 100: opened started item language submission",
		"Max": "started 0 of 100: opened started item language",
		"Ana": "finished 0 of 100: opened started item language submission finished",
	})
	w.judgeWaiting(t)
	w.wantStories(t, map[string]string{
		"Kim": "started 30 of 100: opened started item language submission judged(WA)",
		"Lee": "started 30 of 100: opened started item language submission judged(WA)",
		"Max": "started 0 of 100: opened started item language",
		"Ana": "finished 30 of 100: opened started item language submission finished judged(WA)",
	})
}

// late is auth that does not answer at first, and execution that has no room at first.
type late struct {
	Auth
	Execution
	asked, handed atomic.Int32
}

func (l *late) CandidateSession(ctx context.Context, q auth.CandidateSession) (auth.Tokens, error) {
	if l.asked.Add(1) <= 4 {
		return auth.Tokens{}, errs.New(errs.Unavailable, "service_unavailable", "nobody answers")
	}
	return l.Auth.CandidateSession(ctx, q)
}

func (l *late) MayJudge(ctx context.Context, q execution.MayJudge) (execution.MayJudgeAnswer, error) {
	if l.handed.Add(1) <= 3 {
		return execution.MayJudgeAnswer{}, errs.New(errs.TooMany, "organization_queue_full", "place 11")
	}
	return l.Execution.MayJudge(ctx, q)
}

// TestASeedWaitsForWhatIsOnItsWay, as each service fills its own part, whichever is there first.
func TestASeedWaitsForWhatIsOnItsWay(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	l := &late{Auth: w.auth.Auth, Execution: w.execution.Execution}
	w.auth.Auth, w.execution.Execution = l, l
	x := taken(harness.Patience)
	x.Taken = x.Taken[1:2]
	w.seedTaken(t, x, true)
	w.wantStories(t, map[string]string{"Lee": "finished 30 of 100: opened started item language submission judged(WA) finished"})
	if l.asked.Load() != 5 || l.handed.Load() != 4 {
		t.Errorf("auth was asked %d times, execution %d times", l.asked.Load(), l.handed.Load())
	}
}

// TestADocumentIsEditedByItsCandidateAlone: without a socket, too, and until the end.
func TestADocumentIsEditedByItsCandidateAlone(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	ctx, a, d := w.written(t)
	write := func(ctx context.Context) error {
		return w.attempts.Edit(ctx, d.ID, collab.Edit, func(now edit.Document) (edit.ChangeSet, error) {
			return edit.Replace(now.Len(), now.Len(), now.Len(), "print(2)\n")
		})
	}
	must(t, write(ctx))
	other := as(t, identity.Principal{Organization: w.org, Role: identity.Candidate, Place: identity.InAttempt(ids.New[ids.Attempt]())})
	wants(t, write(other), "document_not_found")
	wants(t, write(w.staff), "permission_missing")
	_, err := w.attempts.SetState(ctx, a.ID, attempt.Finished)
	must(t, err)
	wants(t, write(ctx), "attempt_closed")
	if text, err := w.attempts.Text(t.Context(), d.ID, 2); err != nil || text != "print(1)\nprint(2)\n" {
		t.Errorf("the document says %q: %v", text, err)
	}
}
