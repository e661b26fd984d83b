package judge0_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/service/execution/judge0"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestARequestIsAnsweredInJudge0sShape(t *testing.T) {
	big := strings.Repeat("x", 10<<20)
	tests := map[string]struct {
		path, body string
		status     int
		has        string // in the answer, as JSON
	}{
		"an accepted program":                    {"?wait=true", `{"source_code":"echo","language_id":71,"stdin":"hi\n","expected_output":"hi  \n\n"}`, 201, `"status":{"description":"Accepted","id":3}`},
		"its time is a text":                     {"?wait=true", `{"source_code":"ok","language_id":71}`, 201, `"time":"0.012"`},
		"nothing written is null":                {"?wait=true", `{"source_code":"ok","language_id":71}`, 201, `"stdout":null`},
		"a wrong answer":                         {"?wait=true", `{"source_code":"echo","language_id":71,"stdin":"hi","expected_output":"ho"}`, 201, `"id":4`},
		"numbers as texts":                       {"?wait=true", `{"source_code":"ok","language_id":"50","cpu_time_limit":"1.5"}`, 201, `"id":3`},
		"a time limit":                           {"?wait=true", `{"source_code":"cpu_limit","language_id":50}`, 201, `"Time Limit Exceeded","id":5`},
		"a wall limit":                           {"?wait=true", `{"source_code":"wall_limit","language_id":50}`, 201, `"id":5`},
		"a compile error":                        {"?wait=true", `{"source_code":"compile_error","language_id":50}`, 201, `"compile_output":"main.c:1: no"`},
		"a compile error has no time":            {"?wait=true", `{"source_code":"compile_error","language_id":50}`, 201, `"time":null`},
		"a crash":                                {"?wait=true&fields=status_id,exit_signal", `{"source_code":"signalled SIGSEGV","language_id":50}`, 201, `{"exit_signal":11,"status_id":7}`},
		"a division by zero":                     {"?wait=true", `{"source_code":"signalled SIGFPE","language_id":50}`, 201, `"id":9`},
		"an abort":                               {"?wait=true", `{"source_code":"signalled SIGABRT","language_id":50}`, 201, `"id":10`},
		"an exit code":                           {"?wait=true&fields=status_id,exit_code,message", `{"source_code":"failed","language_id":50}`, 201, `{"exit_code":3,"message":"exit code 3","status_id":11}`},
		"too much memory":                        {"?wait=true", `{"source_code":"memory_limit","language_id":50}`, 201, `"id":12`},
		"too much output":                        {"?wait=true", `{"source_code":"output_limit","language_id":50}`, 201, `"id":8`},
		"what did not start":                     {"?wait=true", `{"source_code":"not_started","language_id":50}`, 201, `"id":14`},
		"our own fault":                          {"?wait=true", `{"source_code":"internal_error","language_id":50}`, 201, `"id":13`},
		"Base64 both ways":                       {"?wait=true&base64_encoded=true", `{"source_code":"ZWNobw==","language_id":71,"stdin":"/wA="}`, 201, `"stdout":"/wA="`},
		"Base64 in lines and without its end":    {"?wait=true&base64_encoded=true", `{"source_code":"ZWNo\nbw\n","language_id":71,"stdin":"aGk"}`, 201, `"stdout":"aGk="`},
		"what is no text without Base64":         {"?wait=true&fields=stdin", `{"source_code":"echo","language_id":71,"stdin":"a"}`, 201, `{"stdin":"a"}`},
		"both streams in one":                    {"?wait=true&fields=stdout,stderr", `{"source_code":"both","language_id":71,"redirect_stderr_to_stdout":true}`, 201, `{"stderr":null,"stdout":"oeurtr"}`},
		"fields":                                 {"?wait=true&fields=token,language", `{"source_code":"ok","language_id":50}`, 201, `"language":{"id":50,"name":"C (12.2.0)"}`},
		"a slash at the end":                     {"/?wait=true", `{"source_code":"ok","language_id":50}`, 201, `"id":3`},
		"a number of our own":                    {"?wait=true", `{"source_code":"ok","language_id":` + fmt.Sprint(ownNumber(t)) + `}`, 201, `"id":3`},
		"a token for later":                      {"", `{"source_code":"ok","language_id":50}`, 201, `{"token":"`},
		"no language":                            {"", `{"source_code":"x"}`, 422, `{"language_id":["can't be blank"]}`},
		"an unknown language":                    {"", `{"source_code":"x","language_id":150000}`, 422, `"language_id":["language with id 150000 doesn't exist"]`},
		"a language that is not installed":       {"", `{"source_code":"x","language_id":73}`, 422, `apt-get install rustc`},
		"no source":                              {"", `{"language_id":50,"source_code":""}`, 422, `{"source_code":["can't be blank"]}`},
		"a limit above the highest":              {"", `{"source_code":"x","language_id":50,"wall_time_limit":100000}`, 422, `{"wall_time_limit":["must be less than or equal to 60"]}`},
		"a limit that is no number":              {"", `{"source_code":"x","language_id":50,"cpu_time_limit":"NaN"}`, 422, `"cpu_time_limit"`},
		"a list for a text":                      {"", `{"source_code":["x"],"language_id":50}`, 422, `"source_code"`},
		"the network":                            {"", `{"source_code":"x","language_id":50,"enable_network":true}`, 422, `"enable_network"`},
		"limits a process":                       {"", `{"source_code":"x","language_id":50,"enable_per_process_and_thread_time_limit":true}`, 422, `cannot be enabled`},
		"bad Base64":                             {"?base64_encoded=true", `{"source_code":"?!","language_id":50}`, 422, `{"source_code":["is not valid Base64"]}`},
		"a program with NUL":                     {"", `{"source_code":"a\u0000b","language_id":50}`, 422, `"source_code"`},
		"NUL in the arguments":                   {"", `{"source_code":"a","language_id":50,"command_line_arguments":"\u0000"}`, 422, `"command_line_arguments"`},
		"a flag that may not be set":             {"", `{"source_code":"a","language_id":50,"compiler_options":"-fplugin=x"}`, 422, `"compiler_options"`},
		"an archive that is none":                {"", `{"source_code":"a","language_id":50,"additional_files":"aGk="}`, 422, `"additional_files":["is not a zip archive"]`},
		"a program of many files without them":   {"", `{"language_id":89}`, 422, `{"additional_files":["can't be blank"]}`},
		"a callback where none is offered":       {"", `{"source_code":"a","language_id":50,"callback_url":"http://x/"}`, 422, `"callback_url"`},
		"unknown fields":                         {"?fields=stdout,nope", `{"source_code":"a","language_id":50}`, 400, `{"error":"invalid fields: [nope]"}`},
		"no JSON":                                {"", `{"source_code":`, 400, `"error"`},
		"no object":                              {"", `[1]`, 400, `"error"`},
		"nothing":                                {"", ``, 400, `"error"`},
		"ten megabytes":                          {"", `{"source_code":"` + big + `"}`, 413, `"error"`},
		"a batch":                                {"/batch", `{"submissions":[{"source_code":"ok","language_id":50},{"source_code":"ok"}]}`, 201, `{"language_id":["can't be blank"]}`},
		"a batch of nothing but faults":          {"/batch", `{"submissions":[{},5]}`, 422, `"language_id"`},
		"an empty batch":                         {"/batch", `{"submissions":[]}`, 400, `"error"`},
		"a batch that is too large":              {"/batch", `{"submissions":[` + strings.Repeat("1,", 20) + `1]}`, 400, `less than or equal to 20`},
		"a batch that is none":                   {"/batch", `{"submissions":{"a":1}}`, 400, `"error"`},
		"several runs until one is not accepted": {"?wait=true", `{"source_code":"ok","language_id":50,"number_of_runs":3}`, 201, `"id":3`},
	}
	w := newWorld(t, harness.Database(t)("execution"), false, nil)
	for name, x := range tests {
		t.Run(name, func(t *testing.T) {
			status, a := w.ask("POST", "/submissions"+x.path, x.body)
			if got := text(t, a); status != x.status || !strings.Contains(got, x.has) {
				t.Errorf("%d %.500s, want %d with %s", status, got, x.status, x.has)
			}
		})
	}
}

