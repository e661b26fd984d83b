package interviews

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/call"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/test/client"
)

func as(role string) func(*participant.Participant) {
	return func(p *participant.Participant) { p.Role = role }
}

// guest is one who was invited in a role, and is in the room.
func (r *room) guest(t *testing.T, email, role string) *client.Client {
	t.Helper()
	return r.as(t, r.admitted(t, r.invite(t, r.Interview, email, as(role))))
}

// second is another member who comes as an interviewer.
func (r *room) second(t *testing.T) *client.Client {
	t.Helper()
	who := r.member(t, identity.Interviewer)
	_, err := r.calls.Join(who, r.ID, call.Knock{Tab: tab})
	must(t, err)
	return r.as(t, who)
}

func (r *room) note(who *client.Client, text string, ago int) client.Resource {
	return who.Create("notes", map[string]any{"text": text, "secondsAgo": ago}, r.to)
}

func (r *room) card(who *client.Client, attributes map[string]any) client.Resource {
	return who.Create("scorecards", attributes, r.to)
}

func texts(all []client.Resource, attribute string) (found []string) {
	for _, x := range all {
		found = append(found, x.Text(attribute))
	}
	return found
}

// TestANoteIsAboutTheMomentItsWritingBegan, on the server's clock, and listed in that order.
func TestANoteIsAboutTheMomentItsWritingBegan(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		start := w.at
		w.at = start.Add(10 * time.Minute)
		late := r.note(r.host, "Asks about limits", 30)
		early := r.note(r.host, "Warm", 86400)
		if got := late.Text("at"); got != start.Add(570*time.Second).Format(time.RFC3339) {
			t.Errorf("it is about %s", got)
		}
		if got := early.Text("at"); got != start.Format(time.RFC3339) {
			t.Errorf("one from before the beginning is about %s", got)
		}
		iris := r.guest(t, "iris@elsewhere.example", participant.Interviewer)
		r.note(iris, "Agrees", 60)
		if got := texts(r.list(r.host, "notes"), "text"); !slices.Equal(got, []string{"Warm", "Agrees", "Asks about limits"}) {
			t.Errorf("they are %q", got)
		}
		changed := r.host.Patch("notes", late.ID, map[string]any{"text": "Asks for limits"})
		if changed.Text("text") != "Asks for limits" || changed.Text("at") != late.Text("at") {
			t.Errorf("it became %v", changed.Attributes)
		}
		foreign := send(iris, "PATCH", "/v1/notes/"+late.ID, "notes", late.ID, map[string]any{"text": "?"}, nil)
		taken := send(iris, "DELETE", "/v1/notes/"+late.ID, "", "", nil, nil)
		if code(foreign) != "note_foreign" || code(taken) != "note_foreign" {
			t.Errorf("another's note is changed: %s, and removed: %s", foreign.Body, taken.Body)
		}
		if a := send(r.host, "DELETE", "/v1/notes/"+late.ID, "", "", nil, nil); a.Status != http.StatusNoContent {
			t.Errorf("one's own is removed: %d %s", a.Status, a.Body)
		}
		if got := texts(r.list(iris, "notes"), "text"); !slices.Equal(got, []string{"Warm", "Agrees"}) {
			t.Errorf("then they are %q", got)
		}
	})
}

