package interviews

import (
	"slices"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/test/client"
)

// TestFilesAreLaidOutBeforeAnInterview, with what they begin with, by whoever holds it; who comes finds them, and works in them.
func TestFilesAreLaidOutBeforeAnInterview(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		next := w.scheduled(t, func(i *schedule.Interview) { i.StartsAt = w.at.Add(24 * time.Hour) })
		to := map[string]client.Relationship{"interview": client.To("interviews", string(next.ID))}
		recruiter := r.as(t, w.staff)
		f := recruiter.Create("interview-files", map[string]any{"path": "main.py", "language": "python", "source": "print(3)\n"}, to)
		if f.Text("text") != "print(3)\n" || f.Text("source") != "" {
			t.Errorf("it begins with %v", f.Attributes)
		}
		guest := r.as(t, w.enter(t, w.invite(t, next, "zoe@candidates.example")))
		early := send(guest, "POST", "/v1/interview-files", "interview-files", "", map[string]any{"path": "x.py", "language": "python", "source": "x"}, to)
		if code(early) != "not_admitted" {
			t.Errorf("a guest lays one out before it begins: %d %s", early.Status, early.Body)
		}
		author := r.as(t, w.member(t, identity.Author))
		if a := send(author, "POST", "/v1/interview-files", "interview-files", "", map[string]any{"path": "x.py", "language": "python"}, to); a.Status < 400 {
			t.Errorf("a member who holds no interviews lays one out: %d", a.Status)
		}
		problem := r.choose(t, "Sums", true)
		both := send(r.host, "POST", "/v1/interview-files", "interview-files", "", map[string]any{"path": "y.py", "language": "python", "source": "x"},
			map[string]client.Relationship{"interview": r.to["interview"], "problem": client.To("interview-problems", problem.ID)})
		if code(both) != "beginning_twice" {
			t.Errorf("with a source and a starter: %d %s", both.Status, both.Body)
		}
		made := r.kim.Create("interview-files", map[string]any{"path": "z.py", "language": "python", "source": "# mine\n"}, r.to)
		if err := typed(t, r.kim, made, "more"); err != nil {
			t.Error(err)
		}
	})
}

// TestAnInterviewTalksAboutAnAttempt: its members know which, and guests do not.
func TestAnInterviewTalksAboutAnAttempt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		recruiter := r.as(t, w.staff)
		attempt := string(ids.New[ids.Attempt]())
		changed := recruiter.Patch("interviews", string(r.ID), map[string]any{"attemptId": attempt})
		if changed.Text("attemptId") != attempt {
			t.Errorf("it talks about %q", changed.Text("attemptId"))
		}
		if kept := recruiter.Patch("interviews", string(r.ID), map[string]any{"agenda": "x"}); kept.Text("attemptId") != attempt {
			t.Error("another change takes it away")
		}
		if seen := r.kim.Get("/v1/interviews/" + string(r.ID)); seen.Text("attemptId") != "" {
			t.Error("a guest is told")
		}
		bad := send(recruiter, "POST", "/v1/interviews", "interviews", "", map[string]any{
			"title": "x", "startsAt": "2030-01-01T09:00:00Z", "durationMinutes": 30, "attemptId": "../problems",
		}, nil)
		if code(bad) != "attempt_malformed" {
			t.Errorf("what is no id: %d %s", bad.Status, bad.Body)
		}
		if got := texts(recruiter.List("/v1/interviews"), "attemptId"); !slices.Contains(got, attempt) {
			t.Errorf("the list has %q", got)
		}
	})
}
