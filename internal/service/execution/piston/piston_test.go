package piston_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/piston"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// runner stands in for the execution service: what a program does is its first word.
type runner struct {
	mu   sync.Mutex
	last run.Program
}

func (r *runner) Languages() []wire.Language {
	return []wire.Language{
		{ID: "cpp", Name: "C++", Version: "12.2.0", Available: true, FileName: "main.cpp"},
		{ID: "python", Name: "Python", Version: "3.11.2", Available: true, FileName: "main.py"},
		{ID: "python@3.13", Name: "Python 3.13", Version: "3.13", Available: true, FileName: "main.py"},
		{ID: "java", Name: "Java", Version: "17.0.9+9-LTS", Available: true, FileName: "Main.java"},
		{ID: "rust", Name: "Rust", Install: "apt-get install rustc"},
	}
}

func (r *runner) Execute(ctx context.Context, p run.Program) (ids.Run, contract.RunResult, error) {
	if who := identity.From(ctx); who.Role != identity.Service || who.Organization == "" {
		panic("nobody runs this program")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = p
	out := contract.RunResult{Status: "ok", CPUTimeMs: 12, WallTimeMs: 20, MemoryKb: 1}
	switch word, rest, _ := strings.Cut(strings.TrimSpace(string(p.Files[0].Data)), " "); word {
	case "echo":
		out.Stdout, out.Combined = string(p.Stdin), string(p.Stdin)
	case "signalled":
		out.Status, out.Signal = word, rest
	case "failed":
		out.Status, out.ExitCode = word, 3
	case "bad":
		return "", out, errs.New(errs.Invalid, "invalid", "it is bad").At("/data/attributes/source")
	case "compile_error":
		out.Status, out.CompileOutput = word, "main.cpp:1: no"
	case "cpu_limit", "output_limit", "memory_limit":
		out.Status = word
	}
	return ids.New[ids.Run](), out, nil
}

func newServer(t testing.TB, r *runner, change func(*piston.Config)) string {
	t.Helper()
	c := piston.Defaults()
	c.Organization, c.RunsAMinute = "00000000-0000-4000-8000-000000000001", 100_000
	if change != nil {
		change(&c)
	}
	s, err := piston.New(piston.Deps{Runner: r, Log: harness.Log(t), Config: c})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	return server.URL
}

func ask(t testing.TB, method, url, body string, headers ...string) (int, string) {
	t.Helper()
	q, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		q.Header.Set(headers[i], headers[i+1])
	}
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	data, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(data)
}