// TestAScorecardRatesTheRubricOfItsInterview as it was when the card was begun, once an interviewer.
func TestAScorecardRatesTheRubricOfItsInterview(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		staff := r.as(t, w.staff)
		id := string(r.ID)
		if got := staff.Get("/v1/interviews/" + id).Items("rubric"); len(got) != 4 {
			t.Errorf("the standard rubric is %v", got)
		}
		own := []map[string]any{{"name": "Depth", "description": "Goes to the ground"}, {"name": "Care"}}
		staff.Patch("interviews", id, map[string]any{"rubric": own})
		card := r.card(r.host, map[string]any{"scores": []map[string]any{{"criterion": "Care", "rating": 4, "comment": "Tests first"}}})
		staff.Patch("interviews", id, map[string]any{"rubric": []map[string]any{{"name": "Speed"}}})
		card = r.host.Patch("scorecards", card.ID, map[string]any{"text": "Good"}) // as it is typed
		if got := fmt.Sprint(card.Items("scores")); got != "[map[comment: criterion:Depth description:Goes to the ground rating:0] map[comment:Tests first criterion:Care description: rating:4]]" {
			t.Errorf("the card rates %s", got)
		}
		for want, a := range map[string]client.Answer{
			"scorecard_begun":        send(r.host, "POST", "/v1/scorecards", "scorecards", "", map[string]any{}, r.to),
			"criterion_unknown":      send(r.host, "PATCH", "/v1/scorecards/"+card.ID, "scorecards", card.ID, map[string]any{"scores": []map[string]any{{"criterion": "Speed", "rating": 1}}}, nil),
			"recommendation_missing": send(r.host, "PATCH", "/v1/scorecards/"+card.ID, "scorecards", card.ID, map[string]any{"state": "submitted"}, nil),
			"criterion_repeated":     send(staff, "PATCH", "/v1/interviews/"+id, "interviews", id, map[string]any{"rubric": []map[string]any{{"name": "Care"}, {"name": "care "}}}, nil),
		} {
			if code(a) != want {
				t.Errorf("want %s: %d %s", want, a.Status, a.Body)
			}
		}
		if got := r.host.Get("/v1/scorecards/" + card.ID); got.Text("state") != "draft" || got.Text("text") != "Good" {
			t.Errorf("it is %v", got.Attributes)
		}
		r.host.Patch("scorecards", card.ID, map[string]any{"state": "submitted", "recommendation": "yes"})
		late := send(r.host, "PATCH", "/v1/scorecards/"+card.ID, "scorecards", card.ID, map[string]any{"recommendation": "no"}, nil)
		back := send(r.host, "PATCH", "/v1/scorecards/"+card.ID, "scorecards", card.ID, map[string]any{"state": "draft"}, nil)
		if code(late) != "scorecard_submitted" || code(back) != "scorecard_submitted" {
			t.Errorf("a card that was submitted is changed: %s %s", late.Body, back.Body)
		}
	})
}

// TestOthersScorecardsAreHiddenUntilOnesOwnIsSubmitted, and from who has none until the whole panel has, or the interview is decided.
func TestOthersScorecardsAreHiddenUntilOnesOwnIsSubmitted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		second, staff, iris := r.second(t), r.as(t, w.staff), r.guest(t, "iris@elsewhere.example", participant.Interviewer)
		people := map[string]*client.Client{"host": r.host, "second": second, "iris": iris, "staff": staff}
		cards := map[string]client.Resource{}
		sees := func(when string, want map[string]int) {
			t.Helper()
			for name, n := range want {
				listed := r.list(people[name], "scorecards")
				asked := 0
				for _, card := range cards {
					if a := people[name].Raw("GET", "/v1/scorecards/"+card.ID, nil, nil); a.Status == http.StatusOK {
						asked++
					}
				}
				if len(listed) != n || asked != n {
					t.Errorf("%s: %s is listed %d cards and is given %d, want %d", when, name, len(listed), asked, n)
				}
			}
		}
		submit := func(name string) {
			people[name].Patch("scorecards", cards[name].ID, map[string]any{"state": "submitted", "recommendation": "yes"})
		}
		cards["host"], cards["second"] = r.card(r.host, map[string]any{}), r.card(second, map[string]any{})
		sees("drafts", map[string]int{"host": 1, "second": 1, "iris": 0, "staff": 0})
		submit("host")
		sees("one is in", map[string]int{"host": 1, "second": 1, "iris": 0, "staff": 0})
		submit("second")
		sees("two of three", map[string]int{"host": 2, "second": 2, "iris": 0, "staff": 0})
		cards["iris"] = r.card(iris, map[string]any{})
		sees("the third is begun", map[string]int{"host": 2, "iris": 1, "staff": 0})
		staff.Patch("interviews", string(r.ID), map[string]any{"decision": "hold"})
		sees("decided", map[string]int{"host": 2, "iris": 1, "staff": 2})
		staff.Patch("interviews", string(r.ID), map[string]any{"decision": ""})
		sees("taken back", map[string]int{"iris": 1, "staff": 0})
		submit("iris")
		sees("all are in", map[string]int{"host": 3, "second": 3, "iris": 3, "staff": 3})
		foreign := send(r.host, "PATCH", "/v1/scorecards/"+cards["iris"].ID, "scorecards", cards["iris"].ID, map[string]any{"text": "?"}, nil)
		if code(foreign) != "scorecard_foreign" {
			t.Errorf("another's card: %s", foreign.Body)
		}
	})
}

