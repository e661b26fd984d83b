package execution_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// forever is longer than any test: what sleeps so long ends because it is cancelled.
const forever = "sleep 3600"

// askForever is a judging that ends only when it is cancelled; an interactive one has a validator that waits with it.
func (w *world) askForever(org ids.Organization, interactive bool) contract.JudgingRequest {
	w.t.Helper()
	if !interactive {
		return w.askWith(org, forever, nil)
	}
	return w.askWith(org, forever, &judge.Validator{
		Protocol: judge.ProtocolKattis, Language: "bash", Interactive: true,
		Files: []judge.NamedBlob{{Name: "validate.sh", Digest: string(w.blob("read -r x; exit 42"))}},
	})
}

// askWith is a judging of one test that may take an hour.
func (w *world) askWith(org ids.Organization, source string, validator *judge.Validator) contract.JudgingRequest {
	w.t.Helper()
	q := w.ask(org, "bash", source)
	p := judge.Plan{
		Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Tokens}, Limits: judge.Limits{WallTimeMs: 3_600_000},
		Groups: []judge.Group{{Name: "all", Points: 10, Tests: []judge.Test{{Name: "1", Input: string(w.blob("one\n")), Answer: string(w.blob("one\n"))}}}},
	}
	p.Validator = validator
	plan, err := json.Marshal(p)
	if err != nil {
		w.t.Fatal(err)
	}
	q.Plan = w.blob(string(plan))
	return q
}

// begun waits until n judgings at least are under way.
func (w *world) begun(n int64) {
	w.t.Helper()
	harness.Eventually(w.t, time.Minute, func() error {
		got, err := w.judging()
		return because(err, got >= n, fmt.Sprintf("%d judgings are under way, not %d", got, n))
	})
}

func because(err error, holds bool, otherwise string) error {
	if err != nil {
		return err
	}
	return unless(holds, otherwise)
}

// cancelJudgings ends all of an organization that are under way or wait.
func (w *world) cancelJudgings(org ids.Organization) {
	w.t.Helper()
	staff := member(identity.Recruiter)
	staff.Organization = org
	all, err := db.Select[ids.Judgement](w.t.Context(), w.db, `SELECT id FROM judgements WHERE organization_id = $1 AND state <> 'finished' ORDER BY sent LIMIT 20`, org)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, id := range all {
		if status, doc := w.do(staff, "DELETE", "/v1/judgements/"+string(id), nil); status != 204 && status != 409 {
			w.t.Errorf("cancelling a judgement is answered %d %+v", status, doc.Errors)
		}
	}
}

// holds starts a run that keeps its slot until it is stopped, for a minute at most, and demands then that it did.
func (w *world) holds(who identity.Principal) (stop func()) {
	w.t.Helper()
	status, doc := w.do(who, "POST", "/v1/runs", map[string]any{"language": "bash", "source": forever, "limits": map[string]any{"wallTimeMs": 60_000}})
	if status != 201 {
		w.t.Fatalf("the run of an organization that has none is answered %d %+v", status, doc.Errors)
	}
	return func() {
		w.t.Helper()
		// As long as a run may last it has kept the slot, if the rest took longer than that.
		if _, run := w.do(who, "GET", "/v1/runs/"+doc.Data.ID, nil); run.text("status") != "running" && run.text("status") != "wall_limit" {
			w.t.Errorf("the run that keeps a slot has ended before: %v", run.Data.Attributes)
		}
		w.do(who, "DELETE", "/v1/runs/"+doc.Data.ID, nil)
	}
}

// runs demands that a run is answered with its end.
func (w *world) runs(who identity.Principal, times int) {
	w.t.Helper()
	for i := range times {
		want := fmt.Sprintf("%d\n", i)
		status, doc := w.do(who, "POST", "/v1/runs?waitForEnd=true", map[string]any{"language": "bash", "source": "cat", "stdin": want})
		if status != 201 || doc.text("status") != "ok" || doc.text("stdout") != want {
			w.t.Fatalf("run %d is answered %d %+v %v", i, status, doc.Errors, doc.Data.Attributes)
		}
	}
}

// More judgings wait than there are slots, none ends, and one organization has a run in the slot that judgings leave: without
// the slot that is kept for runs, or without the one for an organization that has none, somebody here waits for ever.
func TestRunsHaveASlotWhileJudgingsWait(t *testing.T) {
	t.Parallel() // it waits more than it computes
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), func(c *execution.Config) { c.Runs.Patience = 15 * time.Second })
	w.startWorker(backend, tools)
	done := w.finished()
	org := ids.New[ids.Organization]()
	first := w.askForever(org, false)
	w.publish(first)
	for range 4 {
		w.publish(w.askForever(org, false))
	}
	w.begun(1)
	defer w.cancelJudgings(org)
	own := candidate()
	own.Organization = org
	defer w.holds(own)()
	w.runs(candidate(), 5)
	w.runs(candidate(), 5)
	if n, err := w.judging(); n < 1 || done.count(first) != 0 {
		t.Errorf("the judging did not last as long as the runs: %d under way, %v", n, err)
	}
	colleague := candidate()
	colleague.Organization = org
	status, doc := w.do(colleague, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "echo"})
	if status != 503 || len(doc.Errors) != 1 {
		t.Errorf("a second run of the organization that has all other slots is answered %d %+v", status, doc.Errors)
	}
}

