package execution_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/worker"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// finished gathers the judgements that are announced.
type finished struct {
	mu  sync.Mutex
	all []contract.Judgement
}

func (w *world) finished() *finished {
	f := &finished{}
	background(w.t, func(ctx context.Context) error {
		return w.bus.Consume(ctx, bus.ConsumerConfig{Stream: "EVENTS", Durable: "watcher", Subjects: []string{contract.SubjectJudgementFinished}},
			func(_ context.Context, d bus.Delivery) error {
				var j contract.Judgement
				if err := d.Decode(&j); err != nil {
					return err
				}
				f.mu.Lock()
				defer f.mu.Unlock()
				f.all = append(f.all, j)
				return nil
			})
	})
	return f
}

// of waits for the judgement of a request.
func (f *finished) of(t *testing.T, q contract.JudgingRequest, limit time.Duration) contract.Judgement {
	t.Helper()
	var found contract.Judgement
	harness.Eventually(t, limit, func() error {
		f.mu.Lock()
		defer f.mu.Unlock()
		for _, j := range f.all {
			if j.Subject == q.Subject {
				found = j
				return nil
			}
		}
		return errors.New("it is not judged yet")
	})
	return found
}

func (f *finished) count(q contract.JudgingRequest) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, j := range f.all {
		if j.Subject == q.Subject {
			n++
		}
	}
	return n
}

func TestJudging(t *testing.T) {
	backend, tools := realTools(t, 2)
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		w.startWorker(backend, tools)
		done := w.finished()
		staff := member(identity.Recruiter)
		for name, c := range map[string]struct {
			language, source, verdict, test string // test: that decided it
			score                           float64
		}{
			"a right program":             {"bash", "cat", "AC", "", 10},
			"a wrong one":                 {"bash", "echo one", "WA", "2", 0},
			"one that fails":              {"bash", "exit 1", "RTE", "1", 0},
			"one that does not compile":   {"c", "int main( {", "CE", "", 0},
			"a language that is not here": {"klingon", "x", "JE", "", 0},
		} {
			q := w.ask(staff.Organization, c.language, c.source)
			w.publish(q)
			j := done.of(t, q, 30*time.Second)
			if string(j.Outcome.Verdict) != c.verdict || j.Outcome.Score != c.score {
				t.Errorf("%s: judged %s with %v points: %+v", name, j.Outcome.Verdict, j.Outcome.Score, j.Outcome)
			}
			status, doc := w.do(staff, "GET", "/v1/judgements/"+string(j.ID), nil)
			if status != 200 || doc.attribute("verdict") != c.verdict || doc.attribute("state") != "finished" || doc.attribute("subjectId") != q.Subject.ID {
				t.Errorf("%s: GET answers %d %+v", name, status, doc.Data.Attributes)
			}
			if limits, _ := doc.attribute("limits").(map[string]any); doc.attribute("test") != c.test || (doc.attribute("group") == "all") != (c.test != "") || (c.verdict != "JE" && limits["cpuTimeMs"] == nil) {
				t.Errorf("%s: decided by %v/%v under %v", name, doc.attribute("group"), doc.attribute("test"), limits)
			}
			for _, who := range []identity.Principal{member(identity.Owner), {Organization: staff.Organization, Role: identity.Candidate, Place: identity.InAttempt("a")}} {
				if status, _ := w.do(who, "GET", "/v1/judgements/"+string(j.ID), nil); status != 404 && status != 403 {
					t.Errorf("%s: %s of another organization is answered %d", name, who.Role, status)
				}
			}
		}
	})
}

func TestJudgingTwiceAskedIsOnceDone(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	done := w.finished()
	q := w.ask(ids.New[ids.Organization](), "bash", "cat")
	for i := range 3 { // another message id each time: as after the stream has forgotten the first
		if err := w.bus.PublishDurable(t.Context(), contract.SubjectJudgingRequested, fmt.Sprint(i), q); err != nil {
			t.Fatal(err)
		}
	}
	done.of(t, q, 20*time.Second)
	last := w.ask(q.Organization, "bash", "cat")
	w.publish(last)
	done.of(t, last, 20*time.Second)
	if n := done.count(q); n != 1 {
		t.Errorf("it was judged %d times", n)
	}
}

