package execution_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/worker"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestOverloadIsRefusedAndPasses(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), func(c *execution.Config) { c.Runs.Patience = 300 * time.Millisecond })
	w.startWorker(backend, tools)
	who := candidate()
	sleep := map[string]any{"language": "bash", "source": forever, "limits": map[string]any{"wallTimeMs": 60_000}}
	running := map[string]identity.Principal{}
	for range 2 {
		colleague := candidate()
		colleague.Organization = who.Organization
		harness.Eventually(t, 10*time.Second, func() error { // languages are prepared in a slot, at first
			status, doc := w.do(colleague, "POST", "/v1/runs", sleep)
			if status != http.StatusCreated {
				return fmt.Errorf("a run is answered %d", status)
			}
			running[doc.Data.ID] = colleague
			return nil
		})
	}
	r := w.request(who, "POST", "/v1/runs", []byte(`{"data":{"type":"runs","attributes":{"language":"bash","source":"echo"}}}`))
	r.Header.Set("Content-Type", "application/vnd.api+json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close() // only the head is looked at
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
		t.Errorf("with all slots busy a run is answered %d, Retry-After %q", answer.StatusCode, answer.Header.Get("Retry-After"))
	}
	for id, colleague := range running {
		w.do(colleague, "DELETE", "/v1/runs/"+id, nil)
	}
	harness.Eventually(t, 10*time.Second, func() error {
		if status, doc := w.do(who, "POST", "/v1/runs?waitForEnd=true", map[string]any{"language": "bash", "source": "echo again"}); status != 201 || doc.text("stdout") != "again\n" {
			return errors.New("the slots are not free again")
		}
		return nil
	})
}

