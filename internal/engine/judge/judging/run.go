// Package judging compiles one program, runs it on the tests of a plan and tells what it did: Run turns a judge.Plan
// and a program into a judge.Outcome.
//
// What the program did is an Outcome, never an error. An error from Run means that the judging itself failed and may be
// tried again. Which tests are still to be run, and what is earned, is package tally's to say; what the machine was like
// while they ran (pace.go, contention.go) decides whether a time near a limit can be trusted.
package judging

import (
	"context"
	"errors"
	"os"
	"sync"
	"sync/atomic"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/tally"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Request is one judging.
type Request struct {
	Backend sandbox.Backend
	// Validators is where the validators of interactive problems run, beside the program; nil is Backend, which
	// needs two slots then. One of its own keeps the slots of Backend for programs.
	Validators sandbox.Backend
	Toolchain  *toolchain.Toolchain
	Plan       judge.Plan
	Program    toolchain.Request
	// Blobs gives a host file that holds the blob; it stays there until Run returns.
	Blobs func(ctx context.Context, digest string) (path string, err error)
	// Progress may be nil; it is called by one goroutine at a time and must not block.
	Progress func(judge.Event)
	Slots    int // tests run at once, 1 when not set
	// Whole runs every test, also those whose run can change nothing, unless a group they need is not accepted.
	Whole bool
	// Watch may be nil.
	Watch Watcher
}

// Run compiles the program once and runs the plan's tests. The outcome does not depend on
// how many slots there are, times apart: see package tally.
func Run(ctx context.Context, r Request) (judge.Outcome, error) {
	if err := r.Plan.Validate(); err != nil {
		return judge.Outcome{}, err
	}
	j := newJudging(r)
	defer machine.use()()
	defer j.release()
	slot, err := r.Backend.Open(ctx)
	if err != nil {
		return judge.Outcome{}, err
	}
	compiled, err := j.compile(ctx, slot)
	var unfit errValidator
	switch {
	case errors.As(err, &unfit):
		return judge.Failed(r.Plan, r.Program.Language, unfit.detail), slot.Close()
	case err != nil:
		_ = slot.Close()
		return judge.Outcome{}, err
	case !compiled.OK:
		return j.notCompiled(compiled), slot.Close()
	}
	err = j.runAll(ctx, slot)
	j.endSpans()
	if err != nil {
		return judge.Outcome{}, err
	}
	j.tally.Score(&j.outcome)
	return j.outcome, nil
}

// judging is one Run under way.
type judging struct {
	Request
	artifact *toolchain.Artifact
	referee  *referee          // nil where outputs are compared
	static   *referee          // of sources; nil without one
	paths    map[string]string // host files of the tests' own files, by digest
	dir      string            // host folder for what validators leave, "" without one
	tries    atomic.Int64

	mu      sync.Mutex
	tally   *tally.Tally
	outcome judge.Outcome
	done    int
	total   int
	spans   map[int]*groupSpan // by the group's place in the plan
}

func newJudging(r Request) *judging {
	j := &judging{Request: r, outcome: judge.NewOutcome(r.Plan, r.Program.Language), total: r.Plan.TestCount(), paths: map[string]string{}, spans: map[int]*groupSpan{}}
	j.tally = tally.New(r.Plan, j.settled)
	j.tally.Whole = r.Whole
	return j
}

func (j *judging) release() {
	if j.artifact != nil {
		j.artifact.Release()
	}
	j.referee.release()
	j.static.release()
	if j.dir != "" {
		_ = os.RemoveAll(j.dir)
	}
}

// compile makes the program, and then what judges it.
func (j *judging) compile(ctx context.Context, slot sandbox.Slot) (toolchain.CompileResult, error) {
	j.report(judge.Event{Stage: judge.Compiling})
	program, err := j.Included(ctx)
	if err != nil {
		return toolchain.CompileResult{}, err
	}
	artifact, compiled, err := j.Toolchain.Compile(ctx, slot, program)
	if err != nil {
		return compiled, err
	}
	j.outcome.Compiler = compiled.Version
	j.outcome.Compilation = judge.Compilation{Output: compiled.Output, CPUTimeMs: ms(compiled.CPUTime), Cached: compiled.Cached}
	if !compiled.OK {
		j.report(judge.Event{Stage: judge.Compiled, Verdict: judge.CompileError})
		return compiled, nil
	}
	j.artifact = artifact
	j.outcome.Limits = j.Plan.Limits.Effective(j.Program.Language, artifact.Language().Factors.CPU)
	if j.referee, err = j.compileValidator(ctx, slot, j.Plan.Validator); err != nil {
		return compiled, err
	}
	if j.static, err = j.compileValidator(ctx, slot, j.Plan.Static); err != nil {
		return compiled, err
	}
	if j.referee != nil || j.static != nil {
		if j.dir, err = os.MkdirTemp("", "codecraft-judging-*"); err != nil {
			return compiled, err
		}
	}
	j.report(judge.Event{Stage: judge.Compiled})
	return compiled, j.fetchFiles(ctx)
}

// fetchFiles finds the host files of what tests lay beside the program.
func (j *judging) fetchFiles(ctx context.Context) error {
	for _, g := range j.Plan.Groups {
		for _, t := range g.Tests {
			for _, f := range t.Files {
				path, err := j.Blobs(ctx, f.Digest)
				if err != nil {
					return err
				}
				j.paths[f.Digest] = path
			}
		}
	}
	return nil
}

func (j *judging) notCompiled(c toolchain.CompileResult) judge.Outcome {
	o := j.outcome
	o.Verdict, o.Detail = judge.CompileError, c.Detail
	o.Limits = j.Plan.Limits.Effective(j.Program.Language, 1)
	for i := range o.Groups {
		o.Groups[i].Verdict = judge.CompileError
	}
	return o
}

// runAll works the tests off with the slot it is given and up to Slots-1 more. Nobody waits for a slot when
// nothing is left to be done in it.
func (j *judging) runAll(ctx context.Context, first sandbox.Slot) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	opening, enough := context.WithCancel(ctx)
	defer enough()
	seated := j.seating(first)
	var wg sync.WaitGroup
	for i := range max(min(j.Slots, j.total), 1) {
		wg.Go(func() {
			s, err := seated(opening, i == 0)
			if err != nil {
				if i == 0 && opening.Err() == nil {
					cancel(err) // the others only help
				}
				return
			}
			j.work(ctx, cancel, s)
			enough()
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

func (j *judging) work(ctx context.Context, cancel context.CancelCauseFunc, s seats) {
	for ctx.Err() == nil {
		j.mu.Lock()
		p, ok := j.tally.Next()
		j.mu.Unlock()
		if !ok {
			break
		}
		result, err := j.runTest(j.within(ctx, p.Group), s, p)
		if err != nil {
			cancel(err)
			break
		}
		j.mu.Lock()
		j.spans[p.Group].ran()
		j.tally.Decide(p, result)
		j.mu.Unlock()
	}
	if err := s.leave(); err != nil {
		cancel(err)
	}
}

// settled counts a test as decided and reports it; the lock is held.
func (j *judging) settled(p tally.Place, v judge.Verdict) {
	j.done++
	g := j.Plan.Groups[p.Group]
	e := judge.Event{Stage: judge.Tested, Group: g.Name, Sample: g.Sample, Test: g.Tests[p.Test].Name, Verdict: v, Done: j.done}
	j.report(e)
	e.Stage, e.Test = judge.Grouped, ""
	for a := range j.tally.Around(p.Group) {
		if !j.tally.Decided(a) {
			break
		}
		e.Group, e.Sample, e.Verdict = j.Plan.Groups[a].Name, j.Plan.Groups[a].Sample, j.tally.SoFar(a)
		j.report(e)
	}
}

func (j *judging) report(e judge.Event) {
	if j.Progress != nil {
		e.Total = j.total
		j.Progress(e)
	}
}
