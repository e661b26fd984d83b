package interviews

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/call"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/test/client"
)

// library is problems: what was published, in order.
type library struct{ all []problems.Version }

func (l *library) publish(problem ids.Problem, title string) problems.Version {
	v := problems.Version{
		ID: ids.New[ids.ProblemVersion](), Problem: problem, Title: title, Statement: "Read " + title, Plan: "the plan of " + "x",
		Samples: []problems.Sample{{Group: "sample", Name: "1", Input: "1", Answer: "2"}}, Starters: []problems.Starter{{Language: "python", Source: "# " + title + "\n"}},
	}
	l.all = append(l.all, v)
	return v
}

func (l *library) Versions(_ context.Context, q problems.VersionsRequest) (a problems.VersionsAnswer, _ error) {
	for _, v := range l.all {
		if slices.Contains(q.Versions, v.ID) {
			a.Versions = append(a.Versions, v)
		}
	}
	return a, nil
}

func (l *library) Latest(_ context.Context, q problems.LatestRequest) (a problems.VersionsAnswer, _ error) {
	for _, v := range slices.Backward(l.all) {
		if slices.Contains(q.Problems, v.Problem) && !slices.ContainsFunc(a.Versions, func(x problems.Version) bool { return x.Problem == v.Problem }) {
			a.Versions = append(a.Versions, v)
		}
	}
	return a, nil
}

// room is a live interview with a candidate and an interviewer, over HTTP.
type room struct {
	*world
	schedule.Interview
	url         string
	who         map[string]context.Context // by their tokens
	hosts, kims context.Context
	host, kim   *client.Client
	invited     participant.Participant // Kim
	to          map[string]client.Relationship
}

func (w *world) room(t *testing.T) *room {
	t.Helper()
	r := &room{world: w, Interview: w.scheduled(t), who: map[string]context.Context{}}
	mux := http.NewServeMux()
	w.Register(jsonapi.Open(mux, "interviews", "test", ""), mux)
	server := httptest.NewServer(httpx.RequestIDs(http.HandlerFunc(func(to http.ResponseWriter, q *http.Request) {
		ctx := r.who[strings.TrimPrefix(q.Header.Get("Authorization"), "Bearer ")]
		if ctx != nil {
			q = q.WithContext(identity.With(q.Context(), identity.From(ctx)))
		}
		mux.ServeHTTP(to, q)
	})))
	t.Cleanup(server.Close)
	r.url = server.URL
	r.to = map[string]client.Relationship{"interview": client.To("interviews", string(r.ID))}
	r.hosts = w.member(t, identity.Interviewer)
	r.host = r.as(t, r.hosts)
	_, err := w.calls.Join(r.hosts, r.ID, call.Knock{Tab: tab})
	must(t, err)
	r.invited = w.invite(t, r.Interview, "kim@candidates.example")
	r.kims = r.admitted(t, r.invited)
	r.kim = r.as(t, r.kims)
	return r
}

// admitted has somebody who was invited wait, and admits them.
func (r *room) admitted(t *testing.T, p participant.Participant) context.Context {
	t.Helper()
	ctx := r.enter(t, p)
	_, err := r.calls.Join(ctx, p.Interview, call.Knock{Tab: tab})
	must(t, err)
	_, err = r.participants.SetState(r.staff, p.ID, participant.Admitted)
	must(t, err)
	return ctx
}

func (r *room) as(t *testing.T, ctx context.Context) *client.Client {
	token := ids.New[string]()
	r.who[token] = ctx
	return client.New(t, r.url).As(token)
}

func (r *room) choose(t *testing.T, title string, shown bool) client.Resource {
	t.Helper()
	v := r.library.publish(ids.New[ids.Problem](), title)
	return r.host.Create("interview-problems", map[string]any{"problemId": string(v.Problem), "shown": shown}, r.to)
}

func (r *room) list(who *client.Client, noun string) []client.Resource {
	return who.List("/v1/" + noun + "?filter[interview]=" + string(r.ID))
}

func (r *room) file(path string, also map[string]client.Relationship) client.Resource {
	to := map[string]client.Relationship{"interview": r.to["interview"]}
	for name, x := range also {
		to[name] = x
	}
	return r.kim.Create("interview-files", map[string]any{"path": path, "language": "python"}, to)
}

