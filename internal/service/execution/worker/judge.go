package worker

import (
	"context"
	"errors"
	"strings"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// maxDeaths is how many workers one job may take along before it is given up.
const maxDeaths = 5

// consumeJobs leases jobs, one for each slot but the one that is kept for runs.
func (w *Worker) consumeJobs(ctx context.Context) error {
	return w.bus.Consume(ctx, bus.ConsumerConfig{
		Stream: wire.StreamJudge, Durable: wire.WorkersQueue, AtOnce: w.lanes.slots - 1,
		AckWait: w.config.Lease, Backoff: []time.Duration{w.config.Retry}, MaxDeliver: maxDeaths, Exhausted: w.exhausted,
	}, w.lease)
}

// lease judges one job and has its result stored before the job is acknowledged.
func (w *Worker) lease(ctx context.Context, d bus.Delivery) error {
	var j wire.Job
	if err := d.Decode(&j); err != nil {
		return err
	}
	traces.Note(ctx, traces.Judgement.String(string(j.Judgement)), traces.Organization.String(string(j.Request.Organization)), traces.Language.String(j.Request.Language))
	stopping := ctx
	ctx, end := context.WithCancelCause(context.WithoutCancel(ctx))
	defer end(nil)
	defer context.AfterFunc(stopping, func() { time.AfterFunc(w.config.Drain, func() { end(errLeaving) }) })()
	defer w.listed(j.Judgement, end)()
	beating := make(chan struct{})
	defer close(beating)
	go w.beat(d, beating)

	if err := w.lanes.enter(ctx, judgings, j.Request.Organization); err != nil {
		return unlessCancelled(ctx, err)
	}
	defer w.lanes.leave(judgings, j.Request.Organization)
	began := time.Now()
	if d.Attempts <= 1 && !j.QueuedAt.IsZero() {
		w.metrics.of(j.Request.Language).took(ctx, stageQueue, judgings, began.Sub(j.QueuedAt))
	}
	o, err := w.judge(ctx, j)
	if errors.Is(context.Cause(ctx), errCancelled) {
		w.log.Info("judging cancelled", "judgement", j.Judgement, httpx.Whence(ctx), "organization", j.Request.Organization, j.Request.Whose())
		return nil // whatever came of it, nobody wants it
	}
	if err != nil {
		w.log.Error("worker: a judging failed", "judgement", j.Judgement, httpx.Whence(ctx), j.Request.Whose(), "tries", d.Attempts, "error", err)
		return err
	}
	w.log.Info("judging", "judgement", j.Judgement, httpx.Whence(ctx), "organization", j.Request.Organization, j.Request.Whose(),
		"language", j.Request.Language, "verdict", o.Verdict, "tries", d.Attempts, "took_ms", ms(time.Since(began)))
	return w.deliver(ctx, j, o)
}

// listed makes a judging known to cancellations until it is forgotten.
func (w *Worker) listed(id ids.Judgement, end context.CancelCauseFunc) (forget func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.judging[id] = end
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.judging, id)
	}
}

// unlessCancelled is the error, or nil when the judging was cancelled: its job is done with.
func unlessCancelled(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errCancelled) {
		return nil
	}
	return err
}

// beat keeps a job leased while it is worked on.
func (w *Worker) beat(d bus.Delivery, done <-chan struct{}) {
	tick := time.NewTicker(w.config.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			if err := d.InProgress(); err != nil {
				w.log.Warn("worker: a lease was not renewed", "message", d.MessageID, "error", err)
			}
		}
	}
}

// judge turns a job into an outcome. An error may pass when the job is tried again; what no retry mends
// is an outcome too.
func (w *Worker) judge(ctx context.Context, j wire.Job) (judge.Outcome, error) {
	q := j.Request
	plan, err := wire.ReadPlan(ctx, w.blobs.store, q.Plan)
	if err != nil {
		return hopeless(plan, q.Language, err)
	}
	program := toolchain.Request{Language: q.Language, Scope: q.Scope}
	for _, f := range q.Files {
		data, err := blob.GetBytes(ctx, w.blobs.store, f.Digest, toolchain.MaxSourceBytes)
		if err != nil {
			return hopeless(plan, q.Language, err)
		}
		program.Files = append(program.Files, toolchain.File{Name: f.Path, Data: data})
	}
	return w.judgeBy(ctx, judgings, judging.Request{Plan: plan, Program: program, Progress: w.teller(ctx, j)})
}

