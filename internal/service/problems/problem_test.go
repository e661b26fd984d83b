package problems_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func each(t *testing.T, test func(t *testing.T, w *world)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) { test(t, newWorld(t, open("problems"))) })
}

func TestFromDraftToVersion(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Author)
		asked := w.judgeAll()
		id := w.readyProblem(who, "Sum")
		_, doc := w.raw(who, "GET", "/v1/problems/"+id, "", nil)
		if a := doc.Data.Attributes; a["state"] != "draft" || a["slug"] != "sum" || a["points"] != 10.0 || a["testCount"] != 2.0 || a["verified"] != false {
			t.Fatalf("the draft is %v", a)
		}
		if status, doc := w.send(who, "POST", "/v1/problem-versions", "problem-versions", "", nil, "problem", id); status != 409 || doc.Errors[0].Code != "not_verified" {
			t.Fatalf("publishing what is not verified answers %d %+v", status, doc.Errors)
		}
		w.verified(who, id, "passed")
		if n := len(asked.all); n != 3 {
			t.Errorf("%d judgings were asked for, want 3", n)
		}
		version := w.made(who, "problem-versions", nil, "problem", id)
		if status, doc := w.send(who, "POST", "/v1/problem-versions", "problem-versions", "", nil, "problem", id); status != 409 || doc.Errors[0].Code != "nothing_changed" {
			t.Errorf("publishing again answers %d %+v", status, doc.Errors)
		}
		v, err := w.service.Version(t.Context(), contract.VersionRequest{Organization: who.Organization, Version: ids.ProblemVersion(version)})
		if err != nil {
			t.Fatal(err)
		}
		if v.Number != 1 || len(v.Samples) != 1 || v.Samples[0].Answer != "3\n" || len(v.Groups) != 1 || v.Groups[0].Name != "hidden" || v.Points != 10 {
			t.Errorf("the version is %+v", v)
		}
		body, err := blob.GetBytes(t.Context(), w.blobs, v.Plan, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := judge.ParsePlan(body)
		if err != nil || plan.TestCount() != 2 || !plan.Groups[0].Sample || plan.MaxScore() != 10 {
			t.Errorf("the plan is %+v, %v", plan, err)
		}

		w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{"title": "Sum of two"}, "", "")
		_, doc = w.raw(who, "GET", "/v1/problems/"+id, "", nil)
		if a := doc.Data.Attributes; a["state"] != "changed" || a["verified"] != false {
			t.Errorf("after a change it is %v", a)
		}
		same, err := w.service.Version(t.Context(), contract.VersionRequest{Organization: who.Organization, Version: ids.ProblemVersion(version)})
		if err != nil || same.Title != "Sum" {
			t.Errorf("the version has become %q, %v", same.Title, err)
		}
		if status, doc := w.raw(who, "DELETE", "/v1/problems/"+id, "", nil); status != 409 || doc.Errors[0].Code != "problem_published" {
			t.Errorf("deleting what was published answers %d", status)
		}
		w.verified(who, id, "passed")
		w.made(who, "problem-versions", nil, "problem", id)
		client := problems.NewClient(w.bus)
		latest, err := client.Latest(t.Context(), contract.LatestRequest{Organization: who.Organization, Problems: []ids.Problem{ids.Problem(id), "none"}})
		if err != nil || len(latest.Versions) != 1 || latest.Versions[0].Number != 2 {
			t.Errorf("the latest is %+v, %v", latest, err)
		}
		foreign, err := client.Versions(t.Context(), contract.VersionsRequest{Organization: "other", Versions: []ids.ProblemVersion{ids.ProblemVersion(version)}})
		if err != nil || len(foreign.Versions) != 0 {
			t.Errorf("another organization is answered %+v, %v", foreign, err)
		}
		if _, err := client.Version(t.Context(), contract.VersionRequest{Organization: "other", Version: ids.ProblemVersion(version)}); !errs.Is(err, errs.NotFound) {
			t.Errorf("another organization is answered %v", err)
		}
	})
}