// code is how a request is refused; "" when it is not.
func code(a client.Answer) string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Code
}

func send(who *client.Client, method, path, typ, id string, attributes map[string]any, to map[string]client.Relationship) client.Answer {
	var body []byte
	if attributes != nil {
		data := map[string]any{"type": typ, "attributes": attributes}
		if to != nil {
			data["relationships"] = to
		}
		if id != "" {
			data["id"] = id
		}
		body, _ = json.Marshal(map[string]any{"data": data})
	}
	return who.Raw(method, path, http.Header{"Content-Type": {jsonapi.MediaType}}, body)
}

func TestAProblemIsSeenOnceItIsShown(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		p := r.choose(t, "First draft", false)
		if got := r.list(r.host, "interview-problems"); len(got) != 1 || got[0].Text("title") != "First draft" || got[0].Text("versionId") != "" {
			t.Fatalf("its interviewers see %+v", got)
		}
		if got := r.list(r.kim, "interview-problems"); len(got) != 0 {
			t.Errorf("a candidate sees what is not shown: %+v", got)
		}
		problem := ids.Problem(p.Text("problemId"))
		pinned := w.library.publish(problem, "Second")
		r.host.Patch("interview-problems", p.ID, map[string]any{"shown": true})
		w.library.publish(problem, "Third")
		seen := r.kim.Get("/v1/interview-problems/" + p.ID)
		if seen.Text("title") != "Second" || seen.Text("versionId") != string(pinned.ID) || seen.Text("statement") != "Read Second" {
			t.Errorf("the candidate sees %+v", seen.Attributes)
		}
		r.host.Patch("interview-problems", p.ID, map[string]any{"shown": false})
		if got := r.list(r.kim, "interview-problems"); len(got) != 0 {
			t.Errorf("a candidate sees what was hidden again: %+v", got)
		}
		again := send(r.host, "POST", "/v1/interview-problems", "interview-problems", "", map[string]any{"problemId": string(problem)}, r.to)
		unknown := send(r.host, "POST", "/v1/interview-problems", "interview-problems", "", map[string]any{"problemId": ids.New[string]()}, r.to)
		if code(again) != "problem_chosen" || code(unknown) != "problem_unpublished" {
			t.Errorf("a problem twice: %s; one that was not published: %s", again.Body, unknown.Body)
		}
	})
}

func TestAFileBeginsWithTheStarter(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		p := r.choose(t, "Sums", true)
		problem := map[string]client.Relationship{"problem": client.To("interview-problems", p.ID)}
		f := r.file("main.py", problem)
		if f.Text("text") != "# Sums\n" {
			t.Errorf("it begins with %q", f.Text("text"))
		}
		taken := send(r.host, "POST", "/v1/interview-files", "interview-files", "", map[string]any{"path": "main.py", "language": "go"}, r.to)
		invented := send(r.host, "POST", "/v1/interview-files", "interview-files", "", map[string]any{"path": "a.x", "language": "klingon"}, r.to)
		unsound := send(r.host, "POST", "/v1/interview-files", "interview-files", "", map[string]any{"path": "../main.py", "language": "go"}, r.to)
		if code(taken) != "file_exists" || code(unsound) != "path_unsound" || code(invented) != "language_unknown" {
			t.Errorf("a name that is taken: %s; one that leads out: %s; a language that there is not: %s", taken.Body, unsound.Body, invented.Body)
		}
		if changed := r.host.Patch("interview-files", f.ID, map[string]any{"language": "ruby", "path": "main.rb"}); changed.Text("text") != "# Sums\n" {
			t.Errorf("another language leaves %q of the text", changed.Text("text"))
		}
		if a := send(r.kim, "DELETE", "/v1/interview-files/"+f.ID, "", "", nil, nil); a.Status != http.StatusNoContent {
			t.Errorf("it is removed: %d %s", a.Status, a.Body)
		}
		if got := r.list(r.kim, "interview-files"); len(got) != 0 {
			t.Errorf("a file that was removed is there: %+v", got)
		}
		r.file("main.rb", nil) // its name is free again
	})
}

