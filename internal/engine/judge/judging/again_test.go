package judging_test

import (
	"context"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// clocked is a back end whose programs are said to use other processor times than they do, one after the other.
type clocked struct {
	sandbox.Backend
	times []time.Duration
}

type clockedSlot struct {
	sandbox.Slot
	b *clocked
}

func (c *clocked) Open(ctx context.Context) (sandbox.Slot, error) {
	slot, err := c.Backend.Open(ctx)
	return clockedSlot{slot, c}, err
}

func (s clockedSlot) Run(ctx context.Context, spec sandbox.Spec) (sandbox.Result, error) {
	r, err := s.Slot.Run(ctx, spec)
	if spec.Stdin != nil && len(s.b.times) > 0 { // the compiler has none
		r.CPUTime, s.b.times = s.b.times[0]*time.Millisecond, s.b.times[1:]
	}
	return r, err
}

func TestAResultNearTheLimitIsRunAgainAndSaysSo(t *testing.T) {
	b := newBench(t, 1)
	sandboxed := b.backend
	test := b.test(t, "1", "in", "in answered\n")
	for name, c := range map[string]struct {
		times   []time.Duration // in ms; the limit is 1000
		slower  float64         // the machine than when it is quiet
		verdict judge.Verdict
		cpu     int64
		runs    int
	}{
		"far below":                      {[]time.Duration{740}, 1, judge.Accepted, 740, 0},
		"just below, and better":         {[]time.Duration{800, 700}, 1, judge.Accepted, 700, 2},
		"just below, and worse":          {[]time.Duration{800, 1100}, 1, judge.Accepted, 800, 2},
		"above, then below":              {[]time.Duration{1200, 900}, 1, judge.Accepted, 900, 2},
		"above twice, then below":        {[]time.Duration{1200, 1400, 900}, 1, judge.Accepted, 900, 3},
		"above three times, then below":  {[]time.Duration{1200, 1400, 1300, 1000}, 1, judge.Accepted, 1000, 4},
		"always above: the best of them": {[]time.Duration{1400, 1300, 1100, 1200}, 1, judge.TimeLimit, 1100, 4},
		"far above":                      {[]time.Duration{1500}, 1, judge.TimeLimit, 1500, 0},
		"above, on a slow machine":       {[]time.Duration{1250, 1300, 1200}, 1.2, judge.Accepted, 1200, 3},
		"just above, on a slow machine":  {[]time.Duration{1250, 1350, 1300, 1201}, 1.2, judge.TimeLimit, 1201, 4},
		"far above, on a slow machine":   {[]time.Duration{1600, 1150}, 1.2, judge.Accepted, 1150, 2},
		"farther above, and again":       {[]time.Duration{1600, 1900, 900}, 1.2, judge.TimeLimit, 1600, 2},
		"farther above at once":          {[]time.Duration{1800, 900}, 1.2, judge.TimeLimit, 1800, 0},
		"what needs one and a half":      {[]time.Duration{1500, 1500, 1500, 1500}, 1.4, judge.TimeLimit, 1500, 4},
	} {
		t.Run(name, func(t *testing.T) {
			judging.FixPace(t, c.slower)
			b.backend = &clocked{sandboxed, c.times}
			o := b.judge(t, judge.Plan{
				Limits: judge.Limits{CPUTimeMs: 1000}, Groups: []judge.Group{{Name: "all", Points: 1, Tests: []judge.Test{test}}},
			}, 1, program("bash", parrot), nil)
			got := o.Groups[0].Tests[0]
			if got.Verdict != c.verdict || got.CPUTimeMs != c.cpu || got.Runs != c.runs {
				t.Errorf("%+v", got)
			}
			if stretched := got.Verdict == judge.Accepted && got.CPUTimeMs > 1000; stretched != (got.Stretch > 1) || stretched != (got.Detail != "" && got.Verdict == judge.Accepted) {
				t.Errorf("the result does not say by how much its limit was stretched: %+v", got)
			}
		})
	}
}