// judgeBy has the judge run a program with what this worker has, for a lane.
func (w *Worker) judgeBy(ctx context.Context, in lane, q judging.Request) (judge.Outcome, error) {
	held := w.blobs.hold()
	defer held.release()
	m := &measured{Backend: w.backend, to: w.metrics.of(q.Program.Language), lane: in}
	q.Backend, q.Toolchain, q.Blobs, q.Progress = m, w.toolchain, held.path, m.hear(ctx, q.Progress)
	o, err := judging.Run(ctx, q)
	if err != nil {
		if ctx.Err() == nil {
			m.to.failed(failedJudging)
		}
		return hopeless(q.Plan, q.Program.Language, err)
	}
	m.to.compiled(o.Compilation.Cached)
	return o, nil
}

// hopeless is the outcome of a judging whose fault would be the same next time: a program that cannot be
// compiled by its form, or a plan or blob that is not there. Any other error is passed on.
func hopeless(plan judge.Plan, language string, err error) (judge.Outcome, error) {
	e := errs.Of(err)
	switch {
	case strings.HasPrefix(e.Code, "source_"):
		o := judge.Failed(plan, language, e.Detail)
		o.Verdict = judge.CompileError
		for g := range o.Groups {
			o.Groups[g].Verdict = judge.CompileError
			for t := range o.Groups[g].Tests {
				o.Groups[g].Tests[t].Verdict = judge.Skipped
			}
		}
		return o, nil
	case e.Kind == errs.Invalid || e.Kind == errs.Malformed || e.Kind == errs.NotFound || e.Kind == errs.TooLarge:
		return judge.Failed(plan, language, e.Detail), nil
	}
	return judge.Outcome{}, err
}

// exhausted ends a job that five workers have not survived, or five times could not be judged.
func (w *Worker) exhausted(ctx context.Context, d bus.Delivery) error {
	var j wire.Job
	if err := d.Decode(&j); err != nil {
		return err
	}
	plan, err := wire.ReadPlan(ctx, w.blobs.store, j.Request.Plan)
	if err != nil && !errs.Is(err, errs.NotFound) && !errs.Is(err, errs.Malformed) && !errs.Is(err, errs.Invalid) {
		return err
	}
	return w.deliver(ctx, j, judge.Failed(plan, j.Request.Language,
		"judging was tried five times and did not end: each time a worker died, its sandbox failed or it lacked the language; the workers' logs say which"))
}

// deliver has a result stored durably. The message's id keeps two workers from storing it twice.
func (w *Worker) deliver(ctx context.Context, j wire.Job, o judge.Outcome) error {
	r, err := wire.Pack(ctx, w.blobs.store, j.Judgement, o, time.Now().UTC())
	if err != nil {
		return err
	}
	return w.bus.PublishDurable(ctx, wire.SubjectResults+string(j.Judgement), string(j.Judgement), r)
}

// tellEvery bounds how often progress is told; a new state or group is told at once.
const tellEvery = 100 * time.Millisecond

// teller publishes progress, which may be lost. It names groups and never tests.
func (w *Worker) teller(ctx context.Context, j wire.Job) func(judge.Event) {
	var last contract.Progress
	var told time.Time
	return func(e judge.Event) {
		p := contract.Progress{
			Judgement: j.Judgement, Organization: j.Request.Organization, Subject: j.Request.Subject,
			State: wire.StatusJudging, Group: e.Group, Done: e.Done, Total: e.Total,
		}
		if e.Stage == judge.Compiling {
			p.State = wire.StatusCompiling
		}
		if p.State == last.State && p.Group == last.Group && p.Done < p.Total && time.Since(told) < tellEvery {
			return
		}
		last, told = p, time.Now()
		err := w.bus.Publish(ctx, contract.SubjectJudgementProgress+string(j.Judgement), p)
		if err != nil && !errors.Is(err, context.Canceled) {
			w.log.Warn("worker: progress was not told", "judgement", j.Judgement, "error", err)
		}
	}
}