// ownNumber finds the number made for a language that Judge0 does not know.
func ownNumber(t *testing.T) int {
	w := newWorld(t, harness.Database(t)("execution"), false, nil)
	_, a := w.ask("GET", "/languages", "")
	for _, l := range a.([]any) {
		if row := l.(map[string]any); row["name"] == "Brainstorm (1)" {
			return int(row["id"].(float64))
		}
	}
	t.Fatal("it is not listed")
	return 0
}

func TestAQueuedSubmissionIsRun(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), true, func(d *judge0.Deps) { d.Config.UserToken = "admin" })
		_, a := w.ask("POST", "/submissions?base64_encoded=true", `{"source_code":"ZWNobw==","language_id":71,"stdin":"AP8="}`)
		binary := a.(map[string]any)["token"].(string)
		_, a = w.ask("POST", "/submissions/batch", `{"submissions":[{"source_code":"echo","language_id":71,"stdin":"1"},{"source_code":"failed","language_id":71}]}`)
		batch := a.([]any)
		first, second := batch[0].(map[string]any)["token"].(string), batch[1].(map[string]any)["token"].(string)
		if x := w.submission(first); x["stdout"] != "1" || x["created_at"] == nil || x["finished_at"] == nil {
			t.Errorf("%v", x)
		}
		w.submission(second)
		status, a := w.ask("GET", "/submissions/batch?fields=status_id&tokens="+second+",x,"+first, "")
		if got := text(t, a); status != 200 || got != `{"submissions":[{"status_id":11},null,{"status_id":3}]}` {
			t.Errorf("%d %s", status, got)
		}
		harness.Eventually(t, time.Minute, func() error {
			status, a = w.ask("GET", "/submissions/"+binary+"?base64_encoded=true&fields=stdout", "")
			if got := text(t, a); status != 200 || got != `{"stdout":"AP8="}` {
				return fmt.Errorf("%d %s", status, got)
			}
			return nil
		})
		if status, a = w.ask("GET", "/submissions/"+binary, ""); status != 400 {
			t.Errorf("bytes without Base64: %d %v", status, a)
		}
		status, a = w.ask("GET", "/submissions?page=2&per_page=2&fields=status_id&base64_encoded=true", "", "X-Auth-User", "admin")
		if got := text(t, a); status != 200 || !strings.Contains(got, `"meta":{"current_page":2,"next_page":null,"prev_page":1,"total_count":3,"total_pages":2}`) {
			t.Errorf("%d %s", status, got)
		}
		if status, _ = w.ask("DELETE", "/submissions/"+first, "", "X-Auth-User", "admin"); status != 200 {
			t.Errorf("deleting: %d", status)
		}
		if status, _ = w.ask("GET", "/submissions/"+first, ""); status != 404 {
			t.Errorf("a deleted one: %d", status)
		}
	})
}

