package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/client"
)

// foreignIDs names another's resources in bodies that are otherwise right.
func foreignIDs(t *testing.T, w *world) {
	for noun, c := range complete {
		who := w.stranger
		if c.parent == "answers" {
			who = w.other
		}
		if c.parent != "" {
			refused(t, "POST /v1/"+noun+" with another's id", who.Raw("POST", "/v1/"+noun, nil, creation(noun, w.ids[c.parent])), http.StatusNotFound)
		}
	}
	for _, name := range []string{"answer", "attempt"} {
		body := fmt.Sprintf(`{"data":{"type":"runs","attributes":{"language":"python","source":"print(1)","%sId":%q}}}`, name, w.ids[name+"s"])
		refused(t, "a run in another's "+name, w.other.Raw("POST", "/v1/runs", nil, []byte(body)), http.StatusNotFound, http.StatusForbidden)
	}
	body := fmt.Appendf(nil, `{"data":{"type":"runs","attributes":{"language":"python","source":"print(1)","interviewId":%q}}}`, w.ids["interviews"])
	for _, who := range []*client.Client{w.visitor, w.stranger, w.candidate, w.members[identity.Author], w.members[identity.Recruiter]} { // the last one has not come to it
		refused(t, "a run in another's interview", who.Raw("POST", "/v1/runs", nil, body), http.StatusNotFound, http.StatusForbidden)
	}
	a := w.stranger.Raw("POST", "/v1/assessments", nil, []byte(`{"data":{"type":"assessments","attributes":{"title":"x","timeLimitMinutes":5,"sections":[{"title":"x","items":[{"problemId":"`+w.ids["problems"]+`"}]}]}}}`))
	refused(t, "an assessment with another's problem", a, http.StatusNotFound, http.StatusUnprocessableEntity)
}

// who may call the operation.
func (w *world) caller(o operation) *client.Client {
	if !o.Public && !o.Needs.MetBy(identity.Owner) {
		return w.candidate
	}
	return w.members[identity.Owner]
}

func badInput(t *testing.T, w *world, all []operation) {
	big := append([]byte(`{"data":{"type":"x","attributes":{"x":"`), bytes.Repeat([]byte("x"), 18<<20)...)
	big = append(big, `"}}}`...)
	for _, o := range all {
		if o.Quiet {
			continue
		}
		id, who := w.ids[o.noun()], w.caller(o)
		if !endless(o) && !slices.ContainsFunc([]string{".csv", ".ics", "/pictures/", "/recordings/{id}/files/", "/clips/{id}/file"}, func(part string) bool { return strings.Contains(o.Path, part) }) && o.Method == http.MethodGet && o.Path != "/.well-known/jwks.json" {
			a := who.Raw(o.Method, o.at(id), http.Header{"Accept": {media + "; version=1"}}, nil)
			refused(t, o.String()+" with parameters in Accept", a, http.StatusNotAcceptable)
		}
		if len(o.Bodies) == 0 {
			continue
		}
		send := func(what, contentType string, body []byte, want int) client.Failure {
			return refused(t, o.String()+" with "+what, who.Raw(o.Method, o.at(id), http.Header{"Content-Type": {contentType}}, body), want)
		}
		send("another media type", "text/plain", []byte("hello"), http.StatusUnsupportedMediaType)
		if o.Bodies[0] != media {
			continue
		}
		send("a media type with parameters", media+"; charset=utf-8", []byte(`{}`), http.StatusUnsupportedMediaType)
		for what, body := range map[string]string{"no JSON": `{"data":`, "two documents": `{"data":null}{}`, "binary": "\x00\xff\xfe"} {
			send(what, media, []byte(body), http.StatusBadRequest)
		}
		send("a body that is too large", media, big, http.StatusRequestEntityTooLarge)
		refused(t, o.String()+" with parameters in Accept", who.Raw(o.Method, o.at(id), http.Header{"Accept": {media + "; version=1"}}, empty(o, id)), http.StatusNotAcceptable)
		if strings.Contains(o.Path, "/relationships/") || id == absent { // what is not there is said first
			continue
		}
		strange := fmt.Appendf(nil, `{"data":{"type":%q,"attributes":{"nonsense":1}}}`, o.noun())
		if o.one() {
			strange = fmt.Appendf(nil, `{"data":{"type":%q,"id":%q,"attributes":{"nonsense":1}}}`, o.noun(), id)
		}
		if e := send("an unknown attribute", media, strange, http.StatusUnprocessableEntity); !locates(who.Raw(o.Method, o.at(id), nil, strange), "/data/attributes/nonsense") {
			t.Errorf("%s: the unknown attribute is not located: %+v", o, e)
		}
	}
}

