package judge0_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/judge0"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// runner stands in for the execution service: what a program says is in its source, "STATUS WORDS".
type runner struct {
	mu       sync.Mutex
	programs []run.Program
	fail     error // of the next run
	hold     chan struct{}
}

func (r *runner) Languages() []wire.Language {
	return []wire.Language{
		{ID: "c", Name: "C", Version: "12.2.0", Available: true, FileName: "main.c"},
		{ID: "python", Name: "Python", Version: "3.11.2", Available: true, FileName: "main.py"},
		{ID: "bash", Name: "Bash", Version: "5.2.15", Available: true, FileName: "main.sh"},
		{ID: "rust", Name: "Rust", Install: "apt-get install rustc"},
		{ID: "brainstorm", Name: "Brainstorm", Version: "1", Available: true, FileName: "main.bs"},
	}
}

func (r *runner) Check(_ context.Context, p run.Program) error {
	if bytes.Contains(p.Files[0].Data, []byte("\x00")) {
		return errs.New(errs.Invalid, "source_binary", "this is not the text of a program").At("/data/attributes/source")
	}
	if len(p.Flags) > 0 && p.Flags[0] != "-O3" {
		return errs.New(errs.Invalid, "flag", "%s is no flag that may be set", p.Flags[0]).At("/data/attributes/compilerFlags/0")
	}
	return nil
}

func (r *runner) Execute(ctx context.Context, p run.Program) (ids.Run, contract.RunResult, error) {
	if who := identity.From(ctx); who.Role != identity.Service || who.Organization == "" {
		panic("nobody runs this program")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.hold != nil {
		<-r.hold
	}
	r.programs = append(r.programs, p)
	if err := r.fail; err != nil {
		r.fail = nil
		return "", contract.RunResult{}, err
	}
	out := contract.RunResult{CPUTimeMs: 12, WallTimeMs: 20, MemoryKb: 1024}
	words := strings.Fields(string(p.Files[0].Data))
	if len(words) > 0 {
		out.Status = words[0]
	}
	switch out.Status {
	case "echo":
		out.Status, out.Stdout = "ok", string(p.Stdin)
	case "both":
		out.Status, out.Stdout, out.Stderr = "ok", "out", "err"
		if p.Joined {
			out.Stdout, out.Stderr = "oeurtr", ""
		}
	case "signalled":
		out.Signal = words[1]
	case "failed":
		out.ExitCode, out.Detail = 3, "exit code 3"
	case "compile_error":
		out.CompileOutput = "main.c:1: no"
	}
	return ids.New[ids.Run](), out, nil
}

func (r *runner) ran() []run.Program {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]run.Program(nil), r.programs...)
}

type world struct {
	t       testing.TB
	runner  *runner
	service *judge0.Service
	url     string
}

const organization = "00000000-0000-4000-8000-000000000001"

// newWorld serves a database; work lets it run what is queued, too.
func newWorld(t testing.TB, d *db.DB, work bool, change func(*judge0.Deps)) *world {
	t.Helper()
	if err := judge0.Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, runner: &runner{}}
	deps := judge0.Deps{DB: d, Runner: w.runner, Log: harness.Log(t), Config: judge0.Defaults()}
	deps.Config.Organization, deps.Config.RunsAMinute = organization, 100_000
	if change != nil {
		change(&deps)
	}
	var err error
	if w.service, err = judge0.New(deps); err != nil {
		t.Fatal(err)
	}
	if work {
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- w.service.Run(ctx) }()
		t.Cleanup(func() {
			cancel()
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	server := httptest.NewServer(w.service.Handler())
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

// ask sends a request and reads the answer's JSON, if it is any.
func (w *world) ask(method, path, body string, headers ...string) (int, any) {
	w.t.Helper()
	q, err := http.NewRequest(method, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		q.Header.Set(headers[i], headers[i+1])
	}
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		w.t.Fatal(err)
	}
	defer a.Body.Close()
	data, err := io.ReadAll(a.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	var value any
	if json.Unmarshal(data, &value) != nil {
		value = string(data)
	}
	return a.StatusCode, value
}

// submission asks for a submission until it has ended.
func (w *world) submission(token string) map[string]any {
	w.t.Helper()
	var found map[string]any
	harness.Eventually(w.t, 30*time.Second, func() error {
		status, a := w.ask("GET", "/submissions/"+token+"?fields=*", "")
		found, _ = a.(map[string]any)
		if status != http.StatusOK || found["status_id"].(float64) <= 2 {
			return errors.New("it has not ended")
		}
		return nil
	})
	return found
}

func text(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