func TestAllTypeInOneFile(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		f := r.file("main.py", nil)
		for _, who := range []*client.Client{r.kim, r.host} {
			if err := typed(t, who, f, "x\n"); err != nil {
				t.Error(err)
			}
		}
		if got := r.host.Get("/v1/interview-files/" + f.ID).Text("text"); got != "x\nx\n" {
			t.Errorf("the file says %q", got)
		}
	})
}

// typed connects to a file and adds to it.
func typed(t *testing.T, who *client.Client, f client.Resource, text string) error {
	t.Helper()
	y := open(t, who, f)
	must(t, y.Append(text))
	_, err := y.Save(t.Context())
	return err
}

func open(t *testing.T, who *client.Client, f client.Resource) *client.Typist {
	t.Helper()
	y := who.TypistAt("/v1/interview-files/" + f.ID + "/socket")
	must(t, y.Dial(t.Context()))
	t.Cleanup(y.Hang)
	return y
}

// TestRightsToAnEditAreThoseOfItsMoment: nobody tells the open sockets here, as when word of a change is lost.
func TestRightsToAnEditAreThoseOfItsMoment(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		f := r.file("main.py", nil)
		for _, c := range []struct {
			says, code string
			change     func()
		}{
			{"locked", "files_locked", func() { r.arrange(map[string]any{"locked": true}) }},
			{"unlocked", "", func() { r.arrange(map[string]any{"locked": false}) }},
			{"removed", "removed_from_interview", func() {
				_, err := w.participants.SetState(w.staff, r.invited.ID, participant.Removed)
				must(t, err)
			}},
			{"admitted again", "", func() {
				_, err := w.participants.SetState(w.staff, r.invited.ID, participant.Admitted)
				must(t, err)
			}},
			{"over", "interview_not_live", func() { r.host.Patch("interviews", string(r.ID), map[string]any{"state": "ended"}) }},
		} {
			before := r.host.Get("/v1/interview-files/" + f.ID).Text("text")
			var tab *client.Typist
			if c.code == "" {
				c.change()
				tab = open(t, r.kim, f)
			} else { // it may write still as it comes
				tab = open(t, r.kim, f)
				c.change()
			}
			must(t, tab.Append(c.says))
			_, err := tab.Save(t.Context())
			if (err == nil) != (c.code == "") || err != nil && !strings.Contains(err.Error(), c.code) {
				t.Errorf("%s: an edit is answered %v, want %s", c.says, err, c.code)
			}
			if now := r.host.Get("/v1/interview-files/" + f.ID).Text("text"); (now != before) != (c.code == "") {
				t.Errorf("%s: the file says %q", c.says, now)
			}
		}
	})
}

func (r *room) arrange(attributes map[string]any) client.Resource {
	return r.host.Patch("interview-workspaces", string(r.ID), attributes)
}

func TestALockLeavesInterviewersToWrite(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		f := r.file("main.py", nil)
		r.arrange(map[string]any{"locked": true})
		must(t, typed(t, r.host, f, "as it is meant\n"))
		a := send(r.kim, "POST", "/v1/interview-files", "interview-files", "", map[string]any{"path": "mine.py", "language": "python"}, r.to)
		if code(a) != "files_locked" {
			t.Errorf("a candidate makes a file: %d %s", a.Status, a.Body)
		}
	})
}

func TestTheTimerGoesByTheServersClock(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		left := func(x client.Resource, state string, want float64) {
			t.Helper()
			if x.Text("timerState") != state || x.Number("timerSecondsLeft") != want {
				t.Errorf("the timer is %v, want %s with %v s", x.Attributes, state, want)
			}
		}
		left(r.kim.Get("/v1/interview-workspaces/"+string(r.ID)), "stopped", 0)
		left(r.arrange(map[string]any{"timerState": "running", "timerSeconds": 600}), "running", 600)
		w.at = w.at.Add(time.Minute)
		left(r.arrange(map[string]any{"timerState": "paused"}), "paused", 540)
		w.at = w.at.Add(time.Hour)
		left(r.arrange(map[string]any{"timerState": "running"}), "running", 540)
		left(r.arrange(map[string]any{"timerSeconds": 900}), "running", 840)
		w.at = w.at.Add(time.Hour)
		left(r.kim.Get("/v1/interview-workspaces/"+string(r.ID)), "running", 0)
		left(r.arrange(map[string]any{"timerState": "stopped"}), "stopped", 900)
		empty := send(r.host, "PATCH", "/v1/interview-workspaces/"+string(r.ID), "interview-workspaces", string(r.ID), map[string]any{"timerState": "running", "timerSeconds": 0}, nil)
		if code(empty) != "timer_empty" {
			t.Errorf("a timer of nothing: %s", empty.Body)
		}
	})
}

