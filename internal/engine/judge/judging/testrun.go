package judging

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/tally"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

const (
	excerptBytes = 4 << 10
	stderrBytes  = 16 << 10
)

// runTest runs the program on one test, and again when its time is near the limit.
func (j *judging) runTest(ctx context.Context, s seats, p tally.Place) (judge.TestOutcome, error) {
	if j.Plan.Groups[p.Group].Tests[p.Test].Static {
		return j.inspect(ctx, s.program, p)
	}
	best, err := j.try(ctx, s, p, circumstances{stretch: 1})
	j.counts()
	if best.CPUTimeMs > j.outcome.Limits.CPUTimeMs {
		best.stretch = pace.now()
	}
	runs, hopeless := 1, false
	for ; err == nil && runs <= moreRuns && !hopeless && best.near(j.outcome.Limits, runs); runs++ {
		var again trial
		if best.stretch > calmStretch {
			pace.calm(ctx)
		}
		again, err = j.try(ctx, s, p, circumstances{crowd: best.crowd, stretch: best.stretch, again: true})
		farther := again.Limit == judge.LimitCPU && !again.near(j.outcome.Limits, runs)
		hopeless = farther && best.CPUTimeMs >= j.farCPU() // an endless loop need not meet the wide limit more often
		if err == nil && again.betters(best) {
			best = again
			j.counts()
		}
	}
	if runs > 1 {
		best.Runs = runs
	}
	if limit := j.outcome.Limits.CPUTimeMs; runs > 1 && best.Limit != judge.LimitCPU && best.stretch > 1 && best.CPUTimeMs > limit {
		best.Stretch = math.Round(best.stretch*100) / 100
		if best.Verdict == judge.Accepted {
			best.Detail = fmt.Sprintf("used %d ms of processor time; the limit of %d ms was stretched by %.2f, for the machine was slower than when it is quiet",
				best.CPUTimeMs, limit, best.Stretch)
		}
	}
	return best.TestOutcome, err
}

// circumstances are those under which the program runs.
type circumstances struct {
	crowd   float64 // the least to reckon with
	stretch float64 // of the processor time, as last measured
	again   bool    // the machine's pace is measured beside it
}

// measured runs what it is given, and tells how much slower the machine was than when it is quiet.
func (c circumstances) measured(run func() error) (stretch float64, err error) {
	if !c.again {
		return 1, run()
	}
	done := pace.watch()
	err = run()
	return done(), err
}

// try runs the program on one test, as many passes as there are.
func (j *judging) try(ctx context.Context, s seats, p tally.Place, c circumstances) (trial, error) {
	m, err := j.matter(ctx, p)
	if err != nil {
		return trial{}, err
	}
	defer m.discard()
	var whole trial
	for {
		last, again, err := j.runPass(ctx, s, m, c)
		if err != nil {
			return trial{}, err
		}
		whole.merge(last)
		if m.pass > 1 {
			whole.Passes = m.pass
		}
		if !again {
			return whole, nil
		}
		if m.pass == j.Plan.Validator.Passes {
			whole.Verdict, whole.Detail = judge.JudgingError, fmt.Sprintf("the validator asks for more than %d passes", m.pass)
			return whole, nil
		}
		if err := m.turn(); err != nil {
			return trial{}, err
		}
	}
}

// runPass runs the program once and has its output judged.
func (j *judging) runPass(ctx context.Context, s seats, m *matter, c circumstances) (trial, bool, error) {
	if j.referee != nil && j.referee.Interactive {
		return j.interact(ctx, s, m, c)
	}
	input, err := open(m.input)
	if err != nil {
		return trial{}, false, err
	}
	defer input.Close()
	stdin, err := small(input)
	if err != nil {
		return trial{}, false, err
	}
	stdout, stderr := &spill{}, &head{limit: stderrBytes}
	defer stdout.discard()
	spec := j.spec(m, c)
	spec.Stdin, spec.Stdout, spec.Stderr = stdin, stdout, stderr
	j.watched(&spec)
	from := machine.mark()
	var run sandbox.Result
	stretch, err := c.measured(func() (err error) {
		run, err = s.program.Run(ctx, spec)
		return err
	})
	switch {
	case err != nil:
		return trial{}, false, err
	case run.Status == sandbox.Cancelled:
		return trial{}, false, context.Cause(ctx)
	case stdout.err != nil:
		return trial{}, false, stdout.err
	}
	t := j.explain(m.test.Name, run, stderr, machine.since(from), stretch)
	if m.group.Sample {
		t.Output = stdout.excerpt(excerptBytes)
	}
	if t.Verdict != judge.Accepted {
		return t, false, nil
	}
	var f finding
	if j.referee == nil {
		f, err = j.compare(m, stdout)
	} else {
		f, err = j.referee.judge(ctx, s.program, m, stdout)
	}
	t.take(f, m)
	return t, f.again && t.Verdict == judge.Accepted, err
}