func TestAReferenceThatDisagreesFailsTheVerification(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	who := member(identity.Author)
	w.judgeAll()
	id := w.readyProblem(who, "Sum")
	w.made(who, "reference-solutions", attributes{"name": "slow", "language": "c", "source": "is TLE", "expectedVerdict": "AC"}, "problem", id)
	w.verified(who, id, "failed")
	all := w.list(who, "/v1/verifications?filter%5Bproblem%5D="+id)
	disagree := 0
	for _, r := range all.Data[0].Attributes["results"].([]any) {
		if r := r.(map[string]any); r["agrees"] == false {
			disagree++
			if r["name"] != "slow" || r["verdict"] != "TLE" || r["judgementId"] == "" {
				t.Errorf("the result is %v", r)
			}
			decided := []any{r["worstWallMs"], r["group"], r["test"], r["signal"], r["limit"], r["compileOutput"], r["limits"].(map[string]any)["cpuTimeMs"]}
			if want := []any{15.0, "large", "2", "SIGKILL", "cpu", "a warning", 1000.0}; !slices.Equal(decided, want) {
				t.Errorf("it was decided by %v", decided)
			}
		}
	}
	if disagree != 1 {
		t.Errorf("%d results disagree, want 1", disagree)
	}
}

func TestAVerificationIsRefusedWhileTheQueueIsFull(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	who := member(identity.Author)
	id := w.readyProblem(who, "Sum")
	for name, c := range map[string]struct {
		full   error
		status int
	}{
		"the organization's": {errs.New(errs.TooMany, "organization_queue_full", "place 11").After(10 * time.Second), 429},
		"everybody's":        {errs.New(errs.Unavailable, "queue_full", "place 99").After(30 * time.Second), 503},
	} {
		w.queue.full = c.full
		status, doc := w.send(who, "POST", "/v1/verifications", "verifications", "", nil, "problem", id)
		if status != c.status || doc.Errors[0].Code != errs.Of(c.full).Code {
			t.Errorf("with %s queue full it is answered %d %+v", name, status, doc.Errors)
		}
	}
	if all := w.list(who, "/v1/verifications?filter%5Bproblem%5D="+id); len(all.Data) != 0 {
		t.Errorf("%d verifications were begun", len(all.Data))
	}
	w.queue.full = errors.New("nobody answers")
	if status, doc := w.send(who, "POST", "/v1/verifications", "verifications", "", nil, "problem", id); status != 202 {
		t.Errorf("without an answer it is taken to be judged later, not answered %d %+v", status, doc.Errors)
	}
}

func TestAVerificationIsStreamedToItsEnd(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	who := member(identity.Author)
	id := w.readyProblem(who, "Sum")
	status, doc := w.send(who, "POST", "/v1/verifications", "verifications", "", nil, "problem", id)
	if status != 202 {
		t.Fatalf("POST answers %d %+v", status, doc.Errors)
	}
	if status, again := w.send(who, "POST", "/v1/verifications", "verifications", "", nil, "problem", id); status != 409 || again.Errors[0].Code != "verification_running" {
		t.Errorf("a second one answers %d %+v", status, again.Errors)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.http.URL+doc.Data.Links["events"], nil)
	if err != nil {
		t.Fatal(err)
	}
	principal, _ := json.Marshal(who)
	r.Header.Set("X-Principal", string(principal))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	w.judgeAll()
	var last map[string]any
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			if err := json.Unmarshal([]byte(text), &last); err != nil {
				t.Fatal(err)
			}
		}
	}
	if last["state"] != "passed" || last["finishedAt"] == nil {
		t.Errorf("the last event is %v", last)
	}
}

func TestPublishingRules(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	who := member(identity.Author)
	publish := func(id string) string {
		status, doc := w.send(who, "POST", "/v1/problem-versions", "problem-versions", "", nil, "problem", id)
		if status != 409 || doc.Errors[0].Detail == "" {
			t.Fatalf("publishing answers %d %+v", status, doc.Errors)
		}
		return doc.Errors[0].Code
	}
	id := w.made(who, "problems", attributes{"title": "P", "difficulty": "hard"}, "", "")
	if got := publish(id); got != "sample_missing" {
		t.Error(got)
	}
	sample := w.made(who, "test-groups", attributes{"name": "s", "sample": true}, "problem", id)
	w.made(who, "tests", attributes{"name": "1", "input": "", "answer": ""}, "group", sample)
	if got := publish(id); got != "hidden_tests_missing" {
		t.Error(got)
	}
	hidden := w.made(who, "test-groups", attributes{"name": "h"}, "problem", id)
	w.made(who, "tests", attributes{"name": "1", "input": "", "answer": ""}, "group", hidden)
	w.made(who, "reference-solutions", attributes{"name": "one", "language": "c", "source": "x", "expectedVerdict": "AC"}, "problem", id)
	if got := publish(id); got != "references_missing" {
		t.Error(got)
	}
	if status, doc := w.send(who, "POST", "/v1/verifications", "verifications", "", nil, "problem", ids.New[string]()); status != 404 {
		t.Errorf("verifying nothing answers %d %+v", status, doc.Errors)
	}
}

