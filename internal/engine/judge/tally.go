package judge

import (
	"math"
	"slices"
)

// place is a test: its group and its number there. The place -1 of a group is before its tests.
type place struct{ group, test int }

func (p place) before(q place) bool {
	return p.group < q.group || p.group == q.group && p.test < q.test
}

var never = place{group: math.MaxInt}

// tally keeps what is known of a plan's tests and says which run can still matter.
//
// Which tests count as skipped follows from the others' verdicts alone, never from the order in which they came:
// a test is skipped when, going through the plan in its order, it is certain before it that it changes no points,
// namely when a group it is in
//
//   - requires a group that is not accepted, or
//   - has lost its points already (by a failure, when it earns all or nothing or the least of what is in it) and
//     no group between the two is required by another or names its worst failure, for then its verdict still matters.
//
// A group for which one part is enough has failed only when all of it is decided, in the place of its last test.
//
// Samples are run whole, because people look at each of them. Where there are no points at all, the first
// group that fails is the last one to run, unless the whole may be accepted in spite of it.
type tally struct {
	plan      Plan
	tree      tree
	pointless bool // nothing can be earned
	whole     bool // only what is required skips tests
	results   [][]TestOutcome
	queue     []place // tests not yet taken, in order
	failed    []place // by group: the first place known where it is not accepted any more
	lost      []place // ... where it can earn nothing any more
	barred    []bool  // ... whether what it requires, or what a group around it requires, is not accepted
	open      []int   // ... how many tests in it are not yet decided
	stopped   int     // groups from here on need not run, where there are no points
	settled   func(p place, v Verdict)
}

// newTally takes a valid plan. What it settles is told to settled.
func newTally(plan Plan, settled func(place, Verdict)) *tally {
	t := &tally{plan: plan, stopped: len(plan.Groups), settled: settled, pointless: plan.MaxScore() == 0}
	t.tree, _ = plan.tree()
	n := len(plan.Groups)
	t.results, t.barred, t.open = make([][]TestOutcome, n), make([]bool, n), make([]int, n)
	t.failed, t.lost = slices.Repeat([]place{never}, n), slices.Repeat([]place{never}, n)
	for g, group := range plan.Groups {
		t.pointless = t.pointless && !group.Unbounded
		t.results[g] = make([]TestOutcome, len(group.Tests))
		for i, test := range group.Tests {
			t.results[g][i] = TestOutcome{Name: test.Name, Verdict: Skipped}
			t.queue = append(t.queue, place{g, i})
		}
		for a := g; a >= 0; a = t.tree.parent[a] {
			t.open[a] += len(group.Tests)
		}
	}
	return t
}

// next takes the first test whose run can matter. A group that waits for another's verdict has its turn before
// that only when nothing else is left to do.
func (t *tally) next() (place, bool) {
	for i := 0; i < len(t.queue); {
		p := t.queue[i]
		switch {
		case t.skips(p):
			t.queue = slices.Delete(t.queue, i, i+1)
			t.settle(p, Skipped)
		case t.ready(p.group):
			t.queue = slices.Delete(t.queue, i, i+1)
			return p, true
		default:
			i++
		}
	}
	if len(t.queue) == 0 {
		return place{}, false
	}
	p := t.queue[0]
	t.queue = t.queue[1:]
	return p, true
}

// ready tells whether every group that a test's groups require is decided.
func (t *tally) ready(g int) bool {
	for ; g >= 0; g = t.tree.parent[g] {
		for _, r := range t.tree.requires[g] {
			if t.open[r] > 0 {
				return false
			}
		}
	}
	return true
}

// skips tells whether it is certain that a test does not count.
func (t *tally) skips(p place) bool {
	if t.barred[p.group] || !t.whole && t.pointless && p.group >= t.stopped {
		return true
	}
	if t.whole || t.plan.Groups[p.group].Sample {
		return false
	}
	for g := p.group; g >= 0; g = t.tree.parent[g] {
		if t.plan.Groups[g].Worst {
			return false
		}
		if t.lost[g].before(p) {
			return true
		}
		if len(t.tree.dependents[g]) > 0 {
			return false
		}
	}
	return false
}

// decide notes what a test did.
func (t *tally) decide(p place, o TestOutcome) {
	t.results[p.group][p.test] = o
	if o.Verdict != Accepted {
		t.fail(p.group, p)
	}
	t.settle(p, o.Verdict)
}

func (t *tally) settle(p place, v Verdict) {
	for a := p.group; a >= 0; a = t.tree.parent[a] {
		t.open[a]--
		if last := t.tree.last[a]; t.open[a] == 0 && t.plan.Groups[a].Accept == AcceptAny && !slices.Contains(t.parts(a), Accepted) {
			t.fail(a, place{last, len(t.plan.Groups[last].Tests) - 1})
		}
	}
	t.settled(p, v)
}

// bears tells whether a group may be accepted whatever is not in it.
func (t *tally) bears(g int) bool {
	switch t.plan.Groups[g].Accept {
	case AcceptAlways:
		return !t.barred[g]
	case AcceptAny:
		return !t.barred[g] && (t.open[g] > 0 || slices.Contains(t.parts(g), Accepted))
	}
	return false
}

// fail notes that something in a group is not accepted and earns nothing, with all that follows from it.
func (t *tally) fail(g int, at place) {
	lost, stop := true, at.group+1
	for ; g >= 0; g = t.tree.parent[g] {
		if t.bears(g) {
			return
		}
		how := t.plan.Groups[g].Aggregation
		if t.plan.Groups[g].Worst {
			stop = max(stop, t.tree.last[g]+1)
		}
		lost = how == AllOrNothing || t.pointless || lost && (how == Min || t.barred[g])
		if lost && at.before(t.lost[g]) {
			t.lost[g] = at
		}
		if !at.before(t.failed[g]) {
			continue
		}
		first := t.failed[g] == never
		t.failed[g] = at
		if first {
			for _, d := range t.tree.dependents[g] {
				t.bar(d)
			}
		}
	}
	if t.plan.Ruling == (Ruling{}) {
		t.stopped = min(t.stopped, stop)
	}
}

// bar skips a group and all in it.
func (t *tally) bar(g int) {
	if t.barred[g] {
		return
	}
	t.barred[g] = true
	t.fail(g, place{g, -1})
	for _, c := range t.tree.children[g] {
		t.bar(c)
	}
}
