package worker

import (
	"context"
	"io"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// asTheProblemSays lays the problem's files beside a program that tries an answer on an input of the candidate's own, and has
// its limits hold. A terminal keeps its own wall time and output.
func (r *running) asTheProblemSays(ctx context.Context, program toolchain.Request) (toolchain.Request, error) {
	if r.order.Plan == "" {
		return program, nil
	}
	plan, err := wire.ReadPlan(ctx, r.blobs.store, r.order.Plan)
	if err != nil {
		return program, err
	}
	tool, err := r.toolchain.Table().Get(program.Language)
	if err != nil {
		return program, err
	}
	of, l := plan.Limits.Effective(program.Language, tool.Language.Factors.CPU), &r.order.Limits
	l.CPUTimeMs, l.MemoryKb = of.CPUTimeMs, of.MemoryKb
	if r.order.Interactive == nil {
		l.WallTimeMs, l.OutputKb = of.WallTimeMs, of.OutputKb
	}
	held := r.blobs.hold()
	defer held.release()
	return judging.Request{Plan: plan, Program: program, Toolchain: r.toolchain, Blobs: held.path}.Included(ctx)
}

// judgeSample has the program judged on one sample by the judge itself, and shows what it writes.
func (r *running) judgeSample(ctx context.Context) error {
	plan, err := wire.ReadPlan(ctx, r.blobs.store, r.order.Plan)
	if err != nil {
		return err
	}
	one, known := plan.Sample(r.order.Sample.Group, r.order.Sample.Name)
	if !known {
		return errs.New(errs.Invalid, "sample_unknown", "the problem has no sample %q", r.order.Sample.Name)
	}
	look := &onlooker{max: shownOf(&r.order), tell: r.tellOutput(ctx)}
	o, err := r.judgeBy(ctx, runs, judging.Request{Plan: one, Program: sourceOf(&r.order), Watch: look, Progress: r.tellStage(ctx)})
	look.end(&r.result)
	if err == nil {
		r.judged(o, look.now != nil)
	}
	return err
}

// tellStage tells those who follow how far the judge has come.
func (r *running) tellStage(ctx context.Context) func(judge.Event) {
	var began time.Time
	return func(e judge.Event) {
		switch e.Stage {
		case judge.Compiling:
			began = time.Now()
			r.emit(ctx, wire.Event{Kind: wire.KindStatus, Status: wire.StatusCompiling})
		case judge.Compiled:
			r.result.CompileTimeMs = ms(time.Since(began))
			if e.Verdict != judge.CompileError {
				r.emit(ctx, wire.Event{Kind: wire.KindStatus, Status: wire.StatusRunning})
			}
		}
	}
}

// judged fills in what a candidate may see of the judge's outcome.
func (r *running) judged(o judge.Outcome, ran bool) {
	seen := judge.Redact(o)
	r.result.CompileOutput = seen.CompileOutput
	if o.Verdict == judge.CompileError {
		r.result.Status, r.result.Detail, r.result.Verdict = wire.StatusCompileError, o.Detail, o.Verdict
		return
	}
	t := seen.Groups[len(seen.Groups)-1].Tests[0]
	r.result.Verdict, r.result.Difference, r.result.Detail = t.Verdict, t.Difference, t.Detail
	if t.TeamMessage != nil {
		r.result.Message = t.TeamMessage.Text
	}
	r.result.Status, r.result.ExitCode, r.result.Signal = ending(t), t.ExitCode, t.Signal
	r.result.CPUTimeMs, r.result.WallTimeMs, r.result.MemoryKb = float64(t.CPUTimeMs), float64(t.WallTimeMs), t.MemoryKb
	r.result.Truncated = r.result.Truncated || t.Limit == judge.LimitOutput
	if !ran {
		r.result.Status, r.result.Detail = wire.StatusInternalError, "the problem itself cannot be judged: tell the people who have invited you"
	}
}

// ending is how a program that was judged ended, in the words of a run.
func ending(t judge.TestOutcome) string {
	switch {
	case t.Limit != "":
		return string(t.Limit) + "_limit"
	case t.Signal != "":
		return "signalled"
	case t.ExitCode != 0, t.Verdict == judge.RuntimeError:
		return "failed"
	}
	return "ok"
}

// onlooker shows what a program writes that the judge runs. Those who follow see its first run as it goes on; the result
// has the run that counts.
type onlooker struct {
	max     int
	tell    func([]contract.Chunk)
	now     *output
	counted *output
}

// Begin implements judging.Watcher.
func (l *onlooker) Begin() (started func(), stdout, stderr io.Writer) {
	tell := l.tell
	if l.now != nil {
		l.now.end(&contract.RunResult{})
		tell = func([]contract.Chunk) {}
	}
	l.now = newOutput(l.max, tell)
	return l.now.begin, l.now.stdout(), l.now.stderr()
}

// Counts implements judging.Watcher.
func (l *onlooker) Counts() { l.counted = l.now }

// end puts what was written into the result; of a run that was stopped, what it had written by then.
func (l *onlooker) end(r *contract.RunResult) {
	for _, o := range []*output{l.now, l.counted} {
		if o != nil {
			o.end(r)
		}
	}
}