func TestWhisperingIsHeardByInterviewersOnly(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		say := func(who *client.Client, text, to string) client.Resource {
			return who.Create("interview-messages", map[string]any{"text": text, "audience": to}, r.to)
		}
		say(r.host, "Hello Kim", "all")
		whisper := say(r.host, "Strong so far", "interviewers")
		say(r.kim, "Hello", "all")
		texts := func(who *client.Client) (all []string) {
			for _, m := range r.list(who, "interview-messages") {
				all = append(all, m.Text("name")+": "+m.Text("text"))
			}
			return all
		}
		if got := strings.Join(texts(r.kim), ", "); got != "Grace Hopper: Hello Kim, Kim: Hello" {
			t.Errorf("the candidate reads %s", got)
		}
		if got := texts(r.host); len(got) != 3 {
			t.Errorf("the interviewer reads %v", got)
		}
		if a := r.kim.Raw("GET", "/v1/interview-messages/"+whisper.ID, nil, nil); a.Status != http.StatusNotFound {
			t.Errorf("the candidate asks for what was whispered: %d %s", a.Status, a.Body)
		}
		a := send(r.kim, "POST", "/v1/interview-messages", "interview-messages", "", map[string]any{"text": "?", "audience": "interviewers"}, r.to)
		if code(a) != "audience_foreign" {
			t.Errorf("the candidate whispers: %d %s", a.Status, a.Body)
		}
		expert := w.invite(t, r.Interview, "expert@elsewhere.example", func(p *participant.Participant) { p.Role = participant.Interviewer })
		if got := texts(r.as(t, r.admitted(t, expert))); len(got) != 3 {
			t.Errorf("an interviewer by link, who came late, reads %v", got)
		}
	})
}

// told are the events of an interview's stream until the one named "ready".
func (r *room) told(t *testing.T, who *client.Client, after string) (all []client.Event) {
	t.Helper()
	return who.Events(t.Context(), "/v1/interviews/"+string(r.ID)+"/events", after, func(e client.Event) bool { return e.Name != "ready" })
}

func TestTheStreamTellsEachWhatIsForThem(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		r.choose(t, "Hidden", false)
		r.choose(t, "Shown", true)
		r.file("main.py", nil)
		for _, audience := range []string{"interviewers", "all"} {
			r.host.Create("interview-messages", map[string]any{"text": "to " + audience, "audience": audience}, r.to)
		}
		names := func(all []client.Event) (names []string) {
			for _, e := range all {
				kind, _ := e.Data["kind"].(string)
				names = append(names, strings.TrimSpace(e.Name+" "+kind))
			}
			return names
		}
		kims := r.told(t, r.kim, "")
		if got := names(kims); !slices.Equal(got, []string{"interview", "workspace", "entry problem", "entry file", "entry message", "ready"}) {
			t.Fatalf("the candidate is told %v", got)
		}
		if text := fmt.Sprint(kims); strings.Contains(text, "to interviewers") || strings.Contains(text, "Hidden") || strings.Contains(text, "number") {
			t.Errorf("the candidate is told %s", text)
		}
		if got := names(r.told(t, r.host, "")); !slices.Equal(got, []string{"interview", "workspace", "entry joined", "entry problem", "entry file", "entry message", "entry message", "ready"}) {
			t.Errorf("the interviewer is told %v", got)
		}
		if got := names(r.told(t, r.kim, kims[3].ID)); !slices.Equal(got, []string{"interview", "workspace", "entry message", "ready"}) {
			t.Errorf("who comes back is told %v", got)
		}
		lee := r.enter(t, w.invite(t, r.Interview, "lee@candidates.example"))
		if got := names(r.told(t, r.as(t, lee), "")); !slices.Equal(got, []string{"interview", "ready"}) {
			t.Errorf("who waits at the door is told %v", got)
		}
	})
}

