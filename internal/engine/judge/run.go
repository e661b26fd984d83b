package judge

import (
	"context"
	"sync"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Request is one judging.
type Request struct {
	Backend   sandbox.Backend
	Toolchain *toolchain.Toolchain
	Plan      Plan
	Program   toolchain.Request
	// Blobs gives a host file that holds the blob; it stays there until Run returns.
	Blobs func(ctx context.Context, digest string) (path string, err error)
	// Progress may be nil; it is called by one goroutine at a time and must not block.
	Progress func(Event)
	Slots    int // tests run at once, 1 when not set
}

// Run compiles the program once and runs the plan's tests. The outcome does not depend on
// how many slots there are, times apart: of a group that fails, the verdict is that of its
// first failing test in the plan's order, and the tests after it count as skipped.
func Run(ctx context.Context, r Request) (Outcome, error) {
	if err := r.Plan.Validate(); err != nil {
		return Outcome{}, err
	}
	slot, err := r.Backend.Open(ctx)
	if err != nil {
		return Outcome{}, err
	}
	j := newJudging(r)
	j.report(Event{Stage: Compiling})
	artifact, compiled, err := r.Toolchain.Compile(ctx, slot, r.Program)
	if err != nil {
		_ = slot.Close()
		return Outcome{}, err
	}
	j.outcome.Compiler = compiled.Version
	j.outcome.Compilation = Compilation{Output: compiled.Output, CPUTimeMs: ms(compiled.CPUTime), Cached: compiled.Cached}
	if !compiled.OK {
		j.report(Event{Stage: Compiled, Verdict: CompileError})
		return j.notCompiled(compiled), slot.Close()
	}
	defer artifact.Release()
	j.report(Event{Stage: Compiled})
	j.artifact = artifact
	j.outcome.Limits = r.Plan.Limits.effective(r.Program.Language, artifact.Language().Factors.CPU)
	if err := j.runAll(ctx, slot); err != nil {
		return Outcome{}, err
	}
	return j.score(), nil
}

// Failed is the outcome of a judging that was given up: every test has the verdict JE.
func Failed(p Plan, language, detail string) Outcome {
	o := emptyOutcome(p, language)
	o.Verdict, o.Detail = JudgingError, detail
	fill(&o, JudgingError)
	return o
}

func emptyOutcome(p Plan, language string) Outcome {
	o := Outcome{Language: language, MaxScore: p.MaxScore(), Groups: make([]GroupOutcome, len(p.Groups))}
	for i, g := range p.Groups {
		o.Groups[i] = GroupOutcome{Name: g.Name, Sample: g.Sample, Points: g.Points, Tests: make([]TestOutcome, len(g.Tests))}
		for k, t := range g.Tests {
			o.Groups[i].Tests[k] = TestOutcome{Name: t.Name, Verdict: Skipped}
		}
	}
	return o
}

func fill(o *Outcome, v Verdict) {
	for i := range o.Groups {
		o.Groups[i].Verdict = v
		for k := range o.Groups[i].Tests {
			o.Groups[i].Tests[k].Verdict = v
		}
	}
}

// judging is one Run under way.
type judging struct {
	Request
	artifact *toolchain.Artifact

	mu      sync.Mutex
	outcome Outcome
	queue   []place // tests not yet taken, in order
	failed  []int   // by group: index of its first known failure, or its number of tests
	open    []int   // by group: tests not yet decided
	stopped int     // groups from here on need not run: the verdict is known and no points are left to earn
	done    int
	total   int
}

type place struct{ group, test int }

func newJudging(r Request) *judging {
	j := &judging{Request: r, outcome: emptyOutcome(r.Plan, r.Program.Language), total: r.Plan.TestCount(), stopped: len(r.Plan.Groups)}
	for g, group := range r.Plan.Groups {
		j.failed = append(j.failed, len(group.Tests))
		j.open = append(j.open, len(group.Tests))
		for t := range group.Tests {
			j.queue = append(j.queue, place{g, t})
		}
	}
	return j
}

func (j *judging) notCompiled(c toolchain.CompileResult) Outcome {
	o := j.outcome
	o.Verdict, o.Detail = CompileError, c.Detail
	o.Limits = j.Plan.Limits.effective(j.Program.Language, 1)
	for i := range o.Groups {
		o.Groups[i].Verdict = CompileError
	}
	return o
}

// runAll works the queue off with the slot it is given and up to Slots-1 more.
func (j *judging) runAll(ctx context.Context, first sandbox.Slot) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	wg.Go(func() { j.work(ctx, cancel, first) })
	for range min(j.Slots, j.total) - 1 {
		wg.Go(func() {
			slot, err := j.Backend.Open(ctx)
			if err != nil {
				return // the other slots do the work
			}
			j.work(ctx, cancel, slot)
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

func (j *judging) work(ctx context.Context, cancel context.CancelCauseFunc, slot sandbox.Slot) {
	for {
		p, ok := j.next()
		if !ok || ctx.Err() != nil {
			break
		}
		result, err := j.runTest(ctx, slot, p)
		if err != nil {
			cancel(err)
			break
		}
		j.decide(p, result)
	}
	if err := slot.Close(); err != nil {
		cancel(err)
	}
}

// next takes the first test whose run can still matter.
func (j *judging) next() (place, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for len(j.queue) > 0 {
		p := j.queue[0]
		j.queue = j.queue[1:]
		if p.group < j.stopped && (p.test < j.failed[p.group] || j.Plan.Groups[p.group].Sample) {
			return p, true
		}
		j.settle(p, Skipped)
	}
	return place{}, false
}

func (j *judging) decide(p place, t TestOutcome) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.outcome.Groups[p.group].Tests[p.test] = t
	if t.Verdict != Accepted {
		j.failed[p.group] = min(j.failed[p.group], p.test)
		if j.outcome.MaxScore == 0 {
			j.stopped = min(j.stopped, p.group+1)
		}
	}
	j.settle(p, t.Verdict)
}

// settle counts a test as decided and reports it.
func (j *judging) settle(p place, v Verdict) {
	j.done++
	j.open[p.group]--
	g := j.Plan.Groups[p.group]
	e := Event{Stage: Tested, Group: g.Name, Sample: g.Sample, Test: g.Tests[p.test].Name, Verdict: v, Done: j.done, Total: j.total}
	j.report(e)
	if j.open[p.group] == 0 {
		e.Stage, e.Test, e.Verdict = Grouped, "", j.groupVerdict(p.group)
		j.report(e)
	}
}

func (j *judging) groupVerdict(g int) Verdict {
	tests := j.outcome.Groups[g].Tests
	if j.failed[g] < len(tests) {
		return tests[j.failed[g]].Verdict
	}
	if g >= j.stopped {
		return Skipped
	}
	return Accepted
}

func (j *judging) report(e Event) {
	if j.Progress != nil {
		e.Total = j.total
		j.Progress(e)
	}
}

// score turns what the tests did into groups and points.
func (j *judging) score() Outcome {
	o := j.outcome
	o.Verdict = Accepted
	for i := range o.Groups {
		g := &o.Groups[i]
		g.Verdict = j.groupVerdict(i)
		for k := range g.Tests {
			if after := k > j.failed[i] && !g.Sample; after || i >= j.stopped {
				g.Tests[k] = TestOutcome{Name: g.Tests[k].Name, Verdict: Skipped}
			}
			o.CPUTimeMs = max(o.CPUTimeMs, g.Tests[k].CPUTimeMs)
			o.WallTimeMs = max(o.WallTimeMs, g.Tests[k].WallTimeMs)
			o.MemoryKb = max(o.MemoryKb, g.Tests[k].MemoryKb)
		}
		if g.Verdict == Accepted {
			g.Earned = g.Points
			o.Score += g.Points
		} else if o.Verdict == Accepted {
			o.Verdict = g.Verdict
		}
	}
	return o
}
