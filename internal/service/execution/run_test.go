package execution_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// sent is one server-sent event.
type sent struct {
	id, name string
	data     map[string]any
}

// events reads a stream to its end, and calls each with every event as it comes.
func (w *world) events(who identity.Principal, path, lastID string, each ...func(sent)) []sent {
	w.t.Helper()
	r := w.request(who, "GET", path, nil)
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read only
	if answer.StatusCode != http.StatusOK {
		w.t.Fatalf("%s answers %d", path, answer.StatusCode)
	}
	var all []sent
	var e sent
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			if err := json.Unmarshal([]byte(value), &e.data); err != nil {
				w.t.Fatal(err)
			}
		case "":
			if e.name != "" {
				all = append(all, e)
				for _, see := range each {
					see(e)
				}
			}
			e = sent{}
		}
	}
	return all
}

func TestRuns(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	staff := member(identity.Interviewer)

	for name, c := range map[string]struct {
		attributes map[string]any
		want       map[string]any
	}{
		"a C program reads, writes and ends well": {
			map[string]any{"language": "c", "stdin": "7", "source": "#include <stdio.h>\nint main(){int n;scanf(\"%d\",&n);printf(\"%d\\n\",n*6);}"},
			map[string]any{"status": "ok", "stdout": "42\n", "exitCode": 0.0},
		},
		"a failure is told with its exit code and what was written to stderr": {
			map[string]any{"language": "bash", "source": "echo oops >&2; exit 3"},
			map[string]any{"status": "failed", "stderr": "oops\n", "exitCode": 3.0},
		},
		"a signal has its name": {
			map[string]any{"language": "c", "source": "#include <stdlib.h>\nint main(){abort();}"},
			map[string]any{"status": "signalled", "signal": "SIGABRT"},
		},
		"a program that does not compile says so": {
			map[string]any{"language": "c", "source": "int main( {"},
			map[string]any{"status": "compile_error", "stdout": ""},
		},
		"a flood of output is cut": {
			map[string]any{"language": "bash", "source": "yes", "limits": map[string]any{"outputKb": 64}},
			map[string]any{"status": "output_limit", "truncated": true},
		},
		"processor time is bounded": {
			map[string]any{"language": "bash", "source": "while :; do :; done", "limits": map[string]any{"cpuTimeMs": 200}},
			map[string]any{"status": "cpu_limit"},
		},
		"several files are one program": {
			map[string]any{"language": "c", "files": []any{
				map[string]any{"path": "main.c", "content": "#include <stdio.h>\n#include \"n.h\"\nint main(){printf(\"%d\",N);}"},
				map[string]any{"path": "n.h", "content": "#define N 5"},
			}},
			map[string]any{"status": "ok", "stdout": "5"},
		},
		"arguments arrive": {
			map[string]any{"language": "bash", "source": "echo \"$2\"", "args": []any{"a", "b c"}},
			map[string]any{"status": "ok", "stdout": "b c\n"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			status, doc := w.do(staff, "POST", "/v1/runs?waitForEnd=true", c.attributes)
			if status != http.StatusCreated {
				t.Fatalf("POST answers %d: %+v", status, doc.Errors)
			}
			for name, want := range c.want {
				if got := doc.attribute(name); got != want {
					t.Errorf("%s is %v, want %v (%v)", name, got, want, doc.Data.Attributes)
				}
			}
			status, again := w.do(staff, "GET", "/v1/runs/"+doc.Data.ID, nil)
			if status != http.StatusOK || again.attribute("status") != doc.attribute("status") || again.attribute("stdout") != doc.attribute("stdout") {
				t.Errorf("GET answers %d %v, POST answered %v", status, again.Data.Attributes, doc.Data.Attributes)
			}
		})
	}
}