func TestAQueuedSubmissionOutlivesItsProcess(t *testing.T) {
	d := harness.Database(t)("execution")
	died := newWorld(t, d, false, nil) // nobody runs what it takes
	_, a := died.ask("POST", "/submissions", `{"source_code":"echo","language_id":71,"stdin":"late"}`)
	next := newWorld(t, d, true, nil)
	if x := next.submission(a.(map[string]any)["token"].(string)); x["stdout"] != "late" {
		t.Errorf("%v", x)
	}
}

func TestASubmissionThatFindsNoRoomOrLosesItsMachineIsRunAgain(t *testing.T) {
	for name, err := range map[string]error{
		"no room":        errs.New(errs.Unavailable, "workers_busy", "all workers are busy").After(time.Millisecond),
		"a lost machine": errs.New(errs.Unavailable, "run_lost", "the machine was lost"),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, harness.Database(t)("execution"), true, nil)
			w.runner.mu.Lock()
			w.runner.fail = err
			w.runner.mu.Unlock()
			_, a := w.ask("POST", "/submissions", `{"source_code":"ok","language_id":71}`)
			if x := w.submission(a.(map[string]any)["token"].(string)); x["status_id"] != 3.0 || len(w.runner.ran()) != 2 {
				t.Errorf("%v after %d runs", x, len(w.runner.ran()))
			}
		})
	}
}