func TestAJobIsAnsweredInPistonsShape(t *testing.T) {
	const python = `"language":"python","version":"*"`
	tests := map[string]struct {
		body   string
		status int
		has    string
	}{
		"a program":                   {`{` + python + `,"files":[{"content":"echo"}],"stdin":"hi"}`, 200, `"run":{"stdout":"hi\n","stderr":"","output":"hi\n","code":0,"signal":null,"message":null,"status":null,"cpu_time":12,"wall_time":20,"memory":1024}`},
		"the newest version":          {`{` + python + `,"files":[{"content":""}]}`, 200, `"language":"python","version":"3.13.0"`},
		"an older one":                {`{"language":"py","version":"~3.11","files":[{"content":"ok"}]}`, 200, `"version":"3.11.2"`},
		"an exact one":                {`{"language":"py","version":"3.11.2","files":[{"content":"ok"}]}`, 200, `"version":"3.11.2"`},
		"a span":                      {`{"language":"py3","version":">=3.9 <3.12 || 2.x","files":[{"content":"ok"}]}`, 200, `"version":"3.11.2"`},
		"a version with more to it":   {`{"language":"java","version":"17","files":[{"content":"ok"}]}`, 200, `"version":"17.0.9"`},
		"what is compiled has both":   {`{"language":"c++","version":"12.x","files":[{"content":"ok"}]}`, 200, `"compile":{`},
		"what is not has only a run":  {`{` + python + `,"files":[{"content":"ok"}]}`, 200, `"memory":1024},"language"`},
		"a compile error":             {`{"language":"g++","version":"*","files":[{"content":"compile_error"}]}`, 200, `{"run":{"stdout":"","stderr":"main.cpp:1: no","output":"main.cpp:1: no","code":1,"signal":null`},
		"a crash":                     {`{` + python + `,"files":[{"content":"signalled SIGSEGV"}]}`, 200, `"code":null,"signal":"SIGSEGV","message":"caught SIGSEGV","status":"SG"`},
		"an exit code":                {`{` + python + `,"files":[{"content":"failed"}]}`, 200, `"code":3,"signal":null,"message":"exited with error status 3","status":"RE"`},
		"a time limit":                {`{` + python + `,"files":[{"content":"cpu_limit"}]}`, 200, `"code":null,"signal":"SIGKILL","message":"time limit exceeded","status":"TO"`},
		"too much output":             {`{` + python + `,"files":[{"content":"output_limit"}]}`, 200, `"status":"OL"`},
		"too much memory":             {`{` + python + `,"files":[{"content":"memory_limit"}]}`, 200, `"status":"SG"`},
		"limits":                      {`{` + python + `,"files":[{"content":"ok"}],"run_timeout":3000,"compile_timeout":10000,"run_memory_limit":-1,"compile_memory_limit":-1,"run_cpu_time":null}`, 200, `"code":0`},
		"bytes beside it":             {`{` + python + `,"files":[{"name":"a.bin","content":"AP8=","encoding":"base64"},{"content":"ok"},{"name":"b.bin","content":"00ff","encoding":"hex"}]}`, 200, `"code":0`},
		"no language":                 {`{}`, 400, `{"message":"language is required as a string"}`},
		"a language that is none":     {`{"language":5}`, 400, `{"message":"language is required as a string"}`},
		"no version":                  {`{"language":"python"}`, 400, `{"message":"version is required as a string"}`},
		"no files":                    {`{` + python + `}`, 400, `files is required as an array`},
		"files that are none":         {`{` + python + `,"files":{"a":1}}`, 400, `files is required as an array`},
		"no file at all":              {`{` + python + `,"files":[]}`, 400, `at least one utf8 encoded file`},
		"a file without content":      {`{` + python + `,"files":[{"name":"a"}]}`, 400, `files[0].content is required as a string`},
		"null for a file":             {`{` + python + `,"files":[null]}`, 400, `files[0].content is required as a string`},
		"an unknown language":         {`{"language":"nope","version":"*","files":[{"content":"x"}]}`, 400, `{"message":"nope-* runtime is unknown"}`},
		"a version that is not there": {`{"language":"python","version":"2.x","files":[{"content":"x"}]}`, 400, `{"message":"python-2.x runtime is unknown"}`},
		"a version that is none":      {`{"language":"python","version":"latest!","files":[{"content":"x"}]}`, 400, `runtime is unknown`},
		"one that is not installed":   {`{"language":"rust","version":"*","files":[{"content":"x"}]}`, 400, `runtime is unknown`},
		"too much time":               {`{` + python + `,"files":[{"content":"x"}],"run_timeout":1e9}`, 400, `run_timeout cannot exceed the configured limit of 60000`},
		"time that is no number":      {`{` + python + `,"files":[{"content":"x"}],"run_timeout":"3"}`, 400, `run_timeout must be a number`},
		"time below nothing":          {`{` + python + `,"files":[{"content":"x"}],"run_timeout":-3}`, 400, `run_timeout must be non-negative`},
		"bad hexadecimal":             {`{` + python + `,"files":[{"content":"x"},{"content":"0g","encoding":"hex"}]}`, 400, `files[1].content is not valid hex`},
		"arguments that are none":     {`{` + python + `,"files":[{"content":"x"}],"args":"a b"}`, 400, `args must be an array`},
		"what runs refuse":            {`{` + python + `,"files":[{"content":"bad"}]}`, 400, `{"message":"it is bad"}`},
		"no JSON":                     {`{`, 400, `"message"`},
		"null":                        {`null`, 400, `"message"`},
		"a list":                      {`[]`, 400, `"message"`},
		"NUL":                         {"\x00", 400, `"message"`},
		"ten megabytes":               {`{"language":"` + strings.Repeat("x", 10<<20) + `"}`, 413, `"message"`},
	}
	url := newServer(t, &runner{}, nil)
	for name, x := range tests {
		t.Run(name, func(t *testing.T) {
			status, got := ask(t, "POST", url+"/api/v2/execute", x.body)
			if status != x.status || !strings.Contains(got, x.has) {
				t.Errorf("%d %.600s, want %d with %s", status, got, x.status, x.has)
			}
		})
	}
}

func TestFilesAreLaidWhereTheProgramLooks(t *testing.T) {
	r := &runner{}
	url := newServer(t, r, nil)
	status, got := ask(t, "POST", url+"/api/v2/execute/", `{"language":"c++","version":"*","args":["a",1],"files":[
		{"name":"data.bin","content":"AP8=","encoding":"base64"},{"name":"app/start.cpp","content":"ok"},{"name":"app/part.hpp","content":"h"},
		{"name":"words.txt","content":"w"},{"content":"n"}]}`)
	if status != 200 {
		t.Fatalf("%d %s", status, got)
	}
	p, places := r.last, []string{}
	for _, f := range p.Files {
		places = append(places, "source "+f.Path)
	}
	for _, f := range p.Data {
		places = append(places, "data "+f.Path)
	}
	want := "source app/start.cpp,source app/part.hpp,data data.bin,data words.txt,data file4.code"
	if strings.Join(places, ",") != want || p.Entry != "app/start.cpp" || strings.Join(p.Args, ",") != "a,1" || string(p.Data[0].Data) != "\x00\xff" {
		t.Errorf("%v %q %v, want %s", places, p.Entry, p.Args, want)
	}
}

