package execution_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
	"github.com/codecraft-hq/codecraft/internal/service/execution/worker"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// world is the service with its surroundings, and HTTP in front of it.
type world struct {
	t       testing.TB
	db      *db.DB
	bus     *bus.Bus
	blobs   blob.Store
	service *execution.Service
	http    *httptest.Server
	attempt *attempts
	places  places.Owners
	// metrics are the service's, and those of the worker that was started last.
	metrics [2]*prometheus.Registry
}

// attempts stands in for assessments: attempts are open until they are closed, and all answers are of one problem.
type attempts struct {
	mu     sync.Mutex
	closed map[ids.Attempt]bool
	plan   blob.Digest
}

// tries sets the problem's plan, whose group "samples" has the samples.
func (a *attempts) tries(plan blob.Digest) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.plan = plan
}

func (a *attempts) MayRun(_ context.Context, q places.MayRun) (places.MayRunAnswer, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed[q.Place.Attempt()] {
		return places.MayRunAnswer{}, errs.New(errs.Conflict, "attempt_closed", "the attempt has ended")
	}
	may := places.MayRunAnswer{SecondsLeft: 60}
	if q.Part != "" {
		may.Plan = a.plan
	}
	if q.Sample > 0 {
		may.Sample = &places.Sample{Group: "samples", Name: strconv.Itoa(q.Sample)}
	}
	return may, nil
}

