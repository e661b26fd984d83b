package tally

import (
	"math"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// Score turns what the tests did into verdicts and points, once every test is settled.
func (t *Tally) Score(o *judge.Outcome) {
	for g := range o.Groups {
		for i := range o.Groups[g].Tests {
			result := t.results[g][i]
			if t.skips(Place{g, i}) {
				result = judge.TestOutcome{Name: result.Name, Verdict: judge.Skipped}
			}
			o.Groups[g].Tests[i] = result
			o.CPUTimeMs = max(o.CPUTimeMs, result.CPUTimeMs)
			o.WallTimeMs = max(o.WallTimeMs, result.WallTimeMs)
			o.MemoryKb = max(o.MemoryKb, result.MemoryKb)
		}
	}
	for g := len(o.Groups) - 1; g >= 0; g-- { // those in a group stand after it
		o.Groups[g].Verdict = t.verdict(g, o.Groups)
		o.Groups[g].Earned = t.earned(g, o.Groups)
	}
	for g := range o.Groups {
		if t.tree.Parent[g] < 0 {
			o.Score = judge.Tidy(o.Score + o.Groups[g].Earned)
		}
	}
	o.Verdict = whole(t.plan, o.Groups)
	blame(o)
}

// blame names the test that decided. A test that could not be judged makes the whole a judging error: whatever
// is said beside it could be wrong.
func blame(o *judge.Outcome) {
	for _, g := range o.Groups {
		for _, t := range g.Tests {
			switch {
			case t.Verdict == judge.JudgingError:
				o.Verdict, o.Group, o.Test, o.Detail = judge.JudgingError, g.Name, t.Name, t.Detail
				return
			case o.Group == "" && o.Verdict != judge.Accepted && t.Verdict == o.Verdict:
				o.Group, o.Test = g.Name, t.Name
			}
		}
	}
}

// verdict is what the group's ruling makes of its tests and of the groups in it.
func (t *Tally) verdict(g int, groups []judge.GroupOutcome) judge.Verdict {
	if t.barred[g] {
		return judge.Skipped
	}
	var parts []judge.Verdict
	for _, test := range groups[g].Tests {
		parts = append(parts, test.Verdict)
	}
	for _, c := range t.tree.Children[g] {
		parts = append(parts, groups[c].Verdict)
	}
	return t.plan.Groups[g].Ruling.Of(parts)
}

// earned is what a group earns, when all in it is scored.
func (t *Tally) earned(g int, groups []judge.GroupOutcome) float64 {
	group := t.plan.Groups[g]
	if t.barred[g] {
		return 0
	}
	if group.Aggregation == judge.AllOrNothing {
		if groups[g].Verdict == judge.Accepted {
			return group.Points
		}
		return 0
	}
	sum, least, most := 0.0, math.Inf(1), 0.0
	add := func(points float64) { sum, least, most = sum+points, min(least, points), max(most, points) }
	for _, test := range groups[g].Tests {
		add(test.Earned)
	}
	for _, c := range t.tree.Children[g] {
		add(groups[c].Earned)
	}
	points := map[judge.Aggregation]float64{judge.Sum: judge.Tidy(sum), judge.Min: least, judge.Max: most}[group.Aggregation]
	if !group.Unbounded {
		points = min(points, group.Points)
	}
	return points
}

// SoFar is the verdict of a group all of whose tests are settled, while others may not be.
func (t *Tally) SoFar(g int) judge.Verdict {
	switch {
	case t.barred[g]:
		return judge.Skipped
	case t.failed[g] == never && t.pointless && g >= t.stopped:
		return judge.Skipped
	case t.failed[g] == never:
		return judge.Accepted
	}
	return t.plan.Groups[g].Ruling.Of(t.parts(g))
}

// parts are the verdicts of a group's tests and of the groups in it, so far.
func (t *Tally) parts(g int) []judge.Verdict {
	var parts []judge.Verdict
	for _, test := range t.results[g] {
		parts = append(parts, test.Verdict)
	}
	for _, c := range t.tree.Children[g] {
		parts = append(parts, t.SoFar(c))
	}
	return parts
}

// whole is the verdict of a plan. Which of its groups are enough is asked of those that are no samples.
func whole(p judge.Plan, groups []judge.GroupOutcome) judge.Verdict {
	var parts, hidden []judge.Verdict
	for _, g := range groups {
		if g.Parent == "" && !g.Sample {
			hidden = append(hidden, g.Verdict)
		}
	}
	enough := p.Ruling.Of(hidden) == judge.Accepted
	for _, g := range groups {
		switch {
		case g.Parent != "":
		case enough && !g.Sample:
			parts = append(parts, judge.Accepted)
		default:
			parts = append(parts, g.Verdict)
		}
	}
	return judge.Ruling{Worst: p.Worst}.Of(parts)
}