func TestRunIsStreamedInOrderAndResumed(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	who, other := candidate(), candidate()
	_, others := w.do(other, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "echo"})
	w.events(other, others.Data.Links["events"], "")
	status, doc := w.do(who, "POST", "/v1/runs", map[string]any{
		"language": "bash", "source": "for i in 1 2 3; do echo out $i; echo err $i >&2; sleep 0.3; done",
	})
	if status != http.StatusCreated || doc.Data.Links["events"] == "" {
		t.Fatalf("POST answers %d %+v %+v", status, doc.Data, doc.Errors)
	}
	all := w.events(who, doc.Data.Links["events"], "")
	var output, order []string
	before := 0.0
	seen := map[string]bool{}
	for _, e := range all {
		if seen[e.id] || e.id == "" {
			t.Errorf("event id %q comes again", e.id)
		}
		seen[e.id] = true
		switch e.name {
		case "stdout", "stderr":
			at, _ := e.data["atMs"].(float64)
			if e.data["stream"] != e.name || at < before || at > 60_000 {
				t.Errorf("%s at %v after %v: %v", e.name, at, before, e.data)
			}
			before = at
			output = append(output, e.data["text"].(string))
		default:
			order = append(order, e.name)
			if s, ok := e.data["status"].(string); ok {
				order[len(order)-1] += " " + s
			}
		}
	}
	if all[0].id != "1" {
		t.Errorf("the first event is numbered %s: that tells of other organizations' runs", all[0].id)
	}
	if want := "status queued,status compiling,status running,end ok"; strings.Join(order, ",") != want {
		t.Errorf("events are %v, want %s", order, want)
	}
	if want := "out 1\n|err 1\n|out 2\n|err 2\n|out 3\n|err 3\n"; strings.Join(output, "|") != want {
		t.Errorf("the streams are %q", output)
	}
	if before < 2*300 {
		t.Errorf("the last line was written at %v ms, and the program slept for 600 before", before)
	}
	end := all[len(all)-1].data
	if end["stdout"] != "out 1\nout 2\nout 3\n" || end["stderr"] != "err 1\nerr 2\nerr 3\n" {
		t.Errorf("the end says %v", end)
	}
	if together, _ := end["output"].([]any); len(together) != 6 || together[5].(map[string]any)["text"] != "err 3\n" || together[5].(map[string]any)["atMs"] != before {
		t.Errorf("together the end says %v", end["output"])
	}
	for at := range all[:len(all)-1] {
		if rest := w.events(who, doc.Data.Links["events"], all[at].id); len(rest) != len(all)-at-1 || rest[0].id != all[at+1].id {
			t.Errorf("after %s come %d events, %d were left", all[at].id, len(rest), len(all)-at-1)
		}
	}
}

func TestRunIsCancelled(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	who := candidate()
	_, doc := w.do(who, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "echo begun; " + forever, "limits": map[string]any{"wallTimeMs": 60_000}})
	harness.Eventually(t, 10*time.Second, func() error {
		if _, d := w.do(who, "GET", "/v1/runs/"+doc.Data.ID, nil); d.text("stdout") != "begun\n" {
			return errors.New("it has not begun")
		}
		return nil
	})
	if status, _ := w.do(who, "DELETE", "/v1/runs/"+doc.Data.ID, nil); status != http.StatusNoContent {
		t.Fatalf("DELETE answers %d", status)
	}
	_, end := w.do(who, "GET", "/v1/runs/"+doc.Data.ID+"?waitForEnd=true", nil)
	if end.text("status") != "cancelled" {
		t.Errorf("it ended as %v", end.Data.Attributes)
	}
}