func locates(a client.Answer, pointer string) bool {
	for _, e := range a.Errors {
		if e.Source.Pointer == pointer {
			return true
		}
	}
	return false
}

// hostilePrograms are runs that cannot be, or do not end by themselves.
func hostilePrograms(t *testing.T, w *world) {
	run := func(attributes map[string]any) client.Answer {
		body, err := json.Marshal(map[string]any{"data": client.Resource{Type: "runs", Attributes: attributes}})
		if err != nil {
			t.Fatal(err)
		}
		return w.candidate.Raw("POST", "/v1/runs?waitForEnd=true", nil, body)
	}
	refused(t, "a source of 10 MB", run(map[string]any{"language": "python", "source": strings.Repeat("#", 10<<20)}), http.StatusRequestEntityTooLarge)
	for what, attributes := range map[string]map[string]any{
		"/data/attributes/source":          {"language": "python", "source": "print(1)\x00"},
		"/data/attributes/files/0/content": {"language": "python", "files": []map[string]string{{"path": "main.py", "content": "\x7fELF\x02\x01\x01\x00\x00"}}},
		"/data/attributes/language":        {"language": "klingon", "source": "Qapla'"},
	} {
		if e := refused(t, "a run that is wrong at "+what, run(attributes), http.StatusUnprocessableEntity); e.Source.Pointer != what {
			t.Errorf("a run that is wrong at %s is told %+v", what, e)
		}
	}
	a := run(map[string]any{"language": "python", "source": strings.Repeat("#", 300<<10)})
	if e := refused(t, "a source of 300 KiB", a, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge); e.Source.Pointer != "/data/attributes/source" {
		t.Errorf("a source of 300 KiB is told %+v", e)
	}
	raw := w.candidate.Raw("POST", "/v1/runs", nil, []byte("{\"data\":{\"type\":\"runs\",\"attributes\":{\"language\":\"python\",\"source\":\"\xff\xfe\"}}}"))
	refused(t, "a source that is no UTF-8", raw, http.StatusBadRequest, http.StatusUnprocessableEntity)
	var ended client.Resource
	a = run(map[string]any{"language": "python", "source": "while True: print('x' * 1000)", "limits": map[string]any{"outputKb": 64, "cpuTimeMs": 10000}})
	if err := json.Unmarshal(a.Data, &ended); err != nil || ended.Text("status") != "output_limit" || len(ended.Text("stdout")) > 64<<10 {
		t.Errorf("output without end: %d %s with %d bytes: %v", a.Status, ended.Text("status"), len(ended.Text("stdout")), err)
	}
	w.missingCompiler(t, run)
}

// missingCompiler runs every language that this host has no compiler of: each says how to get it.
func (w *world) missingCompiler(t *testing.T, run func(map[string]any) client.Answer) {
	missing := 0
	for _, l := range w.candidate.List("/v1/languages?page[size]=500") {
		if l.Attributes["available"] == true {
			continue
		}
		if missing++; missing > 3 {
			break
		}
		e := refused(t, "a run in "+l.ID, run(map[string]any{"language": l.ID, "source": l.Text("hello")}), http.StatusUnprocessableEntity)
		if e.Code != "language_unavailable" || e.Source.Pointer != "/data/attributes/language" || l.Text("install") == "" || !strings.Contains(e.Detail, l.Text("install")) {
			t.Errorf("a run in %s, which is not installed: %+v; to install: %q", l.ID, e, l.Text("install"))
		}
	}
	if missing == 0 {
		t.Skip("NOT TESTED: this host has every compiler, so that none is missing")
	}
}