func streams(t testing.TB, b *bus.Bus) {
	t.Helper()
	for _, c := range execution.Streams {
		if err := b.EnsureStream(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
}

func newWorld(t testing.TB, d *db.DB, b *bus.Bus, change func(*execution.Config)) *world {
	t.Helper()
	return newWorldAt(t, d, b, time.Now, change)
}

func newWorldAt(t testing.TB, d *db.DB, b *bus.Bus, clock func() time.Time, change func(*execution.Config)) *world {
	t.Helper()
	blobs, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: d, bus: b, blobs: blobs, attempt: &attempts{closed: map[ids.Attempt]bool{}}, metrics: [2]*prometheus.Registry{prometheus.NewRegistry(), prometheus.NewRegistry()}}
	w.places = places.Owners{identity.PlaceAttempt: w.attempt}
	streams(t, b)
	if err := errors.Join(d.Migrate(t.Context(), sub(t, execution.Migrations)), outbox.Migrate(t.Context(), d), quota.Migrate(t.Context(), d), webhook.Migrate(t.Context(), d)); err != nil {
		t.Fatal(err)
	}
	config := execution.Defaults()
	config.Runs.MemberRuns, config.Runs.CandidateRuns = 10_000, 10_000
	config.Runs.Patience = harness.Patience // who gets a slot gets it however slow the machine is
	if change != nil {
		change(&config)
	}
	w.service, err = execution.New(execution.Deps{
		DB: d, Bus: b, Blobs: blobs, Log: harness.Log(t), Metrics: w.metrics[0], Places: w.places, Config: config, Clock: clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	background(t, w.service.Run)
	mux := http.NewServeMux()
	w.service.Register(jsonapi.Open(mux, "execution", "test", ""), mux)
	w.http = httptest.NewServer(httpx.Chain(jsonapi.RouterErrors(mux), httpx.RequestIDs, actAs))
	t.Cleanup(w.http.Close)
	return w
}

// actAs takes the principal from a header: tokens are auth's and not the subject here.
func actAs(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var p identity.Principal
		if text := r.Header.Get("X-Principal"); text != "" {
			if err := json.Unmarshal([]byte(text), &p); err != nil {
				panic(err)
			}
		}
		next.ServeHTTP(w, r.WithContext(identity.With(r.Context(), p)))
	})
}

// background runs something until the test ends.
func background(t testing.TB, run func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// beside is what a worker of two slots without terminals needs of the sandbox on top of these two.
var beside = worker.Defaults().SandboxSlots() - 2

// realTools are the sandbox and the languages of this host, or a loud skip. The sandbox is for a worker with two slots;
// more are for terminals.
func realTools(t testing.TB, slots int) (sandbox.Backend, *toolchain.Toolchain) {
	t.Helper()
	backend, err := native.New(t.Context(), native.Config{Slots: slots + beside, Log: harness.Log(t)})
	if err != nil {
		t.Skipf("NO SANDBOX ON THIS HOST: %v", err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	tools, err := toolchain.New(toolchain.Config{Dir: harness.ToolchainDir(t)}, detected())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tools.Close() })
	return backend, tools
}

// detected are those of the languages that these tests use, asked for their versions once.
var detected = sync.OnceValue(func() toolchain.Table {
	return toolchain.Detect(context.Background(), only("c", "bash", "python", "rust"))
})

func (w *world) startWorker(backend sandbox.Backend, tools *toolchain.Toolchain) (stop func()) {
	w.t.Helper()
	config := worker.Defaults()
	config.Lease, config.Drain = 2*time.Second, time.Minute
	config.Terminals = backend.Slots() - beside - 2
	w.metrics[1] = prometheus.NewRegistry()
	one, err := worker.New(worker.Deps{
		Bus: w.bus, Blobs: w.blobs, Backend: backend, Toolchain: tools, Log: harness.Log(w.t), CacheDir: w.t.TempDir(), Config: config, Metrics: w.metrics[1],
	})
	if err != nil {
		w.t.Fatal(err)
	}
	stop = background(w.t, one.Run)
	staff := member(identity.Author)
	harness.Eventually(w.t, 10*time.Second, func() error {
		if _, doc := w.do(staff, "GET", "/v1/languages/c", nil); doc.attribute("available") != true {
			return errors.New("no worker is announced yet")
		}
		return nil
	})
	return stop
}

func member(role identity.Role) identity.Principal {
	return identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: role, Session: ids.New[ids.Session]()}
}

func candidate() identity.Principal {
	return identity.Principal{Organization: ids.New[ids.Organization](), Role: identity.Candidate, Place: identity.InAttempt(ids.New[ids.Attempt]())}
}

// document is an answer, decoded as far as tests look.
type document struct {
	Data struct {
		Type, ID   string
		Attributes map[string]any
		Links      map[string]string
	}
	Errors []struct {
		Status, Code, Detail string
		Source               struct{ Pointer, Parameter, Header string }
	}
}

func (d document) attribute(name string) any { return d.Data.Attributes[name] }

func (d document) text(name string) string { s, _ := d.Data.Attributes[name].(string); return s }

func (w *world) do(who identity.Principal, method, path string, attributes map[string]any) (int, document) {
	w.t.Helper()
	var body []byte
	if attributes != nil {
		body, _ = json.Marshal(map[string]any{"data": map[string]any{"type": "runs", "attributes": attributes}})
	}
	return w.raw(who, method, path, jsonapi.MediaType, body)
}

func (w *world) raw(who identity.Principal, method, path, mediaType string, body []byte) (int, document) {
	w.t.Helper()
	status, answer := w.exchange(who, method, path, mediaType, body)
	var doc document
	if len(answer) > 0 {
		if err := json.Unmarshal(answer, &doc); err != nil {
			w.t.Fatalf("%s %s answers %d with %q: %v", method, path, status, answer, err)
		}
	}
	return status, doc
}

func (w *world) exchange(who identity.Principal, method, path, mediaType string, body []byte) (int, []byte) {
	w.t.Helper()
	r := w.request(who, method, path, body)
	if body != nil {
		r.Header.Set("Content-Type", mediaType)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer.StatusCode, all
}

func (w *world) request(who identity.Principal, method, path string, body []byte) *http.Request {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.http.URL+path, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	principal, _ := json.Marshal(who)
	r.Header.Set("X-Principal", string(principal))
	return r
}

func (w *world) blob(content string) blob.Digest {
	w.t.Helper()
	digest, err := blob.PutBytes(w.t.Context(), w.blobs, []byte(content))
	if err != nil {
		w.t.Fatal(err)
	}
	return digest
}

// ask is a judging request for a program that shall print what it reads.
func (w *world) ask(org ids.Organization, language, source string) contract.JudgingRequest {
	w.t.Helper()
	plan, err := json.Marshal(judge.Plan{
		Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Tokens},
		Groups: []judge.Group{{Name: "all", Points: 10, Tests: []judge.Test{
			{Name: "1", Input: string(w.blob("one\n")), Answer: string(w.blob("one\n"))},
			{Name: "2", Input: string(w.blob("two\n")), Answer: string(w.blob("two\n"))},
		}}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return contract.JudgingRequest{
		Organization: org, Subject: contract.Subject{Kind: contract.SubjectKindReference, ID: ids.New[string](), Round: 1},
		Scope: "scope", Language: language, Files: []contract.SourceFile{{Digest: w.blob(source)}}, Plan: w.blob(string(plan)),
	}
}

func (w *world) publish(q contract.JudgingRequest) {
	w.t.Helper()
	if err := w.bus.PublishDurable(w.t.Context(), contract.SubjectJudgingRequested, "judging-"+q.Subject.ID, q); err != nil {
		w.t.Fatal(err)
	}
}