func TestADecisionIsInTheTimelineWithWhoMadeIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		id := string(r.ID)
		recruiter := r.as(t, w.staff)
		decided := recruiter.Patch("interviews", id, map[string]any{"decision": "advance", "decisionText": "Strong in tests"})
		if decided.Text("decision") != "advance" || decided.Text("decidedAt") != w.at.Format(time.RFC3339) {
			t.Errorf("it is %v", decided.Attributes)
		}
		r.host.Patch("interviews", id, map[string]any{"state": "ended"}) // by who does not decide
		if all := recruiter.List("/v1/interviews"); len(all) != 1 || all[0].Text("decision") != "advance" || all[0].Text("decisionText") != "Strong in tests" {
			t.Errorf("the list has %+v", all)
		}
		recruiter.Patch("interviews", id, map[string]any{"decision": "", "decisionText": ""})
		var entries []string
		for _, e := range r.told(t, r.host, "") {
			if data, _ := e.Data["data"].(map[string]any); e.Data["kind"] == "decision" {
				entries = append(entries, fmt.Sprint(e.Data["name"], ": ", data["decision"], " ", data["text"]))
			}
		}
		if !slices.Equal(entries, []string{"Grace Hopper: advance Strong in tests", "Grace Hopper:  "}) {
			t.Errorf("the timeline has %q", entries)
		}
		early := w.scheduled(t)
		for want, a := range map[string]client.Answer{
			"permission_missing":  send(r.host, "PATCH", "/v1/interviews/"+id, "interviews", id, map[string]any{"decision": "reject"}, nil),
			"decision_missing":    send(recruiter, "PATCH", "/v1/interviews/"+id, "interviews", id, map[string]any{"decisionText": "?"}, nil),
			"interview_not_begun": send(recruiter, "PATCH", "/v1/interviews/"+string(early.ID), "interviews", string(early.ID), map[string]any{"decision": "reject"}, nil),
		} {
			if code(a) != want {
				t.Errorf("want %s: %d %s", want, a.Status, a.Body)
			}
		}
	})
}

// TestAGuestInterviewerEndsADecidedInterview: what they do not see stays as it is.
func TestAGuestInterviewerEndsADecidedInterview(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		iris := r.guest(t, "iris@elsewhere.example", participant.Interviewer)
		staff := r.as(t, w.staff)
		staff.Patch("interviews", string(r.ID), map[string]any{"decision": "hold", "rubric": []map[string]any{{"name": "Depth"}}})
		iris.Patch("interviews", string(r.ID), map[string]any{"state": "ended"})
		if i := staff.Get("/v1/interviews/" + string(r.ID)); i.Text("decision") != "hold" || len(i.Items("rubric")) != 1 || i.Text("state") != "ended" {
			t.Errorf("it is %v", i.Attributes)
		}
	})
}

