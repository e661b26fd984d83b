package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/trace"
	"golang.org/x/sys/unix"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/terminal"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// queueFor is how long an order waits for a slot that does not say.
const queueFor = 100 * time.Millisecond

var errBusy = errs.New(errs.Unavailable, wire.CodeBusy, "this worker has no free slot").After(time.Second)

// Take answers an order: at once that it has begun or, when the order waits, with its end.
func (w *Worker) Take(ctx context.Context, o wire.Order) (wire.Reply, error) {
	if o.Interactive != nil {
		return w.takeInteractive(ctx, o)
	}
	came := time.Now()
	asking := ctx
	ctx, end := context.WithCancelCause(context.WithoutCancel(ctx))
	w.mu.Lock()
	leaving := w.leaving
	if !leaving {
		w.work.Add(1)
		w.running[o.Head.ID] = end
	}
	w.mu.Unlock()
	if leaving {
		end(errLeaving)
		return wire.Reply{}, errBusy
	}
	ended, err := w.admitOne(asking, ctx, o)
	if err != nil {
		w.forget(o.Head.ID, end)
		w.work.Done()
		return wire.Reply{}, err
	}
	w.metrics.of(o.Head.Language).took(ctx, stageQueue, runs, time.Since(came))
	o.Head.Worker = w.id
	ctx, span := beginRun(ctx, o.Head)
	r := &running{Worker: w, order: o, span: span, ended: ended, leave: func() { w.lanes.leave(runs, o.Head.Organization) }}
	r.emit(ctx, wire.Event{Kind: wire.KindStatus, Status: wire.StatusQueued, Head: &o.Head})
	if !o.Wait {
		go r.execute(ctx, end)
		return wire.Reply{}, nil
	}
	result := r.execute(ctx, end)
	return wire.Reply{Result: &result}, nil
}

// forget ends what belongs to a run; it can be cancelled no more.
func (w *Worker) forget(id ids.Run, end context.CancelCauseFunc) {
	w.mu.Lock()
	delete(w.running, id)
	w.mu.Unlock()
	end(nil)
}

// admitOne admits a run, and counts it as one of its candidate's until it has ended.
func (w *Worker) admitOne(asking, run context.Context, o wire.Order) (ended func(), err error) {
	asking, cancel := context.WithCancel(asking)
	defer cancel()
	defer context.AfterFunc(run, cancel)()
	defer context.AfterFunc(w.away, cancel)()
	if ended, err = w.candidateBegins(asking, o.Head.Place); err != nil {
		return nil, err
	}
	if err = w.admit(asking, o); err != nil {
		ended()
	}
	return ended, err
}