func TestRunRefusals(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	staff := member(identity.Author)
	long := strings.Repeat("x", 256<<10+1)
	for name, c := range map[string]struct {
		who           identity.Principal
		media, body   string
		status        int
		code, pointer string
	}{
		"nobody is signed in":            {identity.Principal{}, "", `{"data":{"type":"runs","attributes":{"language":"c","source":"x"}}}`, 401, "sign_in", ""},
		"JSON that breaks off":           {staff, "", `{"data":`, 400, "", ""},
		"another media type":             {staff, "application/json", `{}`, 415, "", ""},
		"an unknown attribute":           {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","source":"x","bogus":1}}}`, 422, "", "/data/attributes/bogus"},
		"no language":                    {staff, "", `{"data":{"type":"runs","attributes":{"source":"x"}}}`, 422, "", "/data/attributes"},
		"no program":                     {staff, "", `{"data":{"type":"runs","attributes":{"language":"c"}}}`, 422, "invalid", "/data/attributes/source"},
		"a language that does not exist": {staff, "", `{"data":{"type":"runs","attributes":{"language":"klingon","source":"x"}}}`, 422, "language_unavailable", "/data/attributes/language"},
		"a NUL character":                {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","source":"a\u0000b"}}}`, 422, "nul_character", "/data/attributes/source"},
		"bytes that are no text":         {staff, "", "{\"data\":{\"type\":\"runs\",\"attributes\":{\"language\":\"c\",\"source\":\"" + strings.Repeat("\xff\xfe", 20) + "\"}}}", 422, "invalid_utf8", "/data/attributes/source"},
		"a program over 256 KiB":         {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","source":"` + long + `"}}}`, 422, "source_too_large", "/data/attributes/source"},
		"a body of 10 MB":                {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","source":"` + strings.Repeat("x", 10<<20) + `"}}}`, 413, "", ""},
		"a path that leads out":          {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","files":[{"path":"../x.c","content":"x"}]}}}`, 422, "invalid", "/data/attributes/files/0/path"},
		"a file within a file":           {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","files":[{"path":"a.c","content":"x"},{"path":"a.c/b.c","content":"x"}]}}}`, 422, "invalid", "/data/attributes/files/1/path"},
		"a folder that is a file":        {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","files":[{"path":"a/b.c","content":"x"}],"dataFiles":[{"path":"a","content":"x"}]}}}`, 422, "invalid", "/data/attributes/dataFiles/0/path"},
		"an entry that is not there":     {staff, "", `{"data":{"type":"runs","attributes":{"language":"bash","entry":"b.sh","files":[{"path":"a.sh","content":"x"}]}}}`, 422, "", "/data/attributes/entry"},
		"an entry beside one source":     {staff, "", `{"data":{"type":"runs","attributes":{"language":"bash","entry":"b.sh","source":"x"}}}`, 422, "", "/data/attributes/entry"},
		"an entry that is a folder":      {staff, "", `{"data":{"type":"runs","attributes":{"language":"bash","entry":"a/","files":[{"path":"a/b.sh","content":"x"}]}}}`, 422, "", "/data/attributes/entry"},
		"an entry that is data":          {staff, "", `{"data":{"type":"runs","attributes":{"language":"bash","entry":"d.sh","files":[{"path":"a.sh","content":"x"}],"dataFiles":[{"path":"d.sh","content":"x"}]}}}`, 422, "", "/data/attributes/entry"},
		"files that are no source of it": {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","files":[{"path":"a.sh","content":"x"}]}}}`, 422, "source_extension", "/data/attributes/files"},
		"too much time":                  {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","source":"x","limits":{"cpuTimeMs":99999}}}}`, 422, "", "/data/attributes/limits/cpuTimeMs"},
		"somebody's answer":              {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","source":"x","answerId":"` + ids.New[string]() + `"}}}`, 422, "invalid", "/data/attributes/answerId"},
		"another's attempt":              {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","source":"x","attemptId":"` + ids.New[string]() + `"}}}`, 403, "attempt_foreign", "/data/attributes/attemptId"},
		"no worker is there":             {staff, "", `{"data":{"type":"runs","attributes":{"language":"c","source":"x"}}}`, 503, "no_worker", ""},
	} {
		t.Run(name, func(t *testing.T) {
			media := c.media
			if media == "" {
				media = "application/vnd.api+json"
			}
			status, doc := w.raw(c.who, "POST", "/v1/runs", media, []byte(c.body))
			if status != c.status || len(doc.Errors) == 0 {
				t.Fatalf("answers %d %+v, want %d", status, doc.Errors, c.status)
			}
			e := doc.Errors[0]
			if c.code != "" && e.Code != c.code || e.Source.Pointer != c.pointer || e.Detail == "" {
				t.Errorf("the error is %+v, want %s at %s", e, c.code, c.pointer)
			}
		})
	}
}

func TestRunsOfOthersAreNotSeen(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	who := candidate()
	_, doc := w.do(who, "POST", "/v1/runs?waitForEnd=true", map[string]any{"language": "bash", "source": "echo secret"})
	reader, author := member(identity.Recruiter), member(identity.Author)
	reader.Organization, author.Organization = who.Organization, who.Organization
	other := candidate()
	other.Organization = who.Organization
	for name, c := range map[string]struct {
		who  identity.Principal
		want int
	}{
		"its candidate sees it":                        {who, 200},
		"who reads attempts sees it":                   {reader, 200},
		"an author does not":                           {author, 404},
		"another candidate does not":                   {other, 404},
		"a recruiter of another organization does not": {member(identity.Recruiter), 404},
		"somebody who is not signed in is asked to":    {identity.Principal{}, 401},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/v1/runs/" + doc.Data.ID, "/v1/runs/" + doc.Data.ID + "?waitForEnd=true"} {
				if status, _ := w.do(c.who, "GET", path, nil); status != c.want {
					t.Errorf("GET %s answers %d, want %d", path, status, c.want)
				}
			}
			if c.want != 200 {
				if status, _ := w.do(c.who, "GET", "/v1/runs/"+doc.Data.ID+"/events", nil); status != c.want {
					t.Errorf("the stream answers %d, want %d", status, c.want)
				}
				if status, _ := w.do(c.who, "DELETE", "/v1/runs/"+doc.Data.ID, nil); status != c.want {
					t.Errorf("DELETE answers %d, want %d", status, c.want)
				}
			}
		})
	}
	w.attempt.mu.Lock()
	w.attempt.closed[who.Attempt()] = true
	w.attempt.mu.Unlock()
	if status, doc := w.do(who, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "echo"}); status != 409 || doc.Errors[0].Code != "attempt_closed" {
		t.Errorf("a run of a closed attempt answers %d %+v", status, doc.Errors)
	}
}

// Whoever is told that a run has ended may start the next one: on a machine of two slots a candidate has one at once.
func TestTheNextRunOfACandidateFollowsAtOnce(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), func(c *execution.Config) { c.Runs.CandidateRuns = 1000 })
	w.startWorker(backend, tools)
	who := candidate()
	for i := range 20 {
		source, stop := "echo", i%4 == 3
		if stop {
			source = "sleep 10"
		}
		status, doc := w.do(who, "POST", "/v1/runs", map[string]any{"language": "bash", "source": source})
		if status != 201 {
			t.Fatalf("run %d is answered %d: %v", i, status, doc)
		}
		if stop { // and does not wait for its end
			w.do(who, "DELETE", "/v1/runs/"+doc.Data.ID, nil)
			continue
		}
		if status, body := w.exchange(who, "GET", "/v1/runs/"+doc.Data.ID+"/events", "", nil); status != 200 || !strings.Contains(string(body), "event: end") {
			t.Fatalf("run %d is streamed %d: %s", i, status, body)
		}
	}
}
