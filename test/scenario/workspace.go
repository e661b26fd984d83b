package scenario

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// Workspace has a candidate and an interviewer work together on a problem: what one does the other sees, and no more than is for them.
func Workspace(t *testing.T, p *product.Product) {
	anyone := client.New(t, p.URL)
	owner := anyone.SignIn(product.Owner, product.Password)
	author := p.Member(owner, "author@first.example", "author")
	problem := writeProblem(t, author, secret)
	verifyAndPublish(t, author, problem)
	r := newRoom(t, anyone, p.Member(owner, "recruiter@first.example", "recruiter"), "Pair programming", "kim@candidates.example")
	host := p.Member(owner, "interviewer@first.example", "interviewer")
	r.join(host, "interviewers-tab")

	chosen := host.Create("interview-problems", map[string]any{"problemId": problem.ID}, r.to)
	if all := r.guest.List("/v1/interview-problems?filter[interview]=" + r.interview.ID); len(all) != 0 {
		t.Fatalf("the candidate sees a problem that is not shown: %v", all)
	}
	host.Patch("interview-problems", chosen.ID, map[string]any{"shown": true})
	if seen := r.guest.Get("/v1/interview-problems/" + chosen.ID); len(seen.Items("samples")) == 0 || seen.Text("statement") == "" {
		t.Errorf("the candidate reads %v", seen.Attributes)
	}
	if a := r.guest.Raw("GET", "/v1/interview-problems/"+chosen.ID+"/pictures/"+pictureName, nil, nil); a.Status != 200 || string(a.Body) != picture {
		t.Errorf("the statement's picture is answered %d", a.Status)
	}
	source := r.typeTogether(t, host, chosen)
	r.runTogether(t, host, chosen, source)
	r.drawTogether(t, host)
	r.lock(t, host)
	host.Create("interview-messages", map[string]any{"text": "Hire them", "audience": "interviewers"}, r.to)
	host.Create("interview-messages", map[string]any{"text": "Thank you"}, r.to)
	if told := fmt.Sprint(r.follow(t, r.guest, "ready", "")); strings.Contains(told, "Hire them") || strings.Contains(told, secret) || !strings.Contains(told, "Thank you") {
		t.Errorf("a candidate who comes late is told %s", told)
	}
}

// drawTogether has both draw, and each see both.
func (r meeting) drawTogether(t *testing.T, host *client.Client) {
	t.Helper()
	for id, who := range map[string]*client.Client{"guests": r.guest, "hosts": host} {
		drawn(who, r.to, id, "")
	}
	for _, who := range []*client.Client{r.guest, host} {
		if board := who.Get("/v1/interview-boards/" + r.interview.ID); len(board.Items("elements")) != 2 {
			t.Errorf("the board has %v", board.Attributes)
		}
	}
}

// drawn is a text on the board.
func drawn(who *client.Client, to map[string]client.Relationship, id, text string) client.Resource {
	return who.Create("interview-drawings", map[string]any{"elements": []any{map[string]any{"id": id, "type": "text", "version": 1, "versionNonce": 7, "text": text}}}, to)
}

// meeting is an interview with a guest who was admitted.
type meeting struct {
	interview client.Resource
	guest     *client.Client
	to        map[string]client.Relationship
}

// newRoom schedules an interview for now, and lets one guest in.
func newRoom(t *testing.T, anyone, staff *client.Client, title, email string) meeting {
	t.Helper()
	r := meeting{interview: staff.Create("interviews", map[string]any{"title": title, "startsAt": time.Now().Format(time.RFC3339), "durationMinutes": 45}, nil)}
	r.to = map[string]client.Relationship{"interview": client.To("interviews", r.interview.ID)}
	invited := staff.Create("interview-participants", map[string]any{"email": email, "name": "Kim Candidate"}, r.to)
	link := invited.Text("link")
	r.guest = anyone.As(anyone.Create("interview-entries", map[string]any{"invitationToken": link[strings.LastIndex(link, "/")+1:]}, nil).Text("accessToken"))
	r.join(r.guest, "candidates-tab")
	staff.Patch("interview-participants", invited.ID, map[string]any{"state": "admitted"})
	return r
}

func (r meeting) join(who *client.Client, tab string) {
	who.Create("interview-sessions", map[string]any{"tab": tab}, r.to)
}