func TestACallbackIsTriedAgainUntilItIsTaken(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		var mu sync.Mutex
		var bodies []string
		client := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			data := make([]byte, 4096)
			n, _ := r.Body.Read(data)
			mu.Lock()
			defer mu.Unlock()
			bodies = append(bodies, r.Method+" "+string(data[:n]))
			if len(bodies) == 1 {
				w.WriteHeader(http.StatusInternalServerError)
			}
		}))
		t.Cleanup(client.Close)
		w := newWorld(t, open("execution"), true, func(d *judge0.Deps) { d.Callbacks = http.DefaultClient })
		w.ask("POST", "/submissions", `{"source_code":"echo","language_id":71,"stdin":"hi","callback_url":"`+client.URL+`/done"}`)
		harness.Eventually(t, 30*time.Second, func() error {
			mu.Lock()
			defer mu.Unlock()
			if len(bodies) < 2 {
				return fmt.Errorf("%d calls", len(bodies))
			}
			return nil
		})
		mu.Lock()
		defer mu.Unlock()
		if want := `"stdout":"` + base64.StdEncoding.EncodeToString([]byte("hi")) + `"`; !strings.HasPrefix(bodies[1], "PUT {") || !strings.Contains(bodies[1], want) {
			t.Errorf("%q lacks %s", bodies[1], want)
		}
	})
}

// One host takes calls and never answers: with its calls one after the other, everybody would wait for all of them.
func TestAHostThatHangsDelaysNobodysCallback(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		const many = 40 // of which four hang for five seconds at a time: longer than is waited here
		var ended atomic.Int64
		called := make(chan struct{})
		hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
			ended.Add(1)
		}))
		t.Cleanup(hanging.Close)
		answering := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(called) }))
		t.Cleanup(answering.Close)
		w := newWorld(t, open("execution"), true, func(d *judge0.Deps) { d.Callbacks = http.DefaultClient })
		for range many {
			w.ask("POST", "/submissions", `{"source_code":"echo","language_id":71,"callback_url":"`+hanging.URL+`"}`)
		}
		w.ask("POST", "/submissions", `{"source_code":"echo","language_id":71,"callback_url":"`+answering.URL+`"}`)
		select {
		case <-called:
		case <-time.After(2 * time.Minute):
			t.Fatal("it is not called")
		}
		if n := ended.Load(); n >= many {
			t.Errorf("it was called after %d calls that hung", n)
		}
	})
}

