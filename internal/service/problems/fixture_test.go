package problems_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	execution "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// world is the service with its surroundings, and HTTP in front of it.
type world struct {
	t       *testing.T
	bus     *bus.Bus
	db      *db.DB
	blobs   blob.Store
	service *problems.Service
	queue   *queue
	http    *httptest.Server
}

func newWorld(t *testing.T, d *db.DB) *world { return newWorldOf(t, problems.Deps{DB: d}) }

// newWorldOf fills in what deps lacks.
func newWorldOf(t *testing.T, deps problems.Deps) *world {
	t.Helper()
	d := deps.DB
	blobs, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, bus: harness.Bus(t), db: d, blobs: blobs, queue: &queue{}}
	if err := w.bus.EnsureStream(t.Context(), execution.Events); err != nil {
		t.Fatal(err)
	}
	migrations, err := fs.Sub(problems.Migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.Migrate(t.Context(), migrations), outbox.Migrate(t.Context(), d)); err != nil {
		t.Fatal(err)
	}
	deps.Bus, deps.Blobs, deps.Execution, deps.Log = w.bus, blobs, w.queue, harness.Log(t)
	w.service, err = problems.New(deps)
	if err != nil {
		t.Fatal(err)
	}
	background(t, w.service.Run)
	mux := http.NewServeMux()
	w.service.Register(jsonapi.Open(mux, "problems", "test", ""), mux)
	w.http = httptest.NewServer(httpx.Chain(jsonapi.RouterErrors(mux), httpx.RequestIDs, actAs))
	t.Cleanup(w.http.Close)
	return w
}

// queue stands in for execution's: it has room until it is said to be full.
type queue struct {
	full  error
	place atomic.Int64 // below zero it does not answer
	found sync.Map     // by subject: what became of its judging; nothing is known of any other
}

func (q *queue) Find(_ context.Context, x execution.Find) (execution.FindAnswer, error) {
	if a, is := q.found.Load(x.Subject); is {
		return a.(execution.FindAnswer), nil
	}
	return execution.FindAnswer{}, nil
}

func (q *queue) MayJudge(context.Context, execution.MayJudge) (execution.MayJudgeAnswer, error) {
	return execution.MayJudgeAnswer{}, q.full
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
func background(t *testing.T, run func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// judgeAll stands in for execution: a source that holds a verdict's name gets it, any other is accepted.
// Each result is told twice, as a durable stream may.
func (w *world) judgeAll() *requests {
	r := &requests{}
	background(w.t, func(ctx context.Context) error {
		config := bus.ConsumerConfig{Stream: "EVENTS", Durable: "execution", Subjects: []string{execution.SubjectJudgingRequested}}
		return w.bus.Consume(ctx, config, func(ctx context.Context, d bus.Delivery) error {
			var q execution.JudgingRequest
			if err := d.Decode(&q); err != nil {
				return err
			}
			r.add(q)
			source, err := blob.GetBytes(ctx, w.blobs, q.Files[0].Digest, 1<<20)
			if err != nil {
				return err
			}
			verdict := judge.Accepted
			for _, v := range []judge.Verdict{judge.WrongAnswer, judge.TimeLimit} {
				if strings.Contains(string(source), string(v)) {
					verdict = v
				}
			}
			j := execution.Judgement{ID: ids.New[ids.Judgement](), Organization: q.Organization, Subject: q.Subject,
				Outcome: judge.Outcome{Verdict: verdict, CPUTimeMs: 12, WallTimeMs: 15, MemoryKb: 900, Limits: judge.Limits{CPUTimeMs: 1000}}}
			if verdict != judge.Accepted {
				j.Outcome.Group, j.Outcome.Test, j.Outcome.Compilation.Output = "large", "2", "a warning"
				j.Outcome.Groups = []judge.GroupOutcome{{Name: "large", Tests: []judge.TestOutcome{
					{Name: "1", Verdict: judge.Accepted}, {Name: "2", Verdict: verdict, Signal: "SIGKILL", Limit: judge.LimitCPU, Detail: "too slow"},
				}}}
			}
			for _, id := range []string{"a-", "b-"} {
				if err := w.bus.PublishDurable(ctx, execution.SubjectJudgementFinished, id+string(j.ID), j); err != nil {
					return err
				}
			}
			return nil
		})
	})
	return r
}

type requests struct {
	mu  sync.Mutex
	all []execution.JudgingRequest
}

func (r *requests) add(q execution.JudgingRequest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, q)
}

func member(role identity.Role) identity.Principal {
	return identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: role}
}