func TestWhoMayRunInAnInterview(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		shown, hidden := r.choose(t, "Shown", true), r.choose(t, "Hidden", false)
		observer := r.admitted(t, w.invite(t, r.Interview, "see@elsewhere.example", func(p *participant.Participant) { p.Role = participant.Observer }))
		lee := r.enter(t, w.invite(t, r.Interview, "lee@candidates.example"))
		question := func(who context.Context) places.MayRun {
			p := identity.From(who)
			q := places.MayRun{Organization: p.Organization, User: p.User, Place: identity.InInterview(r.ID)}
			if p.Role == identity.Guest {
				q.Session = p.Session
			}
			return q
		}
		ask := func(who context.Context, part string, sample int) string {
			q := question(who)
			q.Part, q.Sample = part, sample
			may, err := w.MayRun(t.Context(), q)
			if err != nil {
				return errs.Of(err).Code
			}
			return strings.TrimSpace(string(may.Plan) + " ok")
		}
		for _, c := range []struct {
			says, want string
			who        context.Context
			part       string
			sample     int
		}{
			{"the candidate", "ok", r.kims, "", 0},
			{"the candidate, a sample of what is shown", "the plan of x ok", r.kims, shown.ID, 1},
			{"the candidate, a sample that there is not", "sample_unknown", r.kims, shown.ID, 2},
			{"the candidate, what is not shown", "problem_not_found", r.kims, hidden.ID, 1},
			{"the interviewer, what is not shown", "the plan of x ok", r.hosts, hidden.ID, 1},
			{"an observer", "observer_reads", observer, "", 0},
			{"who waits", "not_admitted", lee, "", 0},
			{"a member who has not come", "not_admitted", w.staff, "", 0},
			{"another organization's", "interview_not_found", identity.With(t.Context(), identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner}), "", 0},
		} {
			if got := ask(c.who, c.part, c.sample); got != c.want {
				t.Errorf("%s: %s, want %s", c.says, got, c.want)
			}
		}
		r.host.Patch("interviews", string(r.ID), map[string]any{"state": "ended"})
		if got := ask(r.kims, "", 0); got != "interview_not_live" {
			t.Errorf("after the end: %s", got)
		}
		reads := question(r.kims)
		reads.Reads = true
		_, err := w.MayRun(t.Context(), reads)
		must(t, err)
		_, err = w.participants.SetState(w.staff, r.invited.ID, participant.Removed)
		must(t, err)
		_, err = w.MayRun(t.Context(), reads)
		wants(t, err, "removed_from_interview")
	})
}

// TestARunIsInTheTimelineOnce however often and in which order word of it comes.
func TestARunIsInTheTimelineOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		p := identity.From(r.kims)
		began := execution.Run{ID: ids.New[ids.Run](), Organization: w.org, Session: p.Session, Place: p.Place, Language: "python", StartedAt: w.at}
		over := began
		over.Result = execution.RunResult{Status: "ok", Stdout: "42\n\x00"}
		for _, x := range []execution.Run{over, began, over} {
			data, err := json.Marshal(x)
			must(t, err)
			must(t, w.workspaces.OnRun(t.Context(), bus.Delivery{Message: bus.Message{Data: data}}))
		}
		var kinds []string
		for _, e := range r.told(t, r.host, "") {
			if data, is := e.Data["data"].(map[string]any); is && e.Data["kind"] != participant.Joined {
				kinds = append(kinds, fmt.Sprint(e.Data["kind"], " of ", e.Data["name"], " ", data["stdout"]))
			}
		}
		if !slices.Equal(kinds, []string{"run of Kim <nil>", "run-ended of Kim 42\n\uFFFD"}) {
			t.Errorf("the timeline has %q", kinds)
		}
	})
}

