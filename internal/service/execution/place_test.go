package execution_test

import (
	"context"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// interviews own places of another kind than attempts, all of which are over but one.
type interviews struct {
	open  identity.Place
	asked places.MayRun
	gone  ids.Session // of somebody who was removed
}

func (i *interviews) MayRun(_ context.Context, q places.MayRun) (places.MayRunAnswer, error) {
	if q.Reads {
		if i.gone != "" && q.Session == i.gone {
			return places.MayRunAnswer{}, errs.New(errs.Forbidden, "removed_from_interview", "you were removed")
		}
		return places.MayRunAnswer{}, nil
	}
	if i.asked = q; q.Place != i.open {
		return places.MayRunAnswer{}, errs.New(errs.Conflict, "interview_over", "the interview is over")
	}
	return places.MayRunAnswer{SecondsLeft: 60}, nil
}

// guest is somebody in a new place of a kind, in an organization.
func guest(org ids.Organization, kind identity.PlaceKind) identity.Principal {
	place := identity.Place{Kind: kind, ID: ids.New[string]()}
	return identity.Principal{Organization: org, Role: place.Role(), Session: ids.New[ids.Session](), Place: place}
}

// TestARunBelongsToAPlace of any kind: its owner is asked, and its people see it.
func TestARunBelongsToAPlace(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	org := ids.New[ids.Organization]()
	who := guest(org, identity.PlaceInterview)
	owner := &interviews{open: who.Place}
	w.places[identity.PlaceInterview] = owner
	program := map[string]any{"language": "bash", "source": "echo ran", "answerId": "the second problem"}
	status, ran := w.do(who, "POST", "/v1/runs?waitForEnd=true", program)
	if status != 201 || ran.text("stdout") != "ran\n" || ran.attribute("attemptId") != nil {
		t.Fatalf("a guest's run answers %d %+v", status, ran)
	}
	if want := (places.MayRun{Organization: org, Session: who.Session, Place: who.Place, Part: "the second problem", Language: "bash"}); owner.asked != want {
		t.Errorf("the owner was asked about %+v, not %+v", owner.asked, want)
	}

	for says, c := range map[string]struct {
		who  identity.Principal
		code string
		want int
	}{
		"its owner refuses":     {guest(org, identity.PlaceInterview), "interview_over", 409},
		"nobody keeps its kind": {guest(org, identity.PlaceProblemDraft), "place_unknown", 403},
	} {
		if status, doc := w.do(c.who, "POST", "/v1/runs?waitForEnd=true", program); status != c.want || doc.Errors[0].Code != c.code || doc.Errors[0].Detail == "" {
			t.Errorf("where %s: %d %+v", says, status, doc.Errors)
		}
	}

	another, removed, staff, author, namesake := who, who, member(identity.Owner), member(identity.Author), candidate()
	removed.Session = ids.New[ids.Session]()
	owner.gone = removed.Session
	another.Session, staff.Organization, author.Organization = ids.New[ids.Session](), org, org
	namesake.Organization, namesake.Place = org, identity.InAttempt(ids.Attempt(who.Place.ID))
	stranger := who
	stranger.Organization = ids.New[ids.Organization]()
	for says, c := range map[string]struct {
		who  identity.Principal
		want int
	}{
		"another guest of the place":          {another, 200},
		"somebody whom its owner sent away":   {removed, 403},
		"a guest of another place":            {guest(org, identity.PlaceInterview), 404},
		"who holds interviews":                {staff, 200},
		"a member who does not":               {author, 404},
		"a candidate of an attempt of its id": {namesake, 404},
		"one of another organization":         {stranger, 404},
	} {
		for _, path := range []string{"/v1/runs/" + ran.Data.ID, "/v1/runs/" + ran.Data.ID + "/events"} {
			if status, _ := w.exchange(c.who, "GET", path, "", nil); status != c.want {
				t.Errorf("%s: GET %s answers %d, want %d", says, path, status, c.want)
			}
		}
	}
}

// TestAMemberRunsInAnInterview that they name: its owner says whether they are let in, its people see the run and hear of its
// beginning, and it is theirs alone to end.
func TestAMemberRunsInAnInterview(t *testing.T) {
	backend, tools := realTools(t, 2)
	b := harness.Bus(t)
	w := newWorld(t, harness.Database(t)("execution"), b, nil)
	w.startWorker(backend, tools)
	org := ids.New[ids.Organization]()
	kim, host, author := guest(org, identity.PlaceInterview), member(identity.Interviewer), member(identity.Author)
	host.Organization, author.Organization = org, org
	owner := &interviews{open: kim.Place}
	w.places[identity.PlaceInterview] = owner
	program := map[string]any{"language": "bash", "source": "sleep 20", "interviewId": kim.Place.ID}

	for says, c := range map[string]struct {
		who   identity.Principal
		place string
		code  string
	}{
		"who may hold none":             {author, kim.Place.ID, "interview_foreign"},
		"a guest of another":            {kim, ids.New[string](), "interview_foreign"},
		"a candidate":                   {candidate(), kim.Place.ID, "interview_foreign"},
		"who its owner does not let in": {host, ids.New[string](), "interview_over"},
	} {
		program["interviewId"] = c.place
		if status, doc := w.do(c.who, "POST", "/v1/runs", program); status < 400 || doc.Errors[0].Code != c.code {
			t.Errorf("%s: %d %+v, want %s", says, status, doc.Errors, c.code)
		}
	}
	program["interviewId"] = kim.Place.ID
	started := make(chan contract.Run, 1)
	go func() {
		_ = b.Consume(t.Context(), bus.ConsumerConfig{Stream: contract.Events.Name, Durable: "test", Subjects: []string{contract.SubjectRunStarted}}, func(_ context.Context, d bus.Delivery) error {
			var r contract.Run
			err := d.Decode(&r)
			started <- r
			return err
		})
	}()
	status, ran := w.do(host, "POST", "/v1/runs", program)
	if status != 201 || ran.text("interviewId") != kim.Place.ID || owner.asked.User != host.User || owner.asked.Session != "" {
		t.Fatalf("a member's run answers %d %+v, and the owner was asked about %+v", status, ran, owner.asked)
	}
	if r := <-started; string(r.ID) != ran.Data.ID || r.User != host.User || r.Place != kim.Place {
		t.Errorf("the run that is told is %+v", r)
	}
	if status, _ := w.do(kim, "GET", "/v1/runs/"+ran.Data.ID, nil); status != 200 {
		t.Errorf("a guest's look at it: %d", status)
	}
	for _, c := range []struct {
		who  identity.Principal
		want int
	}{{kim, 403}, {host, 204}} {
		if status, _ := w.do(c.who, "DELETE", "/v1/runs/"+ran.Data.ID, nil); status != c.want {
			t.Errorf("%s ends it: %d, want %d", c.who.Role, status, c.want)
		}
	}
}

// TestAGuestsRunIsTheirs: others of the place see it, and do not end it.
func TestAGuestsRunIsTheirs(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	kim := guest(ids.New[ids.Organization](), identity.PlaceInterview)
	w.places[identity.PlaceInterview] = &interviews{open: kim.Place}
	another := kim
	another.Session = ids.New[ids.Session]()
	_, ran := w.do(kim, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "sleep 20"})
	for _, c := range []struct {
		who  identity.Principal
		want int
	}{{another, 403}, {kim, 204}} {
		if status, _ := w.do(c.who, "DELETE", "/v1/runs/"+ran.Data.ID, nil); status != c.want {
			t.Errorf("%v: %d, want %d", c.who.Session, status, c.want)
		}
	}
}

// TestRunsOfAPlaceAreLimitedTogether, apart from those of other places.
func TestRunsOfAPlaceAreLimitedTogether(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), func(c *execution.Config) { c.Runs.CandidateRuns = 1 })
	org := ids.New[ids.Organization]()
	one, other := guest(org, identity.PlaceInterview), guest(org, identity.PlaceInterview)
	again := one
	again.Session = ids.New[ids.Session]()
	for i, c := range []struct {
		who  identity.Principal
		want int
	}{{one, 503}, {again, 429}, {other, 503}} { // there is no worker
		if status, doc := w.do(c.who, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "echo"}); status != c.want {
			t.Errorf("run %d answers %d %+v, want %d", i, status, doc.Errors, c.want)
		}
	}
}