func TestAStoppedWorkerFinishesItsWork(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	stop := w.startWorker(backend, tools)
	done := w.finished()
	q := w.ask(ids.New[ids.Organization](), "bash", "sleep 1; cat")
	w.publish(q)
	who := candidate()
	_, doc := w.do(who, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "sleep 2; echo done"})
	harness.Eventually(t, 10*time.Second, func() error {
		begun, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM judgements WHERE state <> 'queued'`)
		return because(err, begun == 1, "the judging has not begun")
	})
	stop()
	if _, run := w.do(who, "GET", "/v1/runs/"+doc.Data.ID, nil); run.text("status") != "ok" || run.text("stdout") != "done\n" {
		t.Errorf("the run has ended as %v", run.Data.Attributes)
	}
	if j := done.of(t, q, 10*time.Second); j.Outcome.Verdict != "AC" {
		t.Errorf("the judging has ended as %+v", j.Outcome)
	}
	if status, doc := w.do(who, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "echo"}); status != 503 {
		t.Errorf("after it a run is answered %d %+v", status, doc.Errors)
	}
}

func TestARunOfAKilledWorkerIsToldLost(t *testing.T) {
	t.Parallel() // it waits more than it computes
	address := harness.NATSServer(t)
	w := newWorld(t, harness.Database(t)("execution"), harness.RemoteBus(t, address), nil)
	realTools(t, 2) // skips where there is no sandbox
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childBus+"="+address, childBlobs+"="+t.TempDir(), childDir+"="+t.TempDir())
	child.Stderr = t.Output()
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	who := candidate()
	var doc document
	harness.Eventually(t, 30*time.Second, func() error {
		var status int
		if status, doc = w.do(who, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "echo begun; " + forever, "limits": map[string]any{"wallTimeMs": 60_000}}); status != 201 {
			return errors.New("the worker is not there yet")
		}
		return nil
	})
	harness.Eventually(t, 10*time.Second, func() error {
		if _, run := w.do(who, "GET", "/v1/runs/"+doc.Data.ID, nil); run.text("stdout") == "" {
			return errors.New("it has not begun")
		}
		return nil
	})
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	_, end := w.do(who, "GET", "/v1/runs/"+doc.Data.ID+"?waitForEnd=true", nil)
	if end.text("status") != "internal_error" || !strings.Contains(end.text("detail"), "run it again") || end.text("stdout") != "begun\n" {
		t.Errorf("it ends as %v", end.Data.Attributes)
	}
}

func TestRunsAreRateLimited(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), func(c *execution.Config) { c.Runs.CandidateRuns = 3 })
	one, other := candidate(), candidate()
	run := map[string]any{"language": "bash", "source": "echo"}
	for range 3 {
		w.do(one, "POST", "/v1/runs", run)
	}
	if status, doc := w.do(one, "POST", "/v1/runs", run); status != 429 {
		t.Errorf("the fourth run is answered %d %+v", status, doc.Errors)
	}
	if status, _ := w.do(other, "POST", "/v1/runs", run); status == 429 {
		t.Error("one candidate's runs count for another")
	}
}

func TestMissingDependenciesAreRefused(t *testing.T) {
	b, d := harness.Bus(t), harness.Database(t)("execution")
	blobs, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	whole := execution.Deps{DB: d, Bus: b, Blobs: blobs, Log: discard(), Metrics: prometheus.NewRegistry(), Places: &attempts{}, Config: execution.Defaults()}
	for name, without := range map[string]func(*execution.Deps){
		"DB": func(d *execution.Deps) { d.DB = nil }, "Bus": func(d *execution.Deps) { d.Bus = nil },
		"Blobs": func(d *execution.Deps) { d.Blobs = nil }, "Log": func(d *execution.Deps) { d.Log = nil },
		"Metrics": func(d *execution.Deps) { d.Metrics = nil }, "Places": func(d *execution.Deps) { d.Places = nil },
		"--member-runs": func(d *execution.Deps) { d.Config.Runs.MemberRuns = 0 },
	} {
		deps := whole
		without(&deps)
		if _, err := execution.New(deps); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	complete := worker.Deps{Bus: b, Blobs: blobs, Backend: &dying{}, Toolchain: fakeTools(t), Log: discard(), CacheDir: t.TempDir(), Config: worker.Defaults()}
	for name, without := range map[string]func(*worker.Deps){
		"bus": func(d *worker.Deps) { d.Bus = nil }, "blob": func(d *worker.Deps) { d.Blobs = nil },
		"sandbox is": func(d *worker.Deps) { d.Backend = nil }, "toolchain": func(d *worker.Deps) { d.Toolchain = nil },
		"log": func(d *worker.Deps) { d.Log = nil }, "folder": func(d *worker.Deps) { d.CacheDir = "" },
		"too few slots": func(d *worker.Deps) { d.Backend = single{&dying{}} }, "lease": func(d *worker.Deps) { d.Config.Lease = 0 },
	} {
		deps := complete
		without(&deps)
		if _, err := worker.New(deps); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

// single is a sandbox with one slot.
type single struct{ *dying }

func (single) Slots() int { return 1 }

func TestLanguagesAreListedWithoutAWorker(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	status, doc := w.do(candidate(), "GET", "/v1/languages/python", nil)
	if status != 200 || doc.attribute("available") != false || !strings.Contains(doc.text("install"), "no worker") || doc.text("hello") == "" {
		t.Errorf("answers %d %v", status, doc.Data.Attributes)
	}
	if status, _ := w.do(identity.Principal{}, "GET", "/v1/languages", nil); status != 401 {
		t.Errorf("who is not signed in is answered %d", status)
	}
}

func TestAnIdleWorkerPreparesItsLanguages(t *testing.T) {
	backend, _ := realTools(t, 2)
	rows := only("c", "bash")
	rows[1].Warm = toolchain.WarmRule{Run: []string{"/bin/sh", "-c", "echo prepared > out/word"}} // quicker than any language's own
	dir := t.TempDir()
	tools, err := toolchain.New(toolchain.Config{Dir: dir}, toolchain.Detect(t.Context(), rows))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	harness.Eventually(t, 60*time.Second, func() error {
		made, err := filepath.Glob(filepath.Join(dir, "warm", "bash-*", "word"))
		if err != nil || len(made) == 0 {
			return errors.Join(err, errors.New("nothing is prepared for Bash"))
		}
		return nil
	})
}

func TestALanguageThatCannotWorkHereIsNotOffered(t *testing.T) {
	backend, _ := realTools(t, 2)
	rows := only("c", "bash")
	rows[slices.IndexFunc(rows, func(l toolchain.Language) bool { return l.ID == "bash" })].Run = []string{"/nowhere/bash", "{entry}"}
	tools, err := toolchain.New(toolchain.Config{Dir: t.TempDir()}, toolchain.Detect(t.Context(), rows))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	harness.Eventually(t, 60*time.Second, func() error {
		_, doc := w.do(candidate(), "GET", "/v1/languages/bash", nil)
		if doc.attribute("available") != false || !strings.Contains(doc.text("install"), "/nowhere/bash cannot be executed") {
			return fmt.Errorf("Bash is %v", doc.Data.Attributes)
		}
		return nil
	})
}