// admit waits for a slot for as long as the order may, or until nobody asks any more.
func (w *Worker) admit(asking context.Context, o wire.Order) error {
	if entered, err := w.lanes.tryRun(o.Head.Organization, o.AtOnce); entered || err != nil {
		return err
	}
	wait := queueFor
	if o.QueueMs > 0 {
		wait = time.Duration(o.QueueMs) * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(asking, wait)
	defer cancel()
	err := w.lanes.enter(ctx, runs, o.Head.Organization)
	var none errNoSlot
	if !errors.As(err, &none) {
		return err
	}
	return errs.New(errs.Unavailable, wire.CodeBusy, "all slots are busy: this run has waited %s and has come to place %d. Try again in a moment", wait.Round(time.Second/10), none.place).
		After(2 * time.Second)
}

// running is one run under way.
type running struct {
	*Worker
	order    wire.Order
	span     trace.Span         // of all of it; who has ordered has an answer before it ends
	terminal *terminal.Terminal // of an interactive run
	recorded <-chan struct{}    // what it showed was told; nil where nobody keeps it
	ended    func()             // tells that it is over, before anybody hears of it; nil: nobody counts it
	leave    func()             // gives back the slot that was admitted
	closed   func()             // ends what outlives the result; nil: nothing does
	result   contract.RunResult

	telling sync.Mutex
	told    int // events
}

func beginRun(ctx context.Context, h wire.Head) (context.Context, trace.Span) {
	return traces.Start(ctx, "run", traces.Run.String(string(h.ID)), traces.Organization.String(string(h.Organization)), traces.Language.String(h.Language))
}

// emit tells whoever follows the run. Of an order that waits nobody knows the id before its end: that alone is told.
func (r *running) emit(ctx context.Context, e wire.Event) {
	if r.order.Wait && e.Kind != wire.KindEnd {
		return
	}
	r.telling.Lock() // so that they are in the order of their numbers
	defer r.telling.Unlock()
	r.told++
	e.Number = r.told
	if err := r.bus.Publish(ctx, wire.SubjectRunEvents+string(r.order.Head.ID), e); err != nil {
		r.log.Warn("worker: an event of a run was not sent", "run", r.order.Head.ID, "kind", e.Kind, "error", err)
	}
}

func (r *running) emitEnd(ctx context.Context) {
	r.emit(ctx, wire.Event{Kind: wire.KindEnd, Head: &r.order.Head, Result: &r.result})
}

// execute runs the order to its end. The answer is on its way before the slot is cleaned.
func (r *running) execute(ctx context.Context, end context.CancelCauseFunc) contract.RunResult {
	began := time.Now()
	slot, artifact, err := r.perform(ctx, end)
	if err != nil {
		r.failed(ctx, err, slot)
	}
	if r.ended != nil {
		r.ended() // whoever hears of the end may start the next one
	}
	if !r.order.Wait {
		r.emitEnd(ctx)
	}
	if r.terminal != nil {
		r.terminal.Ended(r.result)
	}
	took := time.Since(began)
	r.free(end, slot, artifact)
	ctx = context.WithoutCancel(ctx)
	if r.closed != nil || !r.order.Head.Place.IsZero() { // there is somebody to wait for
		go r.after(ctx, took)
	} else {
		r.later.do(func() { r.after(ctx, took) })
	}
	return r.result
}

// perform does what is ordered. The slot and the artifact are the caller's to give back, where there are any.
func (r *running) perform(ctx context.Context, end context.CancelCauseFunc) (slot sandbox.Slot, artifact *toolchain.Artifact, err error) {
	if r.order.Sample != nil {
		return nil, nil, r.judgeSample(ctx)
	}
	if slot, err = r.backend.Open(ctx); err == nil {
		artifact, err = r.compileAndRun(ctx, slot, end)
	}
	return slot, artifact, err
}

// free gives back what the run held, for the next one.
func (r *running) free(end context.CancelCauseFunc, slot sandbox.Slot, artifact *toolchain.Artifact) {
	if artifact != nil {
		artifact.Release()
	}
	if slot != nil {
		if err := slot.Close(); err != nil {
			r.metrics.of(r.order.Head.Language).failed(failedClean)
			r.log.Error("worker: a slot was not given back", "run", r.order.Head.ID, "error", err)
		}
	}
	r.leave()
	r.forget(r.order.Head.ID, end)
}

// compileAndRun fills in the result; the artifact is the caller's to release.
func (r *running) compileAndRun(ctx context.Context, slot sandbox.Slot, end context.CancelCauseFunc) (*toolchain.Artifact, error) {
	began := time.Now()
	r.emit(ctx, wire.Event{Kind: wire.KindStatus, Status: wire.StatusCompiling})
	request := sourceOf(&r.order)
	request.SkipCheck, request.Entry, request.Flags, request.Limits = true, r.order.Entry, r.order.Flags, sandboxLimits(r.order.Compile)
	request, err := r.asTheProblemSays(ctx, request)
	if err != nil {
		return nil, err
	}
	artifact, compiled, err := r.toolchain.Compile(ctx, slot, request)
	ready := time.Now()
	compiling := ready.Sub(began)
	m := r.metrics.of(r.order.Head.Language)
	if m.took(ctx, stageCompile, runs, compiling); err == nil {
		m.compiled(compiled.Cached)
	}
	r.result.CompileOutput, r.result.CompileTimeMs = compiled.Output, ms(compiling)
	if err != nil {
		return nil, err
	}
	if !compiled.OK {
		r.result.Status, r.result.Detail = wire.StatusCompileError, compiled.Detail
		if compiled.Status != sandbox.Failed {
			r.result.CompileStatus = string(compiled.Status)
		}
		return nil, nil
	}
	return artifact, r.run(ctx, slot, artifact, end, ready)
}

func (r *running) run(ctx context.Context, slot sandbox.Slot, artifact *toolchain.Artifact, end context.CancelCauseFunc, ready time.Time) error {
	r.emit(ctx, wire.Event{Kind: wire.KindStatus, Status: wire.StatusRunning})
	spec := artifact.Spec(bytes.NewReader(r.order.Stdin), sandboxLimits(r.order.Limits), r.order.Args...)
	spec.Env = toolchain.Override(slices.Concat(spec.Env, r.order.Env))
	spec.Files = append(spec.Files, besideOf(&r.order)...)
	spec.Joined = r.order.Joined
	told := r.listen(ctx, &spec, end)
	waited := time.Since(ready)
	inside, span := traces.Start(ctx, "program")
	result, err := slot.Run(inside, spec)
	traces.End(span, err)
	told()
	if err != nil {
		return err
	}
	r.metrics.of(r.order.Head.Language).ran(ctx, runs, waited, result)
	r.result.Status, r.result.Detail = string(result.Status), result.Detail
	r.result.ExitCode, r.result.MemoryKb = result.ExitCode, result.Memory>>10
	r.result.CPUTimeMs, r.result.WallTimeMs = ms(result.CPUTime), ms(result.WallTime)
	r.result.Truncated = r.result.Truncated || result.Status == sandbox.OutputLimit
	if result.Signal != 0 {
		r.result.Signal = unix.SignalName(result.Signal)
	}
	if result.Status == sandbox.Cancelled {
		r.cancelled(ctx)
	}
	return nil
}

// listen takes what the program writes; told puts it into the result.
func (r *running) listen(ctx context.Context, spec *sandbox.Spec, end context.CancelCauseFunc) (told func()) {
	if r.terminal != nil {
		return r.connect(ctx, spec, end)
	}
	out := newOutput(shownOf(&r.order), r.tellOutput(ctx))
	if r.order.Combined {
		out.both = &strings.Builder{}
	}
	spec.Started, spec.Stdout, spec.Stderr = out.begin, out.stdout(), out.stderr()
	return func() { out.end(&r.result) }
}

// tellOutput tells those who follow what the program writes.
func (r *running) tellOutput(ctx context.Context) func([]contract.Chunk) {
	return func(chunks []contract.Chunk) { r.emit(ctx, wire.Event{Kind: wire.KindOutput, Chunks: chunks}) }
}

// cancelled says why the run was ended.
func (r *running) cancelled(ctx context.Context) {
	var told unwanted
	switch why := context.Cause(ctx); {
	case errors.Is(why, errLeaving):
		r.result.Status, r.result.Detail = wire.StatusInternalError, wire.ErrLost.Detail
	case errors.Is(why, terminal.ErrIdle):
		r.result.Status, r.result.Detail = wire.StatusIdleLimit, fmt.Sprintf("%s for %d s", why, r.order.Interactive.IdleSeconds)
	case errors.Is(why, terminal.ErrAlone):
		r.result.Status, r.result.Detail = wire.StatusIdleLimit, why.Error()
	case errors.As(why, &told):
		r.result.Status, r.result.Detail = string(sandbox.Cancelled), why.Error()
	default:
		r.result.Status, r.result.Detail = string(sandbox.Cancelled), "the run was cancelled"
	}
}

// failed turns an error into a result: what the client has sent wrong, what was cancelled, or what is ours.
func (r *running) failed(ctx context.Context, err error, slot sandbox.Slot) {
	e := errs.Of(err)
	switch {
	case ctx.Err() != nil:
		r.cancelled(ctx)
	case e.Kind == errs.Invalid || e.Kind == errs.TooLarge || e.Kind == errs.Unavailable:
		r.result.Status, r.result.Detail = string(sandbox.NotStarted), e.Detail
	default:
		switch m := r.metrics.of(r.order.Head.Language); {
		case r.order.Sample != nil: // the judge has counted it
		case slot == nil:
			m.failed(failedOpen)
		default:
			m.failed(failedRun)
		}
		r.result.Status, r.result.Detail = wire.StatusInternalError, "the sandbox failed: run it again"
		r.log.Error("worker: a run failed", "run", r.order.Head.ID, httpx.Whence(ctx), "error", err)
	}
}

// after is what nobody waits for: the run is announced and logged.
func (r *running) after(ctx context.Context, took time.Duration) {
	defer r.work.Done()
	defer traces.End(r.span, nil)
	h := r.order.Head
	r.metrics.of(h.Language).ended(r.result.Status)
	r.log.Info("run", "run", h.ID, httpx.Whence(ctx), "organization", h.Organization, "language", h.Language,
		"status", r.result.Status, "took_ms", ms(took), "cpu_ms", r.result.CPUTimeMs, "compile_ms", r.result.CompileTimeMs)
	if r.order.Wait {
		r.emitEnd(ctx) // who waited has it already: it is kept for those who ask again
	}
	if r.recorded != nil {
		<-r.recorded
	}
	if err := r.announce(ctx); err != nil {
		r.log.Warn("worker: a finished run was not announced", "run", h.ID, "error", err)
	}
	if r.closed != nil {
		r.closed()
	}
}

// shownBytes of inputs and outputs go into the event of a finished run.
const shownBytes = 4 << 10

// announce tells the neighbours of the finished run of a place, whose program is kept as blobs.
func (r *running) announce(ctx context.Context) error {
	h := r.order.Head
	if h.Place.IsZero() {
		return nil
	}
	done := contract.Run{
		ID: h.ID, Organization: h.Organization, User: h.User, Session: h.Session, Place: h.Place, Part: h.Part, Language: h.Language,
		Status: r.result.Status, Stdin: beginningOf(string(r.order.Stdin)), Document: h.Document, Result: r.result, StartedAt: h.StartedAt,
		Terminal: h.Terminal,
	}
	done.Result.Combined = ""
	for _, text := range []*string{&done.Result.Stdout, &done.Result.Stderr, &done.Result.CompileOutput} {
		if cut := beginningOf(*text); cut != *text {
			*text, done.Result.Truncated = cut, true
		}
	}
	for _, f := range r.order.Files {
		digest, err := blob.PutBytes(ctx, r.blobs.store, f.Data)
		if err != nil {
			return err
		}
		done.Source = append(done.Source, contract.SourceFile{Path: f.Path, Digest: digest})
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
