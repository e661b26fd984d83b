package interviews

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/call"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/test/client"
)

// comes has somebody's page come in.
func (r *room) comes(t *testing.T, who context.Context) {
	t.Helper()
	_, err := r.calls.Join(who, r.ID, call.Knock{Tab: tab})
	must(t, err)
}

// seen is a sign of life of somebody's page.
func (r *room) seen(t *testing.T, who context.Context) {
	t.Helper()
	p, err := r.participants.Of(who, r.Interview)
	must(t, err)
	must(t, r.participants.See(who, p))
}

// looked has replicas look at once who is gone.
func (r *room) looked(t *testing.T) {
	t.Helper()
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if err := r.participants.LeaveGone(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// passages are the comings and goings in the timeline, with the seconds since a moment.
func (r *room) passages(t *testing.T, began time.Time) (all []string) {
	t.Helper()
	for _, e := range r.list(r.host, "timeline-entries") {
		if kind := e.Text("kind"); kind == participant.Joined || kind == participant.Left {
			at, err := time.Parse(time.RFC3339, e.Text("at"))
			must(t, err)
			if data, _ := e.Attributes["data"].(map[string]any); data["removed"] == true {
				kind = "removed"
			}
			all = append(all, fmt.Sprintf("%g %s %s to %s", at.Sub(began).Seconds(), e.Text("name"), kind, e.Text("audience")))
		}
	}
	return all
}

func (r *room) later(seconds int) { r.at = r.at.Add(time.Duration(seconds) * time.Second) }

// TestComingAndGoingIsInTheTimelineOnce: a reload is no coming, a moment without a connection no going, and of several replicas one notes it.
func TestComingAndGoingIsInTheTimelineOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		began := r.at
		r.later(1)
		r.comes(t, r.kims)
		r.later(9)
		r.comes(t, r.kims) // a reload
		r.seen(t, r.kims)
		r.seen(t, r.hosts)
		r.later(14)
		r.looked(t)
		r.seen(t, r.kims)
		r.seen(t, r.hosts)
		want := []string{"0 Grace Hopper joined to interviewers", "1 Kim joined to interviewers"}
		if got := r.passages(t, began); !slices.Equal(got, want) {
			t.Fatalf("told is %q, want %q", got, want)
		}

		r.later(15) // 39: silent since 24
		r.seen(t, r.hosts)
		want = append(want, "24 Grace Hopper left to interviewers", "39 Grace Hopper joined to interviewers") // back before anybody had looked
		r.looked(t)
		r.looked(t)
		want = append(want, "24 Kim left to interviewers")
		r.later(10)
		r.seen(t, r.kims) // the page finds its connection again
		r.seen(t, r.kims)
		want = append(want, "49 Kim joined to interviewers")
		r.later(20) // 69
		r.comes(t, r.kims)
		want = append(want, "49 Kim left to interviewers", "69 Kim joined to interviewers")
		if got := r.passages(t, began); !slices.Equal(got, want) {
			t.Errorf("told is %q, want %q", got, want)
		}
	})
}

func TestWhoIsRemovedAndWhoIsThereAtTheEndHasLeft(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		began := r.at
		r.comes(t, r.kims)
		ada := r.admitted(t, r.invite(t, r.Interview, "ada@elsewhere.example", as(participant.Observer), func(p *participant.Participant) { p.Name = "Ada" }))
		r.comes(t, ada)
		r.later(1)
		_, err := r.participants.SetState(r.hosts, r.invited.ID, participant.Removed)
		must(t, err)
		r.seen(t, r.kims) // their page is open still
		r.later(1)
		_, err = r.participants.SetState(r.hosts, r.invited.ID, participant.Admitted)
		must(t, err)
		r.comes(t, r.kims)
		r.later(1)
		before, err := r.schedule.Get(t.Context(), r.org, r.ID)
		must(t, err)
		ended := before
		ended.State = schedule.Ended
		must(t, r.schedule.Update(r.hosts, &ended, before))
		r.later(60)
		for _, who := range []context.Context{r.kims, r.hosts, ada} {
			r.seen(t, who) // pages that tell of the end
		}
		r.later(60)
		r.looked(t)

		got := r.passages(t, began)
		want := []string{
			"0 Grace Hopper joined to interviewers", "0 Kim joined to interviewers", "0 Ada joined to interviewers",
			"1 Kim removed to interviewers", "2 Kim joined to interviewers",
		}
		if len(got) != len(want)+3 || !slices.Equal(got[:len(want)], want) {
			t.Fatalf("told is %q, want %q and who was there at the end", got, want)
		}
		last := slices.Sorted(slices.Values(got[len(want):]))
		if want := []string{"3 Ada left to interviewers", "3 Grace Hopper left to interviewers", "3 Kim left to interviewers"}; !slices.Equal(last, want) {
			t.Errorf("of the end is told %q, want %q", last, want)
		}
	})
}

// TestNobodyIsInTheRoomWhoWaitsAtItsDoor: the lobby is no coming.
func TestNobodyIsInTheRoomWhoWaitsAtItsDoor(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		lee := r.enter(t, r.invite(t, r.Interview, "lee@candidates.example"))
		r.comes(t, lee)
		r.seen(t, lee)
		r.later(60)
		r.looked(t)
		for _, told := range r.passages(t, r.at) {
			if !strings.Contains(told, "Grace Hopper") {
				t.Errorf("of the lobby is told %q", told)
			}
		}
	})
}

// TestGuestsReadNotWhoCameAndWent: they see who is there, and not who was there before or while they did not look.
func TestGuestsReadNotWhoCameAndWent(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		r.comes(t, r.kims)
		observer := r.guest(t, "o@elsewhere.example", participant.Observer)
		interviewer := r.guest(t, "iris@elsewhere.example", participant.Interviewer)
		member := r.member(t, identity.Recruiter)
		r.invite(t, r.Interview, addressOf(identity.From(member).User), as(participant.Candidate))
		r.comes(t, member)
		r.later(60)
		r.looked(t)
		for name, c := range map[string]struct {
			who   *client.Client
			reads bool
		}{
			"the candidate": {r.kim, false}, "an observer by link": {observer, false}, "a member who is the candidate": {r.as(t, member), false},
			"an interviewer by link": {interviewer, true}, "the host": {r.host, true},
		} {
			for _, e := range r.told(t, c.who, "") {
				if kind := e.Data["kind"]; (kind == participant.Joined || kind == participant.Left) && !c.reads {
					t.Errorf("%s is told %+v", name, e)
				}
			}
			reads := slices.ContainsFunc(r.told(t, c.who, ""), func(e client.Event) bool { return e.Data["kind"] == participant.Left })
			if reads != c.reads {
				t.Errorf("%s reads who left: %v", name, reads)
			}
		}
		for name, who := range map[string]*client.Client{"the candidate": r.kim, "an observer by link": observer, "a member who is the candidate": r.as(t, member)} {
			if a := who.Raw("GET", "/v1/timeline-entries?filter[interview]="+string(r.ID), nil, nil); a.Status != 403 {
				t.Errorf("%s reads the timeline: %d %s", name, a.Status, a.Body)
			}
		}
	})
}
