package interviews

import (
	"slices"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/evaluation"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/prometheus/client_golang/prometheus"
)

// TestASeededInterviewWasHeld: who acted in it did so at their times, with what they may do, and all of it can be read.
func TestASeededInterviewWasHeld(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open, func(d *Deps) { d.Metrics = prometheus.NewRegistry() }) // as in a product, which measures
		host := SeedMember{ids.New[ids.User](), identity.Interviewer}
		recruiter := SeedMember{identity.From(w.staff).User, identity.Recruiter}
		kim := SeedMember{}
		links, err := w.Seed(t.Context(), w.org, recruiter.User, []SeedInterview{{
			Title: "Held", In: -2 * time.Hour, Minutes: 60, TimeZone: "UTC", Invite: []participant.Participant{{Role: participant.Candidate, Name: "Kim", Email: "kim@candidates.example"}},
			Acts: []SeedAct{
				{0, host, Says(workspace.All, "Welcome")},
				{0, recruiter, Says(workspace.Interviewers, "I listen")},
				{time.Minute, kim, Writes("main.py", "python", "print(1)\n")},
				{2 * time.Minute, kim, Writes("main.py", "python", "print(2)\n")},
				{5 * time.Minute, host, Notes("Calm")},
				{40 * time.Minute, host, Ends()},
				{50 * time.Minute, host, Rates(evaluation.Opinion{State: evaluation.Submitted, Recommendation: "yes"})},
				{60 * time.Minute, recruiter, Decides("advance", "Go on")},
			},
		}})
		must(t, err)
		if len(links) != 1 {
			t.Errorf("the links are %v", links)
		}
		r := w.room(t) // beside it, to ask through
		all := r.as(t, w.staff).List("/v1/interviews?filter[state]=ended")
		if len(all) != 1 || all[0].Text("decision") != "advance" || all[0].Text("endedAt") != w.at.Add(-80*time.Minute).Format(time.RFC3339) {
			t.Fatalf("the interviews are %+v", all)
		}
		r.Interview = schedule.Interview{ID: ids.Interview(all[0].ID)}
		staff := r.as(t, w.staff)
		if got := r.list(staff, "notes"); len(got) != 1 || got[0].Text("at") != w.at.Add(-115*time.Minute).Format(time.RFC3339) {
			t.Errorf("the notes are %+v", got)
		}
		if got := texts(r.list(staff, "scorecards"), "recommendation"); !slices.Equal(got, []string{"yes"}) {
			t.Errorf("the scorecards are %v", got)
		}
		if got := texts(r.list(staff, "interview-messages"), "text"); !slices.Equal(got, []string{"Welcome", "I listen"}) {
			t.Errorf("the messages are %v", got)
		}
		var passed []string
		for _, e := range r.list(staff, "timeline-entries") {
			if kind := e.Text("kind"); kind == participant.Joined || kind == participant.Left {
				passed = append(passed, e.Text("at")+" "+e.Text("name")+" "+kind)
			}
		}
		began, ended := w.at.Add(-2*time.Hour), w.at.Add(-80*time.Minute).Format(time.RFC3339)
		came := []string{began.Format(time.RFC3339) + " Grace Hopper joined", began.Format(time.RFC3339) + " Grace Hopper joined", began.Add(time.Minute).Format(time.RFC3339) + " Kim joined"}
		if len(passed) != 6 || !slices.Equal(passed[:3], came) || !slices.Contains(passed, ended+" Kim left") {
			t.Errorf("who came and went is told as %q", passed)
		}
		if got := texts(r.list(staff, "interview-files"), "text"); !slices.Equal(got, []string{"print(1)\nprint(2)\n"}) {
			t.Errorf("the files are %q", got)
		}
		if links, err := w.Seed(t.Context(), w.org, recruiter.User, []SeedInterview{{Title: "Again", Minutes: 60, TimeZone: "UTC"}}); len(links) > 0 || err != nil {
			t.Errorf("what is there is seeded again: %v %v", links, err)
		}
	})
}