// A neighbour that hears nothing asks: the request may have been lost, or the result.
func TestANeighbourFindsItsJudging(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		client := execution.NewClient(w.bus)
		q := w.submission(ids.New[ids.Organization]())
		find := func(org ids.Organization) contract.FindAnswer {
			t.Helper()
			a, err := client.Find(t.Context(), contract.Find{Organization: org, Subject: q.Subject})
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		if a := find(q.Organization); a.Known || a.Judgement != nil {
			t.Errorf("what was never asked for is found: %+v", a)
		}
		w.publish(q)
		id := w.judgementsOf(q.Subject.ID, 1)[0]
		if a := find(q.Organization); !a.Known || a.Judgement != nil {
			t.Errorf("while it waits: %+v", a)
		}
		n := startBench(t, w.bus, 1)
		n.let(1)
		harness.Eventually(t, 20*time.Second, func() error { return unless(find(q.Organization).Judgement != nil, "it is not judged yet") })
		if a := find(q.Organization); a.Judgement.ID != id || a.Judgement.Outcome.Verdict != "AC" || a.Judgement.Subject != q.Subject {
			t.Errorf("the result is found as %+v", a.Judgement)
		}
		if a := find(ids.New[ids.Organization]()); a.Known || a.Judgement != nil {
			t.Errorf("another organization finds it: %+v", a)
		}
	})
}