// TestRightsInAWorkspace asks every route as everybody.
func TestRightsInAWorkspace(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		shown, hidden := r.choose(t, "Shown", true), r.choose(t, "Hidden", false)
		f := r.file("main.py", nil)
		whisper := r.host.Create("interview-messages", map[string]any{"text": "?", "audience": "interviewers"}, r.to)
		guest := func(email string, change func(*participant.Participant)) participant.Participant {
			return w.invite(t, r.Interview, email, change)
		}
		terminal := r.opened(t, r.hosts)
		gone := guest("gone@candidates.example", nil)
		removed := r.admitted(t, gone)
		_, err := w.participants.SetState(w.staff, gone.ID, participant.Removed)
		must(t, err)
		other := w.scheduled(t)
		stranger := identity.With(t.Context(), identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner})
		askers := []struct {
			name string
			who  *client.Client
		}{
			{"the candidate", r.kim},
			{"an observer", r.as(t, r.admitted(t, guest("see@elsewhere.example", func(p *participant.Participant) { p.Role = participant.Observer })))},
			{"an interviewer", r.host},
			{"a recruiter who has not come", r.as(t, w.staff)},
			{"who waits", r.as(t, r.enter(t, guest("lee@candidates.example", nil)))},
			{"who was removed", r.as(t, removed)},
			{"another interview's guest", r.as(t, w.enter(t, w.invite(t, other, "ann@candidates.example")))},
			{"an author", r.as(t, w.member(t, identity.Author))},
			{"another organization's owner", r.as(t, stranger)},
			{"an interviewer by link", r.as(t, r.admitted(t, guest("iris@elsewhere.example", func(p *participant.Participant) { p.Role = participant.Interviewer })))},
		}
		id := string(r.ID)
		of := "?filter[interview]=" + id
		for _, c := range []struct {
			method, path string
			attributes   map[string]any
			want         [10]int
		}{
			{"GET", "interview-workspaces/" + id, nil, [10]int{200, 200, 200, 200, 403, 403, 404, 403, 404, 200}},
			{"GET", "interview-problems" + of, nil, [10]int{200, 200, 200, 200, 403, 403, 200, 403, 200, 200}},
			{"GET", "interview-problems/" + shown.ID, nil, [10]int{200, 200, 200, 200, 403, 403, 404, 403, 404, 200}},
			{"GET", "interview-problems/" + hidden.ID, nil, [10]int{404, 404, 200, 200, 403, 403, 404, 403, 404, 200}},
			{"GET", "interview-files" + of, nil, [10]int{200, 200, 200, 200, 403, 403, 200, 403, 200, 200}},
			{"GET", "interview-files/" + f.ID, nil, [10]int{200, 200, 200, 200, 403, 403, 404, 403, 404, 200}},
			{"GET", "interview-files/" + f.ID + "/socket", nil, [10]int{426, 426, 426, 426, 403, 403, 404, 403, 404, 426}},
			{"GET", "interview-messages" + of, nil, [10]int{200, 200, 200, 200, 403, 403, 200, 403, 200, 200}},
			{"GET", "interview-messages/" + whisper.ID, nil, [10]int{404, 404, 200, 200, 403, 403, 404, 403, 404, 200}},
			{"GET", "timeline-entries" + of, nil, [10]int{403, 403, 200, 200, 403, 403, 403, 403, 200, 403}},
			{"GET", "interview-file-logs/" + f.ID, nil, [10]int{403, 403, 200, 200, 403, 403, 403, 403, 404, 403}},
			{"GET", "interview-terminals/" + string(terminal.ID), nil, [10]int{403, 403, 200, 200, 403, 403, 403, 403, 404, 403}},
			{"PATCH", "interview-workspaces/" + id, map[string]any{"timerSeconds": 60}, [10]int{403, 403, 200, 200, 403, 403, 404, 403, 404, 200}},
			{"POST", "interview-problems", map[string]any{"problemId": ids.New[string]()}, [10]int{403, 403, 422, 422, 403, 403, 403, 403, 404, 403}},
			{"PATCH", "interview-problems/" + shown.ID, map[string]any{"position": 1}, [10]int{403, 403, 200, 200, 403, 403, 404, 403, 404, 200}},
			{"DELETE", "interview-problems/" + ids.New[string](), nil, [10]int{403, 403, 404, 404, 403, 403, 403, 403, 404, 403}},
			{"POST", "interview-files", map[string]any{"path": "..", "language": "go"}, [10]int{422, 403, 422, 403, 403, 403, 404, 403, 404, 422}},
			{"PATCH", "interview-files/" + f.ID, map[string]any{"language": "go"}, [10]int{200, 403, 200, 403, 403, 403, 404, 403, 404, 200}},
			{"DELETE", "interview-files/" + f.ID, nil, [10]int{0, 403, 0, 403, 403, 403, 404, 403, 404, 0}}, // 0: not asked, it would be gone
			{"POST", "interview-messages", map[string]any{"text": "x"}, [10]int{201, 403, 201, 403, 403, 403, 404, 403, 404, 201}},
			{"POST", "interview-reactions", map[string]any{"emoji": "🎉"}, [10]int{201, 403, 201, 403, 403, 403, 404, 403, 404, 201}},
			{"GET", "interview-reactions" + of, nil, [10]int{200, 200, 200, 200, 403, 403, 200, 403, 200, 200}},
		} {
			for i, a := range askers {
				if c.want[i] == 0 {
					continue
				}
				noun, one, _ := strings.Cut(c.path, "/")
				got := send(a.who, c.method, "/v1/"+c.path, noun, one, c.attributes, map[string]map[string]client.Relationship{"POST": r.to}[c.method])
				if got.Status != c.want[i] {
					t.Errorf("%s: %s %s answers %d, want %d: %.200s", a.name, c.method, c.path, got.Status, c.want[i], got.Body)
				}
				if text := string(got.Body); c.want[i] == 200 && i >= 6 && i < 9 && !strings.Contains(text, `"data":[]`) {
					t.Errorf("%s: %s lists %.300s", a.name, c.path, text)
				}
			}
		}
	})
}

