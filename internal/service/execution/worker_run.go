package execution

import (
	"bytes"
	"context"
	"errors"
	"time"

	"golang.org/x/sys/unix"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// queueFor is how long an order may wait here for a slot: a little longer than a short run takes, since
// that is cheaper than asking around.
const queueFor = 100 * time.Millisecond

var errBusy = errs.New(errs.Unavailable, codeBusy, "this worker has no free slot").After(time.Second)

// take answers an order: at once that it has begun or, when the order waits, with its end.
func (w *Worker) take(ctx context.Context, o order) (reply, error) {
	came := time.Now()
	if err := w.admit(ctx); err != nil {
		return reply{}, err
	}
	w.metrics.stages.WithLabelValues("slot").Observe(time.Since(came).Seconds())
	ctx, end := context.WithCancelCause(context.WithoutCancel(ctx))
	w.mu.Lock()
	w.running[o.Head.ID] = end
	w.mu.Unlock()
	o.Head.Worker = w.id
	r := &running{Worker: w, order: o}
	r.emit(ctx, event{Kind: kindStatus, Status: statusQueued, Head: &o.Head})
	if !o.Wait {
		go r.execute(ctx, end)
		return reply{}, nil
	}
	result := r.execute(ctx, end)
	return reply{Result: &result}, nil
}

// admit waits a moment for a slot, and counts the run as work of this worker.
func (w *Worker) admit(ctx context.Context) error {
	w.mu.Lock()
	leaving := w.leaving
	if !leaving {
		w.work.Add(1)
	}
	w.mu.Unlock()
	if leaving {
		return errBusy
	}
	if _, waiting := w.lanes.state(); waiting[runs] >= w.lanes.slots {
		w.work.Done()
		return errBusy
	}
	ctx, cancel := context.WithTimeout(ctx, queueFor)
	defer cancel()
	if err := w.lanes.enter(ctx, runs); err != nil {
		w.work.Done()
		return errBusy
	}
	return nil
}

// running is one run under way.
type running struct {
	*Worker
	order  order
	result contract.RunResult
}

// emit tells whoever follows the run. Of an order that waits nobody knows the id before its end: that alone is told.
func (r *running) emit(ctx context.Context, e event) {
	if r.order.Wait && e.Kind != kindEnd {
		return
	}
	if err := r.bus.Publish(ctx, subjectRunEvents+string(r.order.Head.ID), e); err != nil {
		r.log.Warn("worker: an event of a run was not sent", "run", r.order.Head.ID, "kind", e.Kind, "error", err)
	}
}

// execute runs the order to its end. The answer is on its way before the slot is cleaned.
func (r *running) execute(ctx context.Context, end context.CancelCauseFunc) contract.RunResult {
	began := time.Now()
	slot, err := r.backend.Open(ctx)
	var artifact *toolchain.Artifact
	if err == nil {
		artifact, err = r.compileAndRun(ctx, slot)
	}
	if err != nil {
		r.failed(ctx, err)
	}
	r.emit(ctx, event{Kind: kindEnd, Head: &r.order.Head, Result: &r.result})
	go r.after(ctx, end, slot, artifact, time.Since(began))
	return r.result
}

// compileAndRun fills in the result; the artifact is the caller's to release.
func (r *running) compileAndRun(ctx context.Context, slot sandbox.Slot) (*toolchain.Artifact, error) {
	began := time.Now()
	r.emit(ctx, event{Kind: kindStatus, Status: statusCompiling})
	request := toolchain.Request{Language: r.order.Head.Language, Scope: r.order.Scope, SkipCheck: true}
	for _, f := range r.order.Files {
		request.Files = append(request.Files, toolchain.File{Name: f.Path, Data: f.Data})
	}
	artifact, compiled, err := r.toolchain.Compile(ctx, slot, request)
	compiling := time.Since(began)
	r.metrics.stages.WithLabelValues("compile").Observe(compiling.Seconds())
	r.result.CompileOutput, r.result.CompileTimeMs = compiled.Output, ms(compiling)
	if err != nil {
		return nil, err
	}
	if !compiled.OK {
		r.result.Status, r.result.Detail = statusCompileError, compiled.Detail
		return nil, nil
	}
	return artifact, r.run(ctx, slot, artifact)
}

func (r *running) run(ctx context.Context, slot sandbox.Slot, artifact *toolchain.Artifact) error {
	l := r.order.Limits
	r.emit(ctx, event{Kind: kindStatus, Status: statusRunning})
	out := newOutput(int(l.OutputKb)<<10, func(kind, text string) { r.emit(ctx, event{Kind: kind, Text: text}) })
	spec := artifact.Spec(bytes.NewReader(r.order.Stdin), sandbox.Limits{
		CPUTime:  time.Duration(l.CPUTimeMs) * time.Millisecond,
		WallTime: time.Duration(l.WallTimeMs) * time.Millisecond,
		Memory:   l.MemoryKb << 10,
		Output:   l.OutputKb << 10,
	}, r.order.Args...)
	spec.Stdout, spec.Stderr = out.stdout(), out.stderr()
	result, err := slot.Run(ctx, spec)
	r.result.Stdout, r.result.Stderr, r.result.Truncated = out.end()
	if err != nil {
		return err
	}
	r.metrics.stages.WithLabelValues("run").Observe(result.WallTime.Seconds())
	r.result.Status, r.result.Detail = string(result.Status), result.Detail
	r.result.ExitCode, r.result.MemoryKb = result.ExitCode, result.Memory>>10
	r.result.CPUTimeMs, r.result.WallTimeMs = ms(result.CPUTime), ms(result.WallTime)
	r.result.Truncated = r.result.Truncated || result.Status == sandbox.OutputLimit
	if result.Signal != 0 {
		r.result.Signal = unix.SignalName(result.Signal)
	}
	if result.Status == sandbox.Cancelled && errors.Is(context.Cause(ctx), errLeaving) {
		r.result.Status, r.result.Detail = statusInternalError, errLost.Detail
	}
	return nil
}

// failed turns an error into a result: what the client has sent wrong, what was cancelled, or what is ours.
func (r *running) failed(ctx context.Context, err error) {
	e := errs.Of(err)
	switch {
	case errors.Is(context.Cause(ctx), errLeaving):
		r.result.Status, r.result.Detail = statusInternalError, errLost.Detail
	case ctx.Err() != nil:
		r.result.Status, r.result.Detail = string(sandbox.Cancelled), "the run was cancelled"
	case e.Kind == errs.Invalid || e.Kind == errs.TooLarge || e.Kind == errs.Unavailable:
		r.result.Status, r.result.Detail = string(sandbox.NotStarted), e.Detail
	default:
		r.metrics.failures.Inc()
		r.result.Status, r.result.Detail = statusInternalError, "the sandbox failed: run it again"
		r.log.Error("worker: a run failed", "run", r.order.Head.ID, "request", httpx.RequestID(ctx), "error", err)
	}
}

// after is what nobody waits for: the slot is cleaned and given back, the run is announced and logged.
func (r *running) after(ctx context.Context, end context.CancelCauseFunc, slot sandbox.Slot, artifact *toolchain.Artifact, took time.Duration) {
	defer r.work.Done()
	h := r.order.Head
	if artifact != nil {
		artifact.Release()
	}
	if slot != nil {
		if err := slot.Close(); err != nil {
			r.metrics.failures.Inc()
			r.log.Error("worker: a slot was not cleaned", "run", h.ID, "error", err)
		}
	}
	r.lanes.leave(runs)
	r.mu.Lock()
	delete(r.Worker.running, h.ID)
	r.mu.Unlock()
	end(nil)
	ctx = context.WithoutCancel(ctx)
	r.metrics.statuses.WithLabelValues(h.Language, r.result.Status).Inc()
	r.log.Info("run", "run", h.ID, "request", httpx.RequestID(ctx), "organization", h.Organization, "language", h.Language,
		"status", r.result.Status, "took_ms", ms(took), "cpu_ms", r.result.CPUTimeMs, "compile_ms", r.result.CompileTimeMs)
	if err := r.announce(ctx); err != nil {
		r.log.Warn("worker: a finished run was not announced", "run", h.ID, "error", err)
	}
}

// shownBytes of inputs and outputs go into the event of a finished run.
const shownBytes = 4 << 10

// announce tells the neighbours of the finished run. An attempt's program is kept as blobs.
func (r *running) announce(ctx context.Context) error {
	h := r.order.Head
	done := contract.Run{
		ID: h.ID, Organization: h.Organization, User: h.User, Attempt: h.Attempt, Answer: h.Answer, Language: h.Language,
		Status: r.result.Status, Stdin: beginningOf(string(r.order.Stdin)), Document: h.Document, Result: r.result, StartedAt: h.StartedAt,
	}
	for _, text := range []*string{&done.Result.Stdout, &done.Result.Stderr, &done.Result.CompileOutput} {
		if cut := beginningOf(*text); cut != *text {
			*text, done.Result.Truncated = cut, true
		}
	}
	if h.Attempt != "" {
		for _, f := range r.order.Files {
			digest, err := blob.PutBytes(ctx, r.blobs.store, f.Data)
			if err != nil {
				return err
			}
			done.Source = append(done.Source, contract.SourceFile{Path: f.Path, Digest: digest})
		}
	}
	return r.bus.PublishDurable(ctx, contract.SubjectRunFinished, "run-"+string(h.ID), done)
}

func beginningOf(s string) string {
	if len(s) <= shownBytes {
		return s
	}
	n := shownBytes
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
