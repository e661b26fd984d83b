package verify

import (
	"context"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// inferenceMs is what submissions may use while the limit is not known.
const inferenceMs = 20_000

// findLimit takes the package's limit, or makes one of the submissions that must be in time.
func (t *trial) findLimit(ctx context.Context) error {
	if t.p.Timing.Fixed {
		return nil
	}
	slowest, found := int64(0), false
	for i, s := range t.p.Submissions {
		if !bounds(s, func(r problem.Rule) bool { return r.Lower }) {
			continue
		}
		r, o, err := t.one(ctx, i, s, inferenceMs)
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		found = true
		if everywhereInTime(s) {
			t.report.Submissions[i], t.judged[i] = r, true
		}
		if inTimeAsItSays(s, r, o) {
			slowest = max(slowest, slowestOf(s, o))
		}
	}
	if !found {
		t.limit = judge.DefaultLimits.CPUTimeMs
		t.report.Notes = append(t.report.Notes, fmt.Sprintf("no submission says how fast one must be: a limit of %d ms is taken", t.limit))
		return nil
	}
	t.limit = limitFrom(slowest, t.p.Timing)
	return nil
}

// everywhereInTime tells whether a submission must be in time on all tests: then it need not be judged again once the
// limit is known, which it keeps by a multiple.
func everywhereInTime(s problem.Submission) bool {
	return bounds(s, func(r problem.Rule) bool { return r.Lower && r.Tests == "" }) && !bounds(s, func(r problem.Rule) bool { return r.Upper })
}

// inTimeAsItSays tells whether a submission does what it should where it must be in time. Elsewhere it may have to be
// too slow for a limit that is not known yet.
func inTimeAsItSays(s problem.Submission, r SubmissionReport, o judge.Outcome) bool {
	if everywhereInTime(s) || !r.Judged() {
		return r.Agrees
	}
	for _, rule := range s.Rules {
		if rule.Lower && broken(rule, o) != "" {
			return false
		}
	}
	return true
}

// slowestOf is the longest processor time on the tests where a submission must be in time.
func slowestOf(s problem.Submission, o judge.Outcome) (slowest int64) {
	for _, r := range s.Rules {
		if !r.Lower {
			continue
		}
		for _, g := range o.Groups {
			for _, test := range g.Tests {
				if covers(r, g, test) {
					slowest = max(slowest, test.CPUTimeMs)
				}
			}
		}
	}
	return slowest
}

// limitFrom is the slowest time, multiplied and rounded up to the resolution.
func limitFrom(slowestMs int64, t problem.Timing) int64 {
	limit := int64(float64(slowestMs) * t.Multiplier)
	return max((limit+t.ResolutionMs-1)/t.ResolutionMs*t.ResolutionMs, t.ResolutionMs)
}
