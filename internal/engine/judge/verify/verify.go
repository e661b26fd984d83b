package verify

import (
	"context"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Verification is what packages are tried with.
type Verification struct {
	Backend   sandbox.Backend
	Toolchain *toolchain.Toolchain
	Slots     int // tests run at once
	// Progress may be nil; it is called by one goroutine at a time.
	Progress func(Step)
}

// Step is how far a verification has come.
type Step struct {
	Name  string // of the submission, or of what is done with the test data
	Index int    // of the submission, from 0; -1 for the test data
	Of    int    // submissions
	Done  int    // tests
	Total int
}

// Run verifies the package. When it is stopped by its context it answers with that error and the report of what is known.
func (v Verification) Run(ctx context.Context, p *problem.Package) (Report, error) {
	t, err := v.begin(p)
	if err != nil {
		return Report{}, err
	}
	defer t.files.close()
	t.report.Submissions = make([]SubmissionReport, len(p.Submissions))
	err = t.all(ctx)
	if ctx.Err() != nil {
		t.stop()
		err = ctx.Err()
	}
	t.report.TimeLimitMs = t.limit
	for _, s := range t.report.Submissions {
		t.report.Agrees = t.report.Agrees && s.Agrees
	}
	return t.report, err
}

// all checks the data, finds the limit and judges every submission.
func (t *trial) all(ctx context.Context) error {
	if err := t.checkData(ctx); err != nil {
		return err
	}
	if err := t.findLimit(ctx); err != nil {
		return err
	}
	for i, s := range t.p.Submissions {
		if t.judged[i] {
			continue
		}
		r, err := t.within(ctx, i, s)
		if err != nil || ctx.Err() != nil { // what ends while it is stopped is not what the program did
			return err
		}
		t.report.Submissions[i], t.judged[i] = r, true
	}
	return nil
}

// stop says of what is not judged yet that it will not be.
func (t *trial) stop() {
	const why = "it was not judged, for the judging was stopped"
	for i, s := range t.p.Submissions {
		if !t.judged[i] {
			t.report.Submissions[i] = SubmissionReport{Name: s.Name, Language: s.Language, Expected: s.Expected, MaxScore: t.p.Plan.MaxScore(), Detail: why, Why: why}
		}
	}
	t.report.Agrees = false
	t.report.Notes = append(t.report.Notes, "the judging was stopped before its end")
}

// Judge judges one program with the package's tests. Where the package leaves the time limit open it is found first.
func (v Verification) Judge(ctx context.Context, p *problem.Package, s problem.Submission) (SubmissionReport, judge.Outcome, error) {
	t, err := v.begin(p)
	if err != nil {
		return SubmissionReport{}, judge.Outcome{}, err
	}
	defer t.files.close()
	t.report.Submissions = make([]SubmissionReport, len(p.Submissions))
	if err := t.findLimit(ctx); err != nil {
		return SubmissionReport{}, judge.Outcome{}, err
	}
	o, problem, err := t.judge(ctx, len(p.Submissions), s, t.limit)
	if err != nil {
		return SubmissionReport{}, judge.Outcome{}, err
	}
	return summary(p, s, o, problem), o, nil
}

func (v Verification) begin(p *problem.Package) (*trial, error) {
	files, err := newFiles(p)
	if err != nil {
		return nil, err
	}
	if v.Progress == nil {
		v.Progress = func(Step) {}
	}
	return &trial{
		Verification: v, p: p, files: files, limit: p.Plan.Limits.CPUTimeMs, judged: make([]bool, len(p.Submissions)),
		report: Report{
			Problem: p.Name, Format: p.Format, Tests: p.Plan.TestCount(), MaxScore: p.Plan.MaxScore(), Notes: p.Notes,
			TimeLimitInferred: !p.Timing.Fixed, Agrees: true,
		},
	}, nil
}

// trial is one verification under way.
type trial struct {
	Verification
	p      *problem.Package
	files  *files
	limit  int64
	judged []bool
	report Report
}

// judge runs a submission. A problem is why it could not be judged, where that is not our fault.
func (t *trial) judge(ctx context.Context, i int, s problem.Submission, limitMs int64) (o judge.Outcome, problem string, err error) {
	if s.Language == "" {
		return o, "no language has the extension of its files", nil
	}
	plan := t.p.Plan
	plan.Limits.CPUTimeMs = limitMs
	t.Progress(Step{Name: s.Name, Index: i, Of: len(t.p.Submissions)})
	o, err = judging.Run(ctx, judging.Request{
		Backend: t.Backend, Toolchain: t.Toolchain, Plan: plan, Slots: t.Slots, Blobs: t.files.path, Whole: s.EveryTest(),
		Program: toolchain.Request{Language: s.Language, Files: s.Files, Entry: s.Entry},
		Progress: func(e judge.Event) {
			t.Progress(Step{Name: s.Name, Index: i, Of: len(t.p.Submissions), Done: e.Done, Total: e.Total})
		},
	})
	if errs.Is(err, errs.Unavailable) || errs.Is(err, errs.Invalid) || errs.Is(err, errs.TooLarge) {
		return o, errs.Of(err).Detail, nil
	}
	return o, "", err
}

// one judges a submission within a limit and compares what became of it with what should.
func (t *trial) one(ctx context.Context, i int, s problem.Submission, limitMs int64) (SubmissionReport, judge.Outcome, error) {
	o, problem, err := t.judge(ctx, i, s, limitMs)
	if err != nil {
		return SubmissionReport{}, o, err
	}
	return summary(t.p, s, o, problem), o, nil
}

// within judges a submission once the limit is known. One that must be too slow has to be so by a margin.
func (t *trial) within(ctx context.Context, i int, s problem.Submission) (SubmissionReport, error) {
	margin := t.p.Timing.Margin
	if t.p.Timing.Fixed || margin <= 1 || !bounds(s, func(r problem.Rule) bool { return r.Upper }) {
		r, _, err := t.one(ctx, i, s, t.limit)
		return r, err
	}
	wide, _, err := t.one(ctx, i, s, int64(float64(t.limit)*margin))
	if err != nil || wide.Agrees {
		return wide, err
	}
	r, _, err := t.one(ctx, i, s, t.limit)
	if err != nil || !r.Agrees {
		return r, err
	}
	detail := fmt.Sprintf("it is too slow for the limit, but not for %g times the limit", margin)
	if t.p.Timing.Strict {
		r.Agrees, r.Why = false, detail
	} else {
		t.report.Notes = append(t.report.Notes, s.Name+": "+detail)
	}
	return r, nil
}

func bounds(s problem.Submission, is func(problem.Rule) bool) bool {
	for _, r := range s.Rules {
		if is(r) {
			return true
		}
	}
	return false
}