// An interactive judging has its program in one slot of the sandbox and its validator in another.
func TestRunsHaveASlotBesideAnInteractiveJudging(t *testing.T) {
	backend, tools := realTools(t, 2)
	counted := &counting{Backend: backend}
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(counted, tools)
	org := ids.New[ids.Organization]()
	q := w.askForever(org, true)
	w.publish(q)
	w.begun(1)
	defer w.cancelJudgings(org)
	harness.Eventually(t, 20*time.Second, func() error {
		return unless(counted.open.Load() == 2, "program and validator do not run yet")
	})
	defer w.holds(candidate())()
	w.runs(candidate(), 3)
	if n, err := w.judging(); n != 1 || err != nil {
		t.Errorf("the judging has ended before the runs: %d, %v", n, err)
	}
}

// counting counts the open slots of a sandbox.
type counting struct {
	sandbox.Backend
	open atomic.Int64
}

type countedSlot struct {
	sandbox.Slot
	of *counting
}

func (c *counting) Open(ctx context.Context) (sandbox.Slot, error) {
	s, err := c.Backend.Open(ctx)
	if err != nil {
		return nil, err
	}
	c.open.Add(1)
	return countedSlot{s, c}, nil
}

func (s countedSlot) Close() error {
	defer s.of.open.Add(-1)
	return s.Slot.Close()
}

// One organization has ten thousand judgings queued, of which none ever ends, and runs in all slots it can get. With a
// real worker, another one's runs are answered one after the other, and its judging comes after no more of the crowd's than are in
// the workers' hands already.
func TestTenThousandQueuedDelayNobodysRun(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	crowd, other := ids.New[ids.Organization](), candidate()
	w.queue(w.askForever(crowd, false), 10_000)
	w.startWorker(backend, tools)
	done := w.finished()
	w.begun(1)
	one := candidate()
	one.Organization = crowd
	defer w.holds(one)()
	w.runs(other, 15)
	if ended, err := w.endedOf(crowd); ended != 0 || err != nil {
		t.Fatalf("the other's runs came to their end after %d judgings of the crowd: %v", ended, err)
	}
	q := w.ask(other.Organization, "bash", "cat")
	w.publish(q)
	harness.Eventually(t, time.Minute, func() error {
		if done.count(q) > 0 {
			return nil
		}
		waits, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM judgements WHERE organization_id = $1`, other.Organization)
		if err == nil && waits == 1 {
			w.cancelBegun(crowd)
		}
		return fmt.Errorf("the other's judging is not done: %d, %w", waits, err)
	})
	if ended, err := w.endedOf(crowd); ended > 4 || err != nil {
		t.Errorf("%d of the crowd were judged before the other's only one: %v", ended, err)
	}
	w.begun(1)
	w.stopQueue(crowd)
}

// queue writes n judgements like this one as the service does.
func (w *world) queue(q contract.JudgingRequest, n int) {
	w.t.Helper()
	err := w.db.InTx(w.t.Context(), func(ctx context.Context) error {
		for range n {
			q.Subject.ID = ids.New[string]()
			if err := queueRequest(ctx, w.db, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) endedOf(org ids.Organization) (int, error) {
	return db.One[int](w.t.Context(), w.db, `SELECT COUNT(*) FROM judgements WHERE organization_id = $1 AND state = 'finished'`, org)
}

// cancelBegun ends the judging of an organization that is under way.
func (w *world) cancelBegun(org ids.Organization) {
	w.t.Helper()
	staff := member(identity.Recruiter)
	staff.Organization = org
	all, err := db.Select[ids.Judgement](w.t.Context(), w.db, `SELECT id FROM judgements WHERE organization_id = $1 AND state = 'judging'`, org)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, id := range all {
		w.do(staff, "DELETE", "/v1/judgements/"+string(id), nil)
	}
}

// stopQueue takes an organization's waiting judgements away and ends those in hand, so that the worker can stop.
func (w *world) stopQueue(org ids.Organization) {
	w.t.Helper()
	if _, err := db.Exec(w.t.Context(), w.db, `DELETE FROM judgements WHERE organization_id = $1 AND state = 'queued' AND sent = 0`, org); err != nil {
		w.t.Fatal(err)
	}
	w.cancelJudgings(org)
}
