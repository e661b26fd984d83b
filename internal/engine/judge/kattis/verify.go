package kattis

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Verification runs every submission of a package and compares verdicts with the labels.
type Verification struct {
	Backend   sandbox.Backend
	Toolchain *toolchain.Toolchain
	Slots     int
	Dir       string // the package's folder, which ReadDir has read
	// Progress may be nil: the submission's place (from 0), its name and what the judge reports.
	Progress func(submission int, name string, e judge.Event)
}

// Report is the result, in the order of the package. Its JSON is stable: fields are only ever added.
type Report struct {
	Problem           string             `json:"problem"`
	TimeLimitMs       int64              `json:"timeLimitMs"`
	TimeLimitInferred bool               `json:"timeLimitInferred"`
	Tests             int                `json:"tests"`
	Agrees            bool               `json:"agrees"` // every submission got what it should
	Submissions       []SubmissionReport `json:"submissions"`
	Notes             []string           `json:"notes,omitempty"`
}

// SubmissionReport is one row of a Report.
type SubmissionReport struct {
	Name      string          `json:"name"`
	Language  string          `json:"language"`
	Expected  []judge.Verdict `json:"expected"`
	Got       judge.Verdict   `json:"got"` // empty when it could not be judged: Detail says why
	Agrees    bool            `json:"agrees"`
	Score     float64         `json:"score"`
	MaxScore  float64         `json:"maxScore"`
	CPUTimeMs int64           `json:"cpuTimeMs"`
	MemoryKb  int64           `json:"memoryKb"`
	Failure   string          `json:"failure,omitempty"` // group and test that decided
	Detail    string          `json:"detail,omitempty"`
}

// Bounds of a time limit that is found from the accepted submissions.
const (
	inferenceMs   = 20_000
	leastLimitMs  = 1_000
	secondMs      = 1_000
	defaultFactor = 5
)

// Run verifies the package.
func (v Verification) Run(ctx context.Context, p *Package) (Report, error) {
	report := Report{Problem: p.Name, Tests: p.Plan.TestCount(), Notes: p.Notes, TimeLimitInferred: !p.TimeLimit, Agrees: true}
	report.Submissions = make([]SubmissionReport, len(p.Submissions))
	plan := p.Plan
	order := make([]int, len(p.Submissions))
	for i := range order {
		order[i] = i
	}
	if !p.TimeLimit { // the accepted ones first: their times make the limit
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank(p.Submissions[a]), rank(p.Submissions[b])) })
		plan.Limits.CPUTimeMs = inferenceMs
	}
	var slowest int64
	inferred := p.TimeLimit
	for _, i := range order {
		if !inferred && rank(p.Submissions[i]) > 0 {
			plan.Limits.CPUTimeMs, inferred = limitFrom(slowest, p.TimeMultiplier), true
		}
		s, err := v.one(ctx, p, plan, i)
		if err != nil {
			return report, err
		}
		if s.Got == judge.Accepted && s.Agrees {
			slowest = max(slowest, s.CPUTimeMs)
		}
		report.Submissions[i] = s
		report.Agrees = report.Agrees && s.Agrees
	}
	if !inferred {
		plan.Limits.CPUTimeMs = limitFrom(slowest, p.TimeMultiplier)
	}
	report.TimeLimitMs = plan.Limits.CPUTimeMs
	return report, nil
}

func rank(s Submission) int {
	if len(s.Expected) == 1 && s.Expected[0] == judge.Accepted {
		return 0
	}
	return 1
}

// limitFrom is the slowest accepted time, multiplied and rounded up to whole seconds.
func limitFrom(slowestMs int64, multiplier float64) int64 {
	if multiplier == 0 {
		multiplier = defaultFactor
	}
	limit := int64(float64(slowestMs) * multiplier)
	return max((limit+secondMs-1)/secondMs*secondMs, leastLimitMs)
}

func (v Verification) one(ctx context.Context, p *Package, plan judge.Plan, i int) (SubmissionReport, error) {
	s := p.Submissions[i]
	r := SubmissionReport{Name: s.Name, Language: s.Language, Expected: s.Expected, MaxScore: plan.MaxScore()}
	if s.Language == "" {
		r.Detail = "no language has the extension of its files"
		return r, nil
	}
	request := judge.Request{
		Backend: v.Backend, Toolchain: v.Toolchain, Plan: plan, Slots: v.Slots, Blobs: v.blobs(p),
		Program: toolchain.Request{Language: s.Language, Files: s.Files},
	}
	if v.Progress != nil {
		request.Progress = func(e judge.Event) { v.Progress(i, s.Name, e) }
	}
	o, err := judge.Run(ctx, request)
	switch {
	case errs.Is(err, errs.Unavailable) || errs.Is(err, errs.Invalid) || errs.Is(err, errs.TooLarge):
		r.Detail = errs.Of(err).Detail
		return r, nil
	case err != nil:
		return r, err
	}
	r.Got, r.Agrees = o.Verdict, s.Expects(o.Verdict)
	r.Score, r.CPUTimeMs, r.MemoryKb, r.Detail = o.Score, o.CPUTimeMs, o.MemoryKb, o.Detail
	if o.Verdict == judge.CompileError {
		r.Detail = o.Compilation.Output
	}
	for _, g := range o.Groups {
		for _, t := range g.Tests {
			if r.Failure == "" && t.Verdict != judge.Accepted && t.Verdict != judge.Skipped {
				r.Failure, r.Detail = g.Name+"/"+t.Name, t.Detail
			}
		}
	}
	return r, nil
}

// blobs finds a digest's file in the package's folder.
func (v Verification) blobs(p *Package) func(context.Context, string) (string, error) {
	return func(_ context.Context, digest string) (string, error) {
		name := filepath.Join(v.Dir, p.Files[digest])
		if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
			return "", fault(p.Files[digest], "has changed while it was judged").Because(err)
		}
		return name, nil
	}
}