// document is an answer, decoded as far as tests look.
type document struct {
	Data   resource
	Errors []struct {
		Status, Code, Detail string
		Source               struct{ Pointer, Parameter, Header string }
	}
}

type resource struct {
	Type, ID      string
	Attributes    map[string]any
	Links         map[string]string
	Relationships map[string]struct{ Data any }
}

type list struct {
	Data  []resource
	Links map[string]*string
}

type attributes map[string]any

// send posts or patches a resource; rel is a relationship "problem" or "group" to parent.
func (w *world) send(who identity.Principal, method, path, typ, id string, a attributes, rel, parent string, header ...string) (int, document) {
	w.t.Helper()
	data := map[string]any{"type": typ, "attributes": a}
	if a == nil {
		delete(data, "attributes")
	}
	if id != "" {
		data["id"] = id
	}
	if rel != "" {
		kind := map[string]string{"problem": "problems", "group": "test-groups"}[rel]
		data["relationships"] = map[string]any{rel: map[string]any{"data": map[string]string{"type": kind, "id": parent}}}
	}
	body, err := json.Marshal(map[string]any{"data": data})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.raw(who, method, path, jsonapi.MediaType, body, header...)
}

func (w *world) raw(who identity.Principal, method, path, mediaType string, body []byte, header ...string) (int, document) {
	w.t.Helper()
	status, answer := w.exchange(who, method, path, mediaType, body, header...)
	var doc document
	if len(answer) > 0 {
		if err := json.Unmarshal(answer, &doc); err != nil {
			w.t.Fatalf("%s %s answers %d with %.300q: %v", method, path, status, answer, err)
		}
	}
	return status, doc
}

func (w *world) list(who identity.Principal, path string) list {
	w.t.Helper()
	status, answer := w.exchange(who, "GET", path, "", nil)
	var all list
	if err := json.Unmarshal(answer, &all); err != nil || status != 200 {
		w.t.Fatalf("GET %s answers %d with %.300q", path, status, answer)
	}
	return all
}

func (w *world) exchange(who identity.Principal, method, path, mediaType string, body []byte, header ...string) (int, []byte) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.http.URL+path, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", mediaType)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if who.Signed() {
		principal, _ := json.Marshal(who)
		r.Header.Set("X-Principal", string(principal))
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

// made posts something that must be taken, and answers its id.
func (w *world) made(who identity.Principal, typ string, a attributes, rel, parent string) string {
	w.t.Helper()
	status, doc := w.send(who, "POST", "/v1/"+typ, typ, "", a, rel, parent)
	if status != 201 && status != 202 {
		w.t.Fatalf("POST %s answers %d %+v", typ, status, doc.Errors)
	}
	return doc.Data.ID
}

// readyProblem has a sample, a hidden group and two references that are expected to be accepted.
func (w *world) readyProblem(who identity.Principal, title string) (id string) {
	w.t.Helper()
	id = w.made(who, "problems", attributes{"title": title, "difficulty": "easy", "statement": "Add $a+b$.", "tags": []string{"Math"}}, "", "")
	sample := w.made(who, "test-groups", attributes{"name": "sample", "sample": true}, "problem", id)
	hidden := w.made(who, "test-groups", attributes{"name": "hidden", "points": 10}, "problem", id)
	w.made(who, "tests", attributes{"name": "1", "input": "1 2\n", "answer": "3\n", "explanation": "1+2"}, "group", sample)
	w.made(who, "tests", attributes{"name": "1", "input": "5 5\n", "answer": "10\n"}, "group", hidden)
	w.made(who, "reference-solutions", attributes{"name": "one", "language": "python", "source": "x", "expectedVerdict": "AC"}, "problem", id)
	w.made(who, "reference-solutions", attributes{"name": "two", "language": "c", "source": "y", "expectedVerdict": "AC"}, "problem", id)
	w.made(who, "reference-solutions", attributes{"name": "bad", "language": "c", "source": "gives WA", "expectedVerdict": "WA"}, "problem", id)
	return id
}

func (w *world) verified(who identity.Principal, problem, want string) {
	w.t.Helper()
	id := w.made(who, "verifications", nil, "problem", problem)
	harness.Eventually(w.t, 15*time.Second, func() error {
		if _, doc := w.raw(who, "GET", "/v1/verifications/"+id, "", nil); doc.Data.Attributes["state"] != want {
			return errors.New("the verification is " + doc.Data.Attributes["state"].(string))
		}
		return nil
	})
}
