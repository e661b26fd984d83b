package interviews

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/test/client"
)

// runOf is one that somebody begins, of a problem.
func (r *room) runOf(who context.Context, part string) execution.Run {
	q := r.asks(who)
	return execution.Run{ID: ids.New[ids.Run](), Organization: r.org, User: q.User, Session: q.Session, Place: q.Place, Part: part, Language: "python", StartedAt: r.at}
}

// TestARunOfWhatIsNotShownIsToldToInterviewers alone, with its end, whatever is shown meanwhile.
func TestARunOfWhatIsNotShownIsToldToInterviewers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		hidden, shown := r.choose(t, "Hidden", false), r.choose(t, "Shown", true)
		iris := r.admitted(t, w.invite(t, r.Interview, "iris@elsewhere.example", as(participant.Interviewer)))
		began := func(who context.Context, part string) execution.Run {
			run := r.runOf(who, part)
			must(t, hears(t, w.workspaces.OnRun, run))
			return run
		}
		ends := func(all ...execution.Run) {
			for _, run := range all {
				run.Result = execution.RunResult{Status: "ok", Stdout: "of " + run.Part}
				must(t, hears(t, w.workspaces.OnRun, run))
			}
		}
		secret, guests, open, own := began(r.hosts, hidden.ID), began(iris, hidden.ID), began(r.hosts, shown.ID), began(r.kims, shown.ID)
		r.host.Patch("interview-problems", hidden.ID, map[string]any{"shown": true})
		r.host.Patch("interview-problems", shown.ID, map[string]any{"shown": false})
		ends(secret, guests, open, own)
		ends(began(r.kims, shown.ID)) // word of it comes after it was hidden

		runs := func(who *client.Client) (subjects []string) {
			for _, e := range r.told(t, who, "") {
				if kind, _ := e.Data["kind"].(string); strings.HasPrefix(kind, "run") {
					subjects = append(subjects, fmt.Sprint(e.Data["subject"]))
				}
			}
			return subjects
		}
		kim, host := runs(r.kim), runs(r.host)
		for name, c := range map[string]struct {
			run  execution.Run
			want int
		}{"a member's, of what is hidden": {secret, 0}, "a guest's, of what is hidden": {guests, 0}, "of what is shown": {open, 2}, "their own": {own, 2}} {
			is := func(id string) bool { return id == string(c.run.ID) }
			if got := len(slices.DeleteFunc(slices.Clone(kim), func(id string) bool { return !is(id) })); got != c.want {
				t.Errorf("%s: the candidate is told %d of it, want %d", name, got, c.want)
			}
			if got := len(slices.DeleteFunc(slices.Clone(host), func(id string) bool { return !is(id) })); got != 2 {
				t.Errorf("%s: interviewers are told %d of it", name, got)
			}
		}
		if len(kim) != 6 || len(host) != 10 {
			t.Errorf("the candidate is told of runs %d times, interviewers %d", len(kim), len(host))
		}
		if text := fmt.Sprint(r.told(t, r.kim, "")); strings.Contains(text, string(secret.ID)) || strings.Contains(text, string(guests.ID)) {
			t.Errorf("the candidate is told %s", text)
		}
	})
}

// TestATerminalTellsOfNoHiddenProblem: everybody sees it, whatever it was opened for.
func TestATerminalTellsOfNoHiddenProblem(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		hidden, shown := r.choose(t, "Hidden", false), r.choose(t, "Shown", true)
		for _, part := range []string{hidden.ID, shown.ID} {
			run := r.runOf(r.hosts, part)
			run.Terminal = &execution.TerminalSize{Rows: 20, Columns: 90}
			must(t, hears(t, w.workspaces.OnRun, run))
		}
		var of []string
		for _, e := range r.told(t, r.kim, "") {
			if e.Data["kind"] == "terminal" {
				data, _ := e.Data["data"].(map[string]any)
				of = append(of, fmt.Sprint(data["problemId"]))
			}
		}
		if !slices.Equal(of, []string{"", shown.ID}) {
			t.Errorf("terminals are told of the problems %q", of)
		}
	})
}