func TestWhatElseIsAnswered(t *testing.T) {
	url := newServer(t, &runner{}, nil)
	guarded := newServer(t, &runner{}, func(c *piston.Config) { c.Token = "secret" })
	few := newServer(t, &runner{}, func(c *piston.Config) { c.RunsAMinute = 1 })
	ask(t, "POST", few+"/api/v2/execute", `{"language":"python","version":"*","files":[{"content":"ok"}]}`)
	for name, x := range map[string]struct {
		method, url, body string
		headers           []string
		status            int
		has               string
	}{
		"the runtimes":                {"GET", url + "/api/v2/runtimes", "", nil, 200, `{"language":"c++","version":"12.2.0","aliases":["cpp","g++"],"runtime":"gcc"}`},
		"where its public server was": {"GET", url + "/api/v2/piston/runtimes/", "", nil, 200, `"c++"`},
		"the packages":                {"GET", url + "/api/v2/packages", "", nil, 200, `{"installed":false,"language":"rust","language_version":""}`},
		"installing":                  {"POST", url + "/api/v2/packages", `{"language":"rust","version":"*"}`, nil, 403, `codecraft toolchain install rust`},
		"installing what is not":      {"POST", url + "/api/v2/packages", `{"language":"x","version":"*"}`, nil, 404, `"message"`},
		"removing":                    {"DELETE", url + "/api/v2/packages", `{"language":"c++","version":"*"}`, nil, 403, `"message"`},
		"removing nothing":            {"DELETE", url + "/api/v2/packages", `{}`, nil, 400, `"message"`},
		"a form":                      {"POST", url + "/api/v2/execute", `a=b`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, `requests must be of type application/json`},
		"JSON that is called text":    {"POST", url + "/api/v2/execute", `{"language":"py","version":"*","files":[{"content":"ok"}]}`, []string{"Content-Type", "text/plain;charset=UTF-8"}, 200, `"code":0`},
		"nothing there":               {"GET", url + "/api/v2/nothing", "", nil, 404, `"message"`},
		"another site's page":         {"GET", url + "/api/v2/runtimes", "", []string{"Origin", "https://evil.example"}, 403, `"message"`},
		"a page of this host":         {"GET", url + "/api/v2/runtimes", "", []string{"Origin", "http://localhost:3000"}, 200, `"c++"`},
		"without the token":           {"GET", guarded + "/api/v2/runtimes", "", nil, 401, `"message"`},
		"with the token":              {"GET", guarded + "/api/v2/runtimes", "", []string{"Authorization", "secret"}, 200, `"c++"`},
		"with the token as a bearer":  {"GET", guarded + "/api/v2/runtimes", "", []string{"Authorization", "Bearer secret"}, 200, `"c++"`},
		"another site with the token": {"GET", guarded + "/api/v2/runtimes", "", []string{"Authorization", "secret", "Origin", "https://ide.example"}, 200, `"c++"`},
		"too many":                    {"POST", few + "/api/v2/execute", `{"language":"python","version":"*","files":[{"content":"ok"}]}`, nil, 429, `"message"`},
	} {
		t.Run(name, func(t *testing.T) {
			status, got := ask(t, x.method, x.url, x.body, x.headers...)
			if status != x.status || !strings.Contains(got, x.has) {
				t.Errorf("%d %.600s, want %d with %s", status, got, x.status, x.has)
			}
		})
	}
}

func FuzzExecute(f *testing.F) {
	for _, seed := range []string{
		`{"language":"python","version":"*","files":[{"content":"ok"}],"stdin":"x","args":["a",null],"run_timeout":1}`,
		`{"language":"c++","version":"^12 || x","files":[{"name":"../a.cpp","content":"\ud800"},{"content":"==","encoding":"base64"}]}`,
		`{"version":">= >= 1","language":"py","files":[{"content":"","encoding":5}]}`, "\xff", `"a"`, `{"files":[[[[`,
	} {
		f.Add(seed)
	}
	c := piston.Defaults()
	c.Organization, c.RunsAMinute = "00000000-0000-4000-8000-000000000001", 1<<30
	s, err := piston.New(piston.Deps{Runner: &runner{}, Log: harness.Log(f), Config: c})
	if err != nil {
		f.Fatal(err)
	}
	handler := s.Handler()
	f.Fuzz(func(t *testing.T, body string) {
		for _, way := range []string{"POST /api/v2/execute", "POST /api/v2/packages", "DELETE /api/v2/packages"} {
			method, path, _ := strings.Cut(way, " ")
			q := httptest.NewRequest(method, path, strings.NewReader(body))
			q.Host = "localhost"
			q.Header.Set("Content-Type", "application/json")
			a := httptest.NewRecorder()
			handler.ServeHTTP(a, q)
			if a.Code >= 500 || !json.Valid(a.Body.Bytes()) {
				t.Fatalf("%s %q: %d %s", way, body, a.Code, a.Body)
			}
		}
	})
}