// follow reads the interview's stream until an event has the name and, of an entry, the kind.
func (r meeting) follow(t *testing.T, who *client.Client, name, kind string) []client.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return who.Events(ctx, "/v1/interviews/"+r.interview.ID+"/events", "", func(e client.Event) bool {
		return e.Name != name || kind != "" && e.Data["kind"] != kind
	})
}

// typeTogether begins a file with the starter and has both write in it.
func (r meeting) typeTogether(t *testing.T, host *client.Client, chosen client.Resource) string {
	t.Helper()
	file := r.guest.Create("interview-files", map[string]any{"path": "main.py", "language": "python"},
		map[string]client.Relationship{"interview": r.to["interview"], "problem": client.To("interview-problems", chosen.ID)})
	if !strings.Contains(file.Text("text"), "int(input())") {
		t.Errorf("the file begins with %q", file.Text("text"))
	}
	for who, line := range map[*client.Client]string{r.guest: "print('of the guest')\n", host: "print('of the host')\n"} {
		if err := appendTo(t, who, file, line); err != nil {
			t.Fatal(err)
		}
	}
	text := host.Get("/v1/interview-files/" + file.ID).Text("text")
	if !strings.Contains(text, "of the guest") || !strings.Contains(text, "of the host") {
		t.Errorf("they have written %q", text)
	}
	return text
}

func appendTo(t *testing.T, who *client.Client, file client.Resource, line string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	tab := who.TypistAt("/v1/interview-files/" + file.ID + "/socket")
	if err := tab.Dial(ctx); err != nil {
		return err
	}
	defer tab.Hang()
	if err := tab.Append(line); err != nil {
		return err
	}
	_, err := tab.Save(ctx)
	return err
}

// runTogether has each of the two run the file, and the other see what it prints.
func (r meeting) runTogether(t *testing.T, host *client.Client, chosen client.Resource, source string) {
	t.Helper()
	files := []map[string]string{{"path": "main.py", "content": source}}
	began := r.guest.Create("runs", map[string]any{"language": "python", "files": files, "stdin": "1\n"}, nil)
	sees := func(who *client.Client, id string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		told := who.Events(ctx, "/v1/runs/"+id+"/events", "", func(e client.Event) bool { return e.Name != "end" })
		if end := told[len(told)-1]; !strings.Contains(fmt.Sprint(end.Data), "of the guest\nof the host\n") && !strings.Contains(fmt.Sprint(end.Data), "of the host\nof the guest\n") {
			t.Errorf("the other one sees %v", told)
		}
	}
	told := r.follow(t, host, "entry", "run")
	if last := told[len(told)-1].Data; last["subject"] != began.ID || last["name"] != "Kim Candidate" {
		t.Errorf("the interviewer is told of %v", last)
	}
	sees(host, began.ID)
	hosts := host.Create("runs", map[string]any{"language": "python", "files": files, "stdin": "1\n", "interviewId": r.interview.ID}, nil)
	sees(r.guest, hosts.ID)
	sample := r.guest.Send("POST", "/v1/runs?waitForEnd=true", 201, client.Resource{Type: "runs", Attributes: map[string]any{
		"language": "python", "source": source, "answerId": chosen.ID, "sample": 1,
	}})
	if sample.Text("verdict") != "WA" {
		t.Errorf("a sample is judged %v", sample.Attributes)
	}
	harness.Eventually(t, patience, func() error {
		ended := 0
		for _, e := range r.follow(t, r.guest, "ready", "") {
			if e.Data["kind"] == "run-ended" {
				ended++
			}
		}
		if ended != 3 {
			return fmt.Errorf("%d runs have ended in the timeline", ended)
		}
		return nil
	})
}

// lock keeps the candidate out of the files, and sends away a tab that is open.
func (r meeting) lock(t *testing.T, host *client.Client) {
	t.Helper()
	file := host.List("/v1/interview-files?filter[interview]=" + r.interview.ID)[0]
	host.Patch("interview-workspaces", r.interview.ID, map[string]any{"locked": true, "timerState": "running", "timerSeconds": 600})
	if err := appendTo(t, r.guest, file, "too late"); err == nil || !strings.Contains(err.Error(), "read_only") {
		t.Errorf("a candidate writes into a locked file: %v", err)
	}
	if err := appendTo(t, host, file, "# as an interviewer\n"); err != nil {
		t.Error(err)
	}
	if w := r.guest.Get("/v1/interview-workspaces/" + r.interview.ID); w.Attributes["locked"] != true || w.Number("timerSecondsLeft") < 500 {
		t.Errorf("the candidate sees %v", w.Attributes)
	}
}