// spec is a run of the program on a matter.
func (j *judging) spec(m *matter, c circumstances) sandbox.Spec {
	c.crowd = max(c.crowd, machine.mark().now)
	spec := j.artifact.Spec(nil, j.programLimits(c), m.test.Args...)
	for _, f := range m.test.Files {
		spec.Files = append(spec.Files, sandbox.File{Name: f.Name, Host: j.paths[f.Digest]})
	}
	return spec
}

// compare decides on an output where the plan has no validator.
func (j *judging) compare(m *matter, output *spill) (finding, error) {
	answer, err := open(m.answer)
	if err != nil {
		return finding{}, err
	}
	defer answer.Close()
	got, err := output.reader()
	if err != nil {
		return finding{}, err
	}
	f := finding{verdict: judge.Accepted}
	comparison, err := j.Plan.Comparison.With(m.args)
	if err != nil {
		return f, err
	}
	if f.difference, err = judge.Compare(got, answer, comparison); f.difference != nil {
		f.verdict, f.detail = judge.WrongAnswer, f.difference.Reason
	}
	return f, err
}

// take makes the finding the verdict of a program that ended well.
func (t *trial) take(f finding, m *matter) {
	t.Verdict, t.Detail, t.Difference = f.verdict, f.detail, f.difference
	t.JudgeMessage, t.TeamMessage = f.judge, f.team
	if t.Verdict != judge.Accepted || f.again {
		return
	}
	earned, problem := m.reward(f)
	t.Earned = earned
	if problem != "" {
		t.Verdict, t.Detail = judge.JudgingError, problem
	}
}

// matter opens a test.
func (j *judging) matter(ctx context.Context, p tally.Place) (*matter, error) {
	group := j.Plan.Groups[p.Group]
	m := &matter{Place: p, group: group, test: group.Tests[p.Test], pass: 1}
	var err error
	if m.input, err = j.Blobs(ctx, m.test.Input); err != nil {
		return nil, err
	}
	if m.answer, err = j.Blobs(ctx, m.test.Answer); err != nil {
		return nil, err
	}
	m.args = m.test.ValidatorArgs
	for g := range j.tally.Around(p.Group) {
		if m.args == nil {
			m.args = j.Plan.Groups[g].ValidatorArgs
		}
	}
	if j.referee == nil {
		return m, nil
	}
	for path, size := range map[string]*int64{m.input: &m.inputBytes, m.answer: &m.answerBytes} {
		info, err := os.Stat(path)
		if err != nil {
			return nil, missing(err)
		}
		*size = info.Size()
	}
	m.dir = j.tryDir()
	return m, nil
}

// discard removes what the validator has left on the host.
func (m *matter) discard() {
	if m.dir != "" {
		_ = os.RemoveAll(m.dir)
	}
}

func open(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, missing(err)
	}
	return f, nil
}

func missing(err error) error {
	return errs.New(errs.Internal, "test_data_missing", "the test data cannot be read").Because(err)
}

// whole reads a blob that is known to be small.
func (q Request) whole(ctx context.Context, digest string) ([]byte, error) {
	path, err := q.Blobs(ctx, digest)
	if err != nil {
		return nil, err
	}
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, toolchain.MaxSourceBytes+1))
}

// small reads an input that fits into a pipe: the sandbox hands such a one over at once.
func small(f *os.File) (io.Reader, error) {
	info, err := f.Stat()
	if err != nil || info.Size() > 64<<10 {
		return f, err
	}
	data, err := io.ReadAll(f)
	return bytes.NewReader(data), err
}