func TestAKilledWorkersJobIsJudgedOnceByAnother(t *testing.T) {
	t.Parallel() // it waits more than it computes
	backend, tools := realTools(t, 2)
	address := harness.NATSServer(t)
	w := newWorld(t, harness.Database(t)("execution"), harness.RemoteBus(t, address), nil)
	done := w.finished()
	started := make(chan contract.Progress, 100)
	stop, err := w.bus.Subscribe(contract.SubjectJudgementProgress+"*", func(_ context.Context, m bus.Message) {
		var p contract.Progress
		if err := m.Decode(&p); err == nil {
			started <- p
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	blobs := t.TempDir()
	w.blobs, err = blob.NewFiles(blobs, 0)
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childBus+"="+address, childBlobs+"="+blobs, childDir+"="+t.TempDir())
	child.Stderr = t.Output()
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	q := w.askWith(ids.New[ids.Organization](), "sleep 5; cat", nil) // it is killed before that
	w.publish(q)
	select {
	case <-started:
	case <-time.After(harness.Patience):
		t.Fatal("the worker does not begin")
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	if n := done.count(q); n != 0 {
		t.Fatal("it was judged before the worker was killed: nothing is shown")
	}
	w.startWorker(backend, tools)
	if j := done.of(t, q, 40*time.Second); j.Outcome.Verdict != "AC" {
		t.Errorf("it is judged %s: %s", j.Outcome.Verdict, j.Outcome.Detail)
	}
	if n := done.count(q); n != 1 {
		t.Errorf("it was judged %d times", n)
	}
}

// What makes this test binary a worker instead.
const (
	childBus   = "CODECRAFT_TEST_WORKER_BUS"
	childBlobs = "CODECRAFT_TEST_WORKER_BLOBS"
	childDir   = "CODECRAFT_TEST_WORKER_DIR"
)

func TestMain(m *testing.M) {
	if os.Getenv(childBus) == "" {
		os.Exit(m.Run())
	}
	if err := workAsChild(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func workAsChild() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	log := discard()
	b, err := bus.Start(bus.Config{URL: os.Getenv(childBus), Name: "child", Log: log})
	if err != nil {
		return err
	}
	blobs, err := blob.NewFiles(os.Getenv(childBlobs), 0)
	if err != nil {
		return err
	}
	backend, err := native.New(ctx, native.Config{Slots: 2 + beside})
	if err != nil {
		return err
	}
	tools, err := toolchain.New(toolchain.Config{Dir: os.Getenv(childDir) + "/tools"}, toolchain.Detect(ctx, only("bash")))
	if err != nil {
		return err
	}
	config := worker.Defaults()
	config.Lease = 2 * time.Second
	one, err := worker.New(worker.Deps{
		Bus: b, Blobs: blobs, Backend: backend, Toolchain: tools, Log: log, CacheDir: os.Getenv(childDir) + "/blobs", Config: config,
	})
	if err != nil {
		return err
	}
	return one.Run(ctx)
}

func TestAJobThatNoWorkerSurvivesEndsInAJudgingError(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	backend := &dying{}
	tools := fakeTools(t)
	config := worker.Defaults()
	config.Retry = 10 * time.Millisecond
	one, err := worker.New(worker.Deps{
		Bus: w.bus, Blobs: w.blobs, Backend: backend, Toolchain: tools, Log: harness.Log(t), CacheDir: t.TempDir(), Config: config,
	})
	if err != nil {
		t.Fatal(err)
	}
	background(t, one.Run)
	backend.tried(t)
	done := w.finished()
	q := w.ask(ids.New[ids.Organization](), "bash", "cat")
	w.publish(q)
	j := done.of(t, q, 20*time.Second)
	if j.Outcome.Verdict != "JE" || !strings.Contains(j.Outcome.Detail, "five times") || len(j.Outcome.Groups) != 1 {
		t.Errorf("it is judged %+v", j.Outcome)
	}
	if n := backend.opened() - 1; n != 5 {
		t.Errorf("it was tried %d times, want 5", n)
	}
}

// Trying does not install a compiler: the reason is told at once, with what to do about it.
func TestALanguageThatNoWorkerHasIsToldAtOnce(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	backend := &dying{}
	config := worker.Defaults()
	config.Retry = 10 * time.Millisecond
	one, err := worker.New(worker.Deps{
		Bus: w.bus, Blobs: w.blobs, Backend: backend, Toolchain: fakeTools(t), Log: harness.Log(t), CacheDir: t.TempDir(), Config: config,
	})
	if err != nil {
		t.Fatal(err)
	}
	background(t, one.Run)
	backend.tried(t)
	staff := member(identity.Author)
	harness.Eventually(t, 10*time.Second, func() error {
		if _, doc := w.do(staff, "GET", "/v1/languages/bash", nil); doc.attribute("available") != true {
			return errors.New("no worker is announced yet")
		}
		return nil
	})
	done := w.finished()
	q := w.ask(ids.New[ids.Organization](), "livescript", "x")
	w.publish(q)
	j := done.of(t, q, 20*time.Second)
	want := "LiveScript is not installed on the workers: codecraft toolchain install livescript (livescript@1.6.0)"
	if j.Outcome.Verdict != "JE" || j.Outcome.Detail != want || len(j.Outcome.Groups) != 1 {
		t.Errorf("it is judged %+v", j.Outcome)
	}
	if n := backend.opened() - 1; n != 0 {
		t.Errorf("a worker tried it %d times", n)
	}
}

// dying is a sandbox that fails whenever it is used.
type dying struct {
	mu sync.Mutex
	n  int
}

func (*dying) Name() string                      { return "dying" }
func (*dying) Slots() int                        { return 2 + beside }
func (*dying) Protections() []sandbox.Protection { return nil }
func (*dying) Close() error                      { return nil }
func (d *dying) Open(context.Context) (sandbox.Slot, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.n++
	return nil, errors.New("the sandbox is dead")
}

func (d *dying) opened() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.n
}

// tried waits until the worker has tried its one language.
func (d *dying) tried(t *testing.T) {
	t.Helper()
	harness.Eventually(t, 20*time.Second, func() error {
		if d.opened() == 0 {
			return errors.New("the language was not tried yet")
		}
		return nil
	})
}

func TestAJobTheQueueHasLostIsSentAgain(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), func(c *execution.Config) { c.Judgements.Grace = 200 * time.Millisecond })
	done := w.finished()
	q := w.ask(ids.New[ids.Organization](), "bash", "cat")
	lost := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { // a consumer that takes the job and does nothing, as a broker that loses it
		_ = w.bus.Consume(ctx, bus.ConsumerConfig{Stream: "JUDGE", Durable: "workers"}, func(context.Context, bus.Delivery) error {
			close(lost)
			cancel()
			return nil
		})
	}()
	w.publish(q)
	<-lost
	<-ctx.Done()
	w.startWorker(backend, tools)
	if j := done.of(t, q, 30*time.Second); j.Outcome.Verdict != "AC" {
		t.Errorf("it is judged %+v", j.Outcome)
	}
}

// judging counts the judgements that a worker has begun and not ended.
func (w *world) judging() (int64, error) {
	return db.One[int64](w.t.Context(), w.db, `SELECT COUNT(*) FROM judgements WHERE state = 'judging'`)
}