// TestRightsInAnEvaluation asks every route as everybody, and each one's stream.
func TestRightsInAnEvaluation(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		id := string(r.ID)
		note := r.note(r.host, "Marker one", 0)
		card := r.card(r.host, map[string]any{"text": "Marker two", "recommendation": "no", "state": "submitted"})
		asRecruiter := r.as(t, w.staff)
		asRecruiter.Patch("interviews", id, map[string]any{"decision": "reject", "decisionText": "Marker three", "rubric": []map[string]any{{"name": "Marker four"}}})
		stranger := identity.With(t.Context(), identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner})
		insider := w.member(t, identity.Interviewer) // the candidate, from within the house
		r.invite(t, r.Interview, addressOf(identity.From(insider).User))
		_, err := w.calls.Join(insider, r.ID, call.Knock{Tab: tab})
		must(t, err)
		askers := []struct {
			name string
			who  *client.Client
		}{
			{"the candidate", r.kim},
			{"an observer", r.guest(t, "see@elsewhere.example", participant.Observer)},
			{"who waits", r.as(t, r.enter(t, w.invite(t, r.Interview, "lee@candidates.example")))},
			{"another interview's guest", r.as(t, w.enter(t, w.invite(t, w.scheduled(t), "ann@candidates.example")))},
			{"another organization's owner", r.as(t, stranger)},
			{"an author", r.as(t, w.member(t, identity.Author))},
			{"a member who is the candidate", r.as(t, insider)},
			{"an interviewer by link", r.guest(t, "iris@elsewhere.example", participant.Interviewer)},
			{"another interviewer", r.second(t)},
			{"a recruiter who has not come", asRecruiter},
		}
		const blind = 7 // the first ones are told nothing of it
		of := "?filter[interview]=" + id
		text := map[string]any{"text": "x"}
		for _, c := range []struct {
			method, path string
			attributes   map[string]any
			want         [10]int
		}{
			{"GET", "notes" + of, nil, [10]int{200, 200, 403, 200, 200, 403, 200, 200, 200, 200}},
			{"GET", "notes/" + note.ID, nil, [10]int{404, 404, 403, 404, 404, 403, 404, 200, 200, 200}},
			{"GET", "notes/" + note.ID + "/interview", nil, [10]int{404, 404, 403, 404, 404, 403, 404, 200, 200, 200}},
			{"GET", "notes" + of + "&include=interview", nil, [10]int{200, 200, 403, 200, 200, 403, 200, 200, 200, 200}},
			{"PATCH", "notes/" + note.ID, text, [10]int{404, 404, 403, 404, 404, 403, 404, 403, 403, 403}},
			{"DELETE", "notes/" + note.ID, nil, [10]int{404, 404, 403, 404, 404, 403, 404, 403, 403, 403}},
			{"POST", "notes", text, [10]int{403, 403, 403, 404, 404, 403, 403, 201, 201, 403}},
			{"GET", "scorecards" + of, nil, [10]int{200, 200, 403, 200, 200, 403, 200, 200, 200, 200}},
			{"GET", "scorecards/" + card.ID, nil, [10]int{404, 404, 403, 404, 404, 403, 404, 404, 200, 200}}, // decided: who has none sees it, but guests
			{"PATCH", "scorecards/" + card.ID, text, [10]int{404, 404, 403, 404, 404, 403, 404, 404, 403, 403}},
			{"POST", "scorecards", text, [10]int{403, 403, 403, 404, 404, 403, 403, 201, 201, 403}},
			{"PATCH", "interviews/" + id, map[string]any{"decision": "advance"}, [10]int{403, 403, 403, 404, 404, 403, 403, 403, 403, 200}},
		} {
			for i, a := range askers {
				noun, one, _ := strings.Cut(c.path, "/")
				got := send(a.who, c.method, "/v1/"+c.path, noun, one, c.attributes, map[string]map[string]client.Relationship{"POST": r.to}[c.method])
				if got.Status != c.want[i] {
					t.Errorf("%s: %s %s answers %d, want %d: %.200s", a.name, c.method, c.path, got.Status, c.want[i], got.Body)
				}
				if i < blind && strings.Contains(string(got.Body), "Marker") {
					t.Errorf("%s: %s %s shows %.300s", a.name, c.method, c.path, got.Body)
				}
			}
		}
		for _, i := range []int{0, 1, 2, 7} { // guests: of the decision and the rubric nothing
			for _, path := range []string{"interviews/" + id, "interview-participants" + of + "&include=interview"} {
				if got := askers[i].who.Raw("GET", "/v1/"+path, nil, nil); got.Status != http.StatusOK || strings.Contains(string(got.Body), "Marker") {
					t.Errorf("%s: %s: %d %.500s", askers[i].name, path, got.Status, got.Body)
				}
			}
		}
		for i, a := range askers[:3] {
			told := fmt.Sprint(r.told(t, a.who, ""))
			for _, word := range []string{"Marker", "note", "scorecard", "decision", "rubric"} {
				if strings.Contains(told, word) {
					t.Errorf("%s (%d) is told of %s: %s", a.name, i, word, told)
				}
			}
		}
		told := fmt.Sprint(r.told(t, r.host, ""))
		for _, word := range []string{"kind:note", "kind:scorecard", "kind:decision"} {
			if !strings.Contains(told, word) {
				t.Errorf("the interviewer is not told of %s: %s", word, told)
			}
		}
	})
}

// TestADecisionWakesNoCandidate: who watches, and does not see it, is not even told the interview again.
func TestADecisionWakesNoCandidate(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var ears run.Ears
		w.listen(&ears)
		must(t, ears.Err())
		t.Cleanup(func() { _ = ears.Close() })
		r := w.room(t)
		staff := r.as(t, w.staff)
		var after []string
		ready := false
		r.kim.Events(t.Context(), "/v1/interviews/"+string(r.ID)+"/events", "", func(e client.Event) bool {
			if ready {
				after = append(after, e.Name)
			}
			if e.Name == "ready" {
				ready = true
				staff.Patch("interviews", string(r.ID), map[string]any{"decision": "reject"})
				r.note(r.host, "x", 0)
				r.host.Create("interview-messages", map[string]any{"text": "Goodbye"}, r.to)
			}
			return e.Name != "entry"
		})
		if !slices.Equal(after, []string{"entry"}) {
			t.Errorf("the candidate is told %q", after)
		}
	})
}

// TestWhatGoesWithAnInterviewGoesWhole: notes and cards with it.
func TestWhatGoesWithAnInterviewGoesWhole(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		r.note(r.host, "x", 0)
		r.card(r.host, map[string]any{})
		_, err := db.Exec(t.Context(), w.db, `UPDATE interviews SET started_at = NULL WHERE id = $1`, r.ID) // of one that was held nothing goes
		must(t, err)
		must(t, w.schedule.Delete(w.staff, r.ID))
		for _, table := range []string{"notes", "scorecards"} {
			if n, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM `+table); err != nil || n != 0 {
				t.Errorf("%d %s are left (%v)", n, table, err)
			}
		}
	})
}