// TestAGuestInterviewerShowsWhatMembersChose, and sets the timer, like a member who holds the interview.
func TestAGuestInterviewerShowsWhatMembersChose(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		p := r.choose(t, "Sums", false)
		iris := r.as(t, r.admitted(t, w.invite(t, r.Interview, "iris@elsewhere.example", func(p *participant.Participant) { p.Role = participant.Interviewer })))
		if got := r.list(iris, "interview-problems"); len(got) != 1 || got[0].Text("title") != "Sums" {
			t.Fatalf("she sees %+v", got)
		}
		iris.Patch("interview-problems", p.ID, map[string]any{"shown": true})
		if got := r.list(r.kim, "interview-problems"); len(got) != 1 {
			t.Errorf("the candidate sees %+v", got)
		}
		iris.Patch("interview-workspaces", string(r.ID), map[string]any{"timerState": "running", "timerSeconds": 600})
		if w := r.kim.Get("/v1/interview-workspaces/" + string(r.ID)); w.Text("timerState") != "running" {
			t.Errorf("the timer is %v", w.Attributes)
		}
	})
}

// TestACalendarLeadsWhereItsOwnerIsLetIn: a guest to the room, a member to the interview's page.
func TestACalendarLeadsWhereItsOwnerIsLetIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		for page, who := range map[string]*client.Client{"/room/": r.kim, "/interviews/": r.host} {
			a := who.Raw("GET", "/v1/interviews/"+string(r.ID)+"/calendar.ics", nil, nil)
			text := strings.ReplaceAll(string(a.Body), "\r\n ", "")
			if !strings.Contains(text, "URL:http://codecraft.test"+page+string(r.ID)+"\r\n") {
				t.Errorf("it does not lead to %s: %s", page, text)
			}
		}
	})
}

// TestTheRoomTellsWhoHoldsIt, whatever their permissions in the organization.
func TestTheRoomTellsWhoHoldsIt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		iris := r.as(t, r.enter(t, w.invite(t, r.Interview, "iris@elsewhere.example", func(p *participant.Participant) { p.Role = participant.Interviewer })))
		for name, c := range map[string]struct {
			who  *client.Client
			want bool
		}{"the candidate": {r.kim, false}, "the interviewer": {r.host, true}, "an interviewer by link": {iris, true}} {
			session := c.who.Create("interview-sessions", map[string]any{"tab": tab, "takeOver": true}, r.to)
			if session.Attributes["holds"] != c.want {
				t.Errorf("%s: %v", name, session.Attributes)
			}
		}
	})
}
