package judge

import "math"

// score turns what the tests did into verdicts and points, once every test is settled.
func (t *tally) score(o *Outcome) {
	for g := range o.Groups {
		for i := range o.Groups[g].Tests {
			result := t.results[g][i]
			if t.skips(place{g, i}) {
				result = TestOutcome{Name: result.Name, Verdict: Skipped}
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
		if t.tree.parent[g] < 0 {
			o.Score = tidy(o.Score + o.Groups[g].Earned)
		}
	}
	o.Verdict = t.plan.whole(o.Groups)
	o.blame()
}

// blame names the test that decided. A test that could not be judged makes the whole a judging error: whatever
// is said beside it could be wrong.
func (o *Outcome) blame() {
	for _, g := range o.Groups {
		for _, t := range g.Tests {
			switch {
			case t.Verdict == JudgingError:
				o.Verdict, o.Group, o.Test, o.Detail = JudgingError, g.Name, t.Name, t.Detail
				return
			case o.Group == "" && o.Verdict != Accepted && t.Verdict == o.Verdict:
				o.Group, o.Test = g.Name, t.Name
			}
		}
	}
}

// verdict is what the group's ruling makes of its tests and of the groups in it.
func (t *tally) verdict(g int, groups []GroupOutcome) Verdict {
	if t.barred[g] {
		return Skipped
	}
	var parts []Verdict
	for _, test := range groups[g].Tests {
		parts = append(parts, test.Verdict)
	}
	for _, c := range t.tree.children[g] {
		parts = append(parts, groups[c].Verdict)
	}
	return t.plan.Groups[g].Ruling.of(parts)
}

// earned is what a group earns, when all in it is scored.
func (t *tally) earned(g int, groups []GroupOutcome) float64 {
	group := t.plan.Groups[g]
	if t.barred[g] {
		return 0
	}
	if group.Aggregation == AllOrNothing {
		if groups[g].Verdict == Accepted {
			return group.Points
		}
		return 0
	}
	sum, least, most := 0.0, math.Inf(1), 0.0
	add := func(points float64) { sum, least, most = sum+points, min(least, points), max(most, points) }
	for _, test := range groups[g].Tests {
		add(test.Earned)
	}
	for _, c := range t.tree.children[g] {
		add(groups[c].Earned)
	}
	points := map[Aggregation]float64{Sum: tidy(sum), Min: least, Max: most}[group.Aggregation]
	if !group.Unbounded {
		points = min(points, group.Points)
	}
	return points
}

// tidy takes off what sums of fractions such as 100/3 leave behind.
func tidy(points float64) float64 { return math.Round(points*1e9) / 1e9 }

// soFar is the verdict of a group all of whose tests are settled, while others may not be.
func (t *tally) soFar(g int) Verdict {
	switch {
	case t.barred[g]:
		return Skipped
	case t.failed[g] == never && t.pointless && g >= t.stopped:
		return Skipped
	case t.failed[g] == never:
		return Accepted
	}
	return t.plan.Groups[g].Ruling.of(t.parts(g))
}

// parts are the verdicts of a group's tests and of the groups in it, so far.
func (t *tally) parts(g int) []Verdict {
	var parts []Verdict
	for _, test := range t.results[g] {
		parts = append(parts, test.Verdict)
	}
	for _, c := range t.tree.children[g] {
		parts = append(parts, t.soFar(c))
	}
	return parts
}