func TestPermissions(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		author := member(identity.Author)
		id := w.readyProblem(author, "Sum")
		as := func(role identity.Role) identity.Principal {
			return identity.Principal{User: ids.New[ids.User](), Organization: author.Organization, Role: role, Place: identity.InAttempt("attempt")}
		}
		stranger := member(identity.Owner)
		_, doc := w.raw(author, "GET", "/v1/problems/"+id, "", nil)
		group := doc.Data.Relationships["testGroups"].Data.([]any)[0].(map[string]any)["id"].(string)
		reference := doc.Data.Relationships["referenceSolutions"].Data.([]any)[0].(map[string]any)["id"].(string)
		test := w.list(author, "/v1/tests?filter%5Bgroup%5D="+group).Data[0].ID
		for name, c := range map[string]struct {
			who                 identity.Principal
			read, hidden, write int
		}{
			"an author reads and writes":                      {as(identity.Author), 200, 200, 200},
			"a recruiter only reads":                          {as(identity.Recruiter), 200, 200, 403},
			"an interviewer only reads, and nothing of tests": {as(identity.Interviewer), 200, 403, 403},
			"a candidate sees nothing":                        {as(identity.Candidate), 403, 403, 403},
			"another organization sees nothing":               {stranger, 404, 404, 404},
			"who is not signed in is asked to":                {identity.Principal{}, 401, 401, 401},
		} {
			for path, change := range map[string]attributes{
				"problems/" + id: {"statement": name}, "test-groups/" + group: {"points": 1},
				"tests/" + test: {"explanation": name}, "reference-solutions/" + reference: {"source": name},
			} {
				typ, id, _ := strings.Cut(path, "/")
				want := c.read
				if typ == "tests" || typ == "reference-solutions" {
					want = c.hidden
				}
				if status, _ := w.raw(c.who, "GET", "/v1/"+path, "", nil); status != want {
					t.Errorf("%s: GET %s answers %d, want %d", name, path, status, want)
				}
				if status, doc := w.send(c.who, "PATCH", "/v1/"+path, typ, id, change, "", ""); status != c.write {
					t.Errorf("%s: PATCH %s answers %d, want %d %+v", name, path, status, c.write, doc.Errors)
				}
				if c.write != 200 {
					if status, _ := w.raw(c.who, "DELETE", "/v1/"+path, "", nil); status != c.write {
						t.Errorf("%s: DELETE %s answers %d, want %d", name, path, status, c.write)
					}
				}
			}
			if c.who.Signed() && c.write != 200 {
				status, _ := w.send(c.who, "POST", "/v1/tests", "tests", "", attributes{"name": "x", "input": "", "answer": ""}, "group", group)
				if status != c.write {
					t.Errorf("%s: adding a test answers %d, want %d", name, status, c.write)
				}
			}
		}
		if all := w.list(stranger, "/v1/problems"); len(all.Data) != 0 {
			t.Errorf("another organization lists %d problems", len(all.Data))
		}
		if all := w.list(stranger, "/v1/tests?filter%5Bgroup%5D="+group); len(all.Data) != 0 {
			t.Errorf("another organization lists %d tests", len(all.Data))
		}
	})
}