func TestWhoMayAsk(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), false, func(d *judge0.Deps) {
		d.Config.Token, d.Config.UserToken = "secret", "admin"
	})
	for name, x := range map[string]struct {
		method, path string
		headers      []string
		status       int
	}{
		"without a token":                 {"GET", "/languages", nil, 401},
		"with a wrong one":                {"GET", "/languages", []string{"X-Auth-Token", "secrets"}, 401},
		"with the token":                  {"GET", "/languages", []string{"X-Auth-Token", "secret"}, 200},
		"with the token in the query":     {"POST", "/authenticate?X-Auth-Token=secret", nil, 200},
		"all submissions without a user":  {"GET", "/submissions", []string{"X-Auth-Token", "secret"}, 403},
		"all submissions":                 {"GET", "/submissions", []string{"X-Auth-Token", "secret", "X-Auth-User", "admin"}, 200},
		"authorize":                       {"POST", "/authorize", []string{"X-Auth-Token", "secret", "X-Auth-User", "admin"}, 200},
		"a page of another site":          {"GET", "/languages", []string{"X-Auth-Token", "secret", "Origin", "https://ide.example"}, 200},
		"a preflight of another site":     {"OPTIONS", "/submissions", []string{"Origin", "https://ide.example"}, 204},
		"a path that is not there":        {"GET", "/nowhere", []string{"X-Auth-Token", "secret"}, 404},
		"a method that is not there":      {"PATCH", "/submissions", []string{"X-Auth-Token", "secret"}, 404},
		"a submission nobody has made":    {"GET", "/submissions/6b29a1de-4c22-4d1e-9c4f-0d64ad1e9a5c", []string{"X-Auth-Token", "secret"}, 404},
		"a token that is none":            {"GET", "/submissions/%00", []string{"X-Auth-Token", "secret"}, 404},
		"a page that is none":             {"GET", "/submissions?page=-4", []string{"X-Auth-Token", "secret", "X-Auth-User", "admin"}, 400},
		"a language nobody knows":         {"GET", "/languages/12345678901234567890", []string{"X-Auth-Token", "secret"}, 404},
		"a language":                      {"GET", "/languages/71", []string{"X-Auth-Token", "secret"}, 200},
		"what is configured":              {"GET", "/config_info", []string{"X-Auth-Token", "secret"}, 200},
		"the version":                     {"GET", "/version", []string{"X-Auth-Token", "secret"}, 200},
		"the workers":                     {"GET", "/workers", []string{"X-Auth-Token", "secret"}, 200},
		"the system":                      {"GET", "/system_info", []string{"X-Auth-Token", "secret"}, 200},
		"the statuses, slash at the end":  {"GET", "/statuses/", []string{"X-Auth-Token", "secret"}, 200},
		"deleting what nobody has made":   {"DELETE", "/submissions/x", []string{"X-Auth-Token", "secret", "X-Auth-User", "admin"}, 404},
		"too many tokens":                 {"GET", "/submissions/batch?tokens=" + strings.Repeat("a,", 21), []string{"X-Auth-Token", "secret"}, 400},
		"all languages, also missing one": {"GET", "/languages/all", []string{"X-Auth-Token", "secret"}, 200},
	} {
		t.Run(name, func(t *testing.T) {
			if status, a := w.ask(x.method, x.path, "", x.headers...); status != x.status {
				t.Errorf("%d %v, want %d", status, a, x.status)
			}
		})
	}
	open := newWorld(t, harness.Database(t)("execution"), false, nil)
	if status, _ := open.ask("GET", "/languages", "", "Origin", "https://evil.example"); status != 403 {
		t.Errorf("another site's page on an open address: %d", status)
	}
	if status, _ := open.ask("GET", "/submissions", ""); status != 403 {
		t.Errorf("all submissions where nobody may see them: %d", status)
	}
}

func TestTooManySubmissionsAreRefused(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), false, func(d *judge0.Deps) { d.Config.RunsAMinute, d.Config.MaxQueue = 3, 2 })
	const one = `{"source_code":"ok","language_id":50}`
	for i, want := range []int{201, 201, 503, 429} {
		if status, a := w.ask("POST", "/submissions", one); status != want {
			t.Errorf("%d: %d %v, want %d", i, status, a, want)
		}
	}
}

func FuzzCreate(f *testing.F) {
	for _, seed := range []string{
		`{"source_code":"ok","language_id":71,"stdin":null}`, `{"submissions":[{"language_id":"71","source_code":1e999}]}`,
		`{"source_code":{"a":[]},"language_id":-1,"memory_limit":"1e400"}`, "\x00", `{"additional_files":"UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==","language_id":89}`,
		`{"language_id":50,"source_code":"\ud800","command_line_arguments":"'\\"}`, `a=b&source_code=%zz`,
	} {
		f.Add(seed, "wait=true&base64_encoded=true", false)
		f.Add(seed, "fields=*", true)
	}
	w := newWorld(f, harness.Database(f)("execution"), false, func(d *judge0.Deps) { d.Config.MaxQueue, d.Config.RunsAMinute = 1<<30, 1<<30 })
	handler := w.service.Handler()
	f.Fuzz(func(t *testing.T, body, query string, form bool) {
		for _, path := range []string{"/submissions", "/submissions/batch"} {
			q := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
			q.Host = "localhost"
			q.URL.RawQuery = query
			q.Header.Set("Content-Type", map[bool]string{true: "application/x-www-form-urlencoded", false: "application/json"}[form])
			a := httptest.NewRecorder()
			handler.ServeHTTP(a, q)
			if a.Code >= 500 || a.Code < 200 {
				t.Fatalf("%s?%s %q: %d %s", path, query, body, a.Code, a.Body)
			}
		}
	})
}
