package execution_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// measured is the value of a series of the service or of its worker.
func (w *world) measured(series string) float64 {
	w.t.Helper()
	for _, registry := range w.metrics {
		if got := harness.Figure(w.t, registry, series); got != -1 {
			return got
		}
	}
	return -1
}

// expect waits until each of the series has its value; what nobody waits for is counted after the answer.
func (w *world) expect(want map[string]float64) {
	w.t.Helper()
	harness.Eventually(w.t, 20*time.Second, func() (err error) {
		for series, value := range want {
			if got := w.measured(series); got != value {
				err = errors.Join(err, fmt.Errorf("%s is %v, want %v", series, got, value))
			}
		}
		return err
	})
}

// breaking is a sandbox that fails on demand.
type breaking struct {
	sandbox.Backend
	broken atomic.Bool
}

type breakingSlot struct {
	sandbox.Slot
	of *breaking
}

func (b *breaking) Open(ctx context.Context) (sandbox.Slot, error) {
	s, err := b.Backend.Open(ctx)
	return breakingSlot{s, b}, err
}

func (s breakingSlot) Run(ctx context.Context, spec sandbox.Spec) (sandbox.Result, error) {
	if s.of.broken.Load() {
		return sandbox.Result{}, errors.New("the sandbox is broken")
	}
	return s.Slot.Run(ctx, spec)
}

// TestMetricsOfRunsAndJudgings has programs queue, run and fail, and looks at every family that operators watch.
func TestMetricsOfRunsAndJudgings(t *testing.T) {
	real, tools := realTools(t, 3)
	backend := &breaking{Backend: real}
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), func(c *execution.Config) {
		c.Judgements.Grace = 50 * time.Millisecond
	})
	w.startWorker(backend, tools)
	staff := member(identity.Author)
	var sleeping []string
	for range 2 {
		_, doc := w.do(staff, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "sleep 60", "limits": map[string]any{"wallTimeMs": 60_000}})
		sleeping = append(sleeping, doc.Data.ID)
	}
	w.expect(map[string]float64{"codecraft_worker_slots_busy{lane=runs}": 2})
	w.publish(w.ask(staff.Organization, "c", "#include <stdio.h>\nint main(void) { char s[9]; scanf(\"%s\", s); puts(s); }"))
	program := map[string]any{"language": "c", "source": "#include <stdio.h>\nint main(void) { puts(\"hello\"); }"}
	first := make(chan int, 1)
	go func() {
		status, _ := w.do(staff, "POST", "/v1/runs?waitForEnd=true", program)
		first <- status
	}()
	w.expect(map[string]float64{"codecraft_queue_depth{lane=judgings}": 1, "codecraft_queue_depth{lane=runs}": 1, "codecraft_worker_waiting{lane=judgings}": 1})
	w.expectAges()
	for _, id := range sleeping {
		w.do(staff, "DELETE", "/v1/runs/"+id, nil)
	}
	if status := <-first; status != http.StatusCreated {
		t.Fatalf("the run that waited is answered with %d", status)
	}
	if status, doc := w.do(staff, "POST", "/v1/runs?waitForEnd=true", program); status != http.StatusCreated || doc.text("status") != "ok" {
		t.Fatalf("%d %v", status, doc.Data.Attributes)
	}
	w.do(staff, "POST", "/v1/runs?waitForEnd=true", map[string]any{"language": "bash", "source": "exit 3"})
	w.do(staff, "POST", "/v1/runs?waitForEnd=true", map[string]any{"language": "brainfog", "source": "+"})
	want := map[string]float64{
		"codecraft_queue_depth{lane=runs}": 0, "codecraft_queue_oldest_seconds{lane=runs}": 0,
		"codecraft_queue_depth{lane=judgings}": 0, "codecraft_queue_oldest_seconds{lane=judgings}": 0,
		"codecraft_worker_slots": 2, "codecraft_worker_terminals": 1, "codecraft_worker_terminals_busy": 0,
		"codecraft_worker_slots_busy{lane=runs}": 0, "codecraft_worker_slots_busy{lane=judgings}": 0,
		"codecraft_worker_waiting{lane=runs}": 0, "codecraft_worker_waiting{lane=judgings}": 0,
		"codecraft_runs_total{language=c,status=ok}": 2, "codecraft_runs_total{language=bash,status=failed}": 1,
		"codecraft_compile_cache_total{language=c,result=miss}": 2, "codecraft_compile_cache_total{language=c,result=hit}": 1,
		"codecraft_verdicts_total{language=c,verdict=AC}": 1,
		"codecraft_judgement_seconds{stage=queued}":       1, "codecraft_judgement_seconds{stage=judged}": 1,
		"codecraft_judgements_total{result=judged}": 1, "codecraft_judgements_total{result=failed}": 0, "codecraft_workers": 1,
		"codecraft_sandbox_failures_total{language=c,reason=open}": 0, "codecraft_runs_total{language=c,status=internal_error}": 0,
		"codecraft_judgements_unfinished": 0, "codecraft_judgements_oldest_seconds": 0,
	}
	for stage, judged := range map[string]float64{"queue": 1, "compile": 1, "start": 2, "run": 2} { // of two tests
		want["codecraft_stage_seconds{lane=runs,language=c,stage="+stage+"}"] = 2
		want["codecraft_stage_seconds{lane=judgings,language=c,stage="+stage+"}"] = judged
	}
	w.expect(want)

	_, plain := w.do(staff, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "sleep 60", "limits": map[string]any{"wallTimeMs": 60_000}})
	_, terminal := w.do(staff, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "sleep 60", "terminal": map[string]any{"rows": 24, "columns": 80}})
	w.expect(map[string]float64{"codecraft_worker_slots_busy{lane=runs}": 1, "codecraft_worker_terminals_busy": 1})
	for _, id := range []string{plain.Data.ID, terminal.Data.ID} {
		w.do(staff, "DELETE", "/v1/runs/"+id, nil)
	}
	backend.broken.Store(true)
	w.do(staff, "POST", "/v1/runs?waitForEnd=true", map[string]any{"language": "bash", "source": "echo"})
	w.expect(map[string]float64{"codecraft_sandbox_failures_total{language=bash,reason=run}": 1, "codecraft_runs_total{language=bash,status=internal_error}": 1})
	if got := w.measured("codecraft_stage_seconds{lane=runs,language=brainfog,stage=queue}"); got != -1 {
		t.Error("an unknown language has series of its own")
	}
}

// expectAges: what waits grows older.
func (w *world) expectAges() {
	w.t.Helper()
	harness.Eventually(w.t, 20*time.Second, func() error {
		for _, lane := range []string{"runs", "judgings"} {
			if age := w.measured("codecraft_queue_oldest_seconds{lane=" + lane + "}"); age <= 0 || age > 60 {
				return fmt.Errorf("the oldest of the %s has waited %v s", lane, age)
			}
		}
		return nil
	})
}