func TestBadInput(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	who := member(identity.Author)
	id := w.readyProblem(who, "Sum")
	ok := func(more string) string {
		return `{"data":{"type":"problems","attributes":{"title":"T","difficulty":"easy"` + more + `}}}`
	}
	for name, c := range map[string]struct {
		path, media, body string
		status            int
		code, pointer     string
	}{
		"JSON that breaks off":           {"problems", "", `{"data":`, 400, "", ""},
		"another media type":             {"problems", "application/json", ok(""), 415, "", ""},
		"an unknown attribute":           {"problems", "", ok(`,"bogus":1`), 422, "", "/data/attributes/bogus"},
		"another type":                   {"problems", "", `{"data":{"type":"tests","attributes":{}}}`, 409, "", "/data/type"},
		"a title that is taken":          {"problems", "", `{"data":{"type":"problems","attributes":{"title":"Sum","difficulty":"easy"}}}`, 409, "title_taken", "/data/attributes/title"},
		"a slug that is taken":           {"problems", "", ok(`,"slug":"sum"`), 409, "slug_taken", "/data/attributes/slug"},
		"a bad slug":                     {"problems", "", ok(`,"slug":"-A-"`), 422, "invalid", "/data/attributes/slug"},
		"a bad difficulty":               {"problems", "", `{"data":{"type":"problems","attributes":{"title":"T","difficulty":"brutal"}}}`, 422, "", "/data/attributes/difficulty"},
		"a NUL character":                {"problems", "", ok(`,"statement":"a\u0000"`), 422, "", "/data/attributes/statement"},
		"a language that does not exist": {"problems", "", ok(`,"languages":["klingon"]`), 422, "invalid", "/data/attributes/languages/0"},
		"tolerances without float":       {"problems", "", ok(`,"comparison":{"mode":"tokens","absoluteTolerance":1}`), 422, "invalid", "/data/attributes/comparison"},
		"a state of one's own":           {"problems", "", ok(`,"state":"published"`), 403, "", "/data/attributes/state"},
		"too large a body":               {"problems", "", ok(`,"statement":"` + strings.Repeat("x", 3<<20) + `"`), 413, "", ""},
		"too long a statement":           {"problems", "", ok(`,"statement":"` + strings.Repeat("x", 300<<10) + `"`), 422, "", "/data/attributes/statement"},
		"a group of no problem":          {"test-groups", "", `{"data":{"type":"test-groups","attributes":{"name":"g"}}}`, 422, "", "/data"},
		"a group of a foreign problem":   {"test-groups", "", `{"data":{"type":"test-groups","attributes":{"name":"g"},"relationships":{"problem":{"data":{"type":"problems","id":"nowhere"}}}}}`, 404, "", "/data/relationships/problem"},
		"a name that is taken":           {"test-groups", "", `{"data":{"type":"test-groups","attributes":{"name":"hidden"},"relationships":{"problem":{"data":{"type":"problems","id":"` + id + `"}}}}}`, 409, "name_taken", "/data/attributes/name"},
		"an id of one's own":             {"problems", "", `{"data":{"type":"problems","id":"x","attributes":{"title":"T","difficulty":"easy"}}}`, 403, "", "/data/id"},
		"a broken archive":               {"problem-imports", "application/zip", "PK", 422, "package_invalid", ""},
		"an archive of another type":     {"problem-imports", "text/plain", "PK", 415, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			media := c.media
			if media == "" {
				media = "application/vnd.api+json"
			}
			status, doc := w.raw(who, "POST", "/v1/"+c.path, media, []byte(c.body))
			if status != c.status || len(doc.Errors) == 0 {
				t.Fatalf("answers %d %+v, want %d", status, doc.Errors, c.status)
			}
			if e := doc.Errors[0]; c.code != "" && e.Code != c.code || e.Source.Pointer != c.pointer {
				t.Errorf("the error is %+v, want %s at %s", e, c.code, c.pointer)
			}
		})
	}
	for _, path := range []string{"/v1/tests", "/v1/problems?sort=points", "/v1/problems?bogusFilter=1", "/v1/problems?page%5Bafter%5D=x"} {
		if status, _ := w.raw(who, "GET", path, "", nil); status != 400 {
			t.Errorf("GET %s answers %d, want 400", path, status)
		}
	}
}

func TestAConcurrentChangeIsNotOverwritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Author)
		id := w.readyProblem(who, "Sum")
		_, doc := w.raw(who, "GET", "/v1/problems/"+id, "", nil)
		etag := fmt.Sprintf("%q", fmt.Sprint(doc.Data.Attributes["revision"]))
		if status, doc := w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{"title": "A"}, "", "", "If-Match", etag); status != 200 {
			t.Fatalf("the first change answers %d %+v", status, doc.Errors)
		}
		if status, _ := w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{"title": "B"}, "", "", "If-Match", etag); status != 412 {
			t.Errorf("the second change answers %d, want 412", status)
		}
	})
}

func TestListsAreFilteredSortedAndPaged(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Author)
		for i, difficulty := range []string{"hard", "easy", "medium", "easy", "hard"} {
			w.made(who, "problems", attributes{"title": fmt.Sprintf("Problem %d_%%", i), "difficulty": difficulty, "tags": []string{"t" + fmt.Sprint(i%2), "all"}}, "", "")
		}
		for query, want := range map[string]string{
			"sort=title":      "01234",
			"sort=-title":     "43210",
			"sort=-updatedAt": "43210",
			"sort=difficulty": "13204",
			"filter[difficulty]=easy,medium&sort=title":        "123",
			"filter[tags]=t1&sort=title":                       "13",
			"filter[tags]=t1,all&sort=title":                   "01234",
			"filter[state]=draft&sort=title":                   "01234",
			"filter[state]=published":                          "",
			"filter[title][contains]=PROBLEM 3&sort=title":     "3",
			"filter[title][contains]=" + url.QueryEscape("_%"): "43210",
			"filter[title][contains]=" + url.QueryEscape("%_"): "",
		} {
			for _, size := range []int{2, 50} {
				got, path := "", "/v1/problems?page[size]="+fmt.Sprint(size)+"&"+strings.ReplaceAll(query, " ", "+")
				var last list
				for path != "" {
					last = w.list(who, path)
					for _, p := range last.Data {
						got += strings.TrimSuffix(strings.TrimPrefix(p.Attributes["title"].(string), "Problem "), "_%")
					}
					path = ""
					if next := last.Links["next"]; next != nil {
						path = *next
					}
				}
				if got != want {
					t.Errorf("%s in pages of %d lists %q, want %q", query, size, got, want)
				}
				if prev := last.Links["prev"]; size == 2 && len(want) == 5 {
					if prev == nil {
						t.Errorf("%s: the last page has no previous one", query)
					} else if back := w.list(who, *prev); len(back.Data) != 2 {
						t.Errorf("%s: the page before the last has %d rows", query, len(back.Data))
					}
				}
			}
		}
	})
}

func TestLargeTests(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Author)
		id := w.readyProblem(who, "Big")
		group := w.made(who, "test-groups", attributes{"name": "big"}, "problem", id)
		input := strings.Repeat("1234567é\n", 200_000)
		test := w.made(who, "tests", attributes{"name": "1", "input": input, "answer": "1\n"}, "group", group)
		_, whole := w.raw(who, "GET", "/v1/tests/"+test, "", nil)
		if whole.Data.Attributes["input"] != input || whole.Data.Attributes["truncated"] != false {
			t.Error("the test itself is not whole")
		}
		listed := w.list(who, "/v1/tests?filter%5Bgroup%5D="+group).Data[0].Attributes
		if s := listed["input"].(string); listed["truncated"] != true || len(s) > 64<<10 || !strings.HasPrefix(input, s) || len(s) < 60<<10 || listed["inputBytes"] != float64(len(input)) {
			t.Errorf("the list has %d bytes of %v, truncated %v", len(s), listed["inputBytes"], listed["truncated"])
		}
		if status, doc := w.send(who, "PATCH", "/v1/tests/"+test, "tests", test, attributes{"name": "renamed"}, "", ""); status != 200 || doc.Data.Attributes["input"] != input {
			t.Errorf("renaming answers %d and loses the input", status)
		}
		if status, _ := w.send(who, "POST", "/v1/tests", "tests", "", attributes{"name": "2", "input": strings.Repeat("x", 17<<20), "answer": ""}, "group", group); status != 413 {
			t.Errorf("17 MiB answer %d, want 413", status)
		}
		moved := w.made(who, "test-groups", attributes{"name": "other"}, "problem", id)
		if status, doc := w.send(who, "PATCH", "/v1/tests/"+test, "tests", test, nil, "group", moved); status != 200 {
			t.Errorf("moving answers %d %+v", status, doc.Errors)
		}
	})
}
