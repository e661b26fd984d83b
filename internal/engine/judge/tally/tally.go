// Package tally adds up a plan: which of its tests can still matter, and what verdicts and points came of those that
// were run. It holds that the outcome is the same in whatever order the tests are decided.
package tally

import (
	"iter"
	"math"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// Place is a test: its group and its number there. The number -1 of a group is before its tests.
type Place struct{ Group, Test int }

func (p Place) before(q Place) bool {
	return p.Group < q.Group || p.Group == q.Group && p.Test < q.Test
}

var never = Place{Group: math.MaxInt}

// Tally keeps what is known of a plan's tests and says which run can still matter.
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
type Tally struct {
	plan      judge.Plan
	tree      judge.Tree
	pointless bool // nothing can be earned
	Whole     bool // only what is required skips tests
	results   [][]judge.TestOutcome
	queue     []Place // tests not yet taken, in order
	failed    []Place // by group: the first place known where it is not accepted any more
	lost      []Place // ... where it can earn nothing any more
	barred    []bool  // ... whether what it requires, or what a group around it requires, is not accepted
	open      []int   // ... how many tests in it are not yet decided
	stopped   int     // groups from here on need not run, where there are no points
	settled   func(p Place, v judge.Verdict)
}

// New takes a valid plan. What it settles is told to settled.
func New(plan judge.Plan, settled func(Place, judge.Verdict)) *Tally {
	t := &Tally{plan: plan, stopped: len(plan.Groups), settled: settled, pointless: plan.MaxScore() == 0}
	t.tree, _ = plan.Tree()
	n := len(plan.Groups)
	t.results, t.barred, t.open = make([][]judge.TestOutcome, n), make([]bool, n), make([]int, n)
	t.failed, t.lost = slices.Repeat([]Place{never}, n), slices.Repeat([]Place{never}, n)
	for g, group := range plan.Groups {
		t.pointless = t.pointless && !group.Unbounded
		t.results[g] = make([]judge.TestOutcome, len(group.Tests))
		for i, test := range group.Tests {
			t.results[g][i] = judge.TestOutcome{Name: test.Name, Verdict: judge.Skipped}
			t.queue = append(t.queue, Place{g, i})
		}
		for a := range t.Around(g) {
			t.open[a] += len(group.Tests)
		}
	}
	return t
}

// Next takes the first test whose run can matter. A group that waits for another's verdict has its turn before
// that only when nothing else is left to do.
func (t *Tally) Next() (Place, bool) {
	for i := 0; i < len(t.queue); {
		p := t.queue[i]
		switch {
		case t.skips(p):
			t.queue = slices.Delete(t.queue, i, i+1)
			t.settle(p, judge.Skipped)
		case t.ready(p.Group):
			t.queue = slices.Delete(t.queue, i, i+1)
			return p, true
		default:
			i++
		}
	}
	if len(t.queue) == 0 {
		return Place{}, false
	}
	p := t.queue[0]
	t.queue = t.queue[1:]
	return p, true
}

// Around is a group and those that it is in, from the inside.
func (t *Tally) Around(g int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for ; g >= 0 && yield(g); g = t.tree.Parent[g] {
		}
	}
}

// Decided tells whether all tests in a group are decided.
func (t *Tally) Decided(g int) bool { return t.open[g] == 0 }

// ready tells whether every group that a test's groups require is decided.
func (t *Tally) ready(g int) bool {
	for g := range t.Around(g) {
		for _, r := range t.tree.Requires[g] {
			if t.open[r] > 0 {
				return false
			}
		}
	}
	return true
}

// skips tells whether it is certain that a test does not count.
func (t *Tally) skips(p Place) bool {
	if t.barred[p.Group] || !t.Whole && t.pointless && p.Group >= t.stopped {
		return true
	}
	if t.Whole || t.plan.Groups[p.Group].Sample {
		return false
	}
	for g := range t.Around(p.Group) {
		if t.plan.Groups[g].Worst {
			return false
		}
		if t.lost[g].before(p) {
			return true
		}
		if len(t.tree.Dependents[g]) > 0 {
			return false
		}
	}
	return false
}

// Decide notes what a test did.
func (t *Tally) Decide(p Place, o judge.TestOutcome) {
	t.results[p.Group][p.Test] = o
	if o.Verdict != judge.Accepted {
		t.fail(p.Group, p)
	}
	t.settle(p, o.Verdict)
}

func (t *Tally) settle(p Place, v judge.Verdict) {
	for a := range t.Around(p.Group) {
		t.open[a]--
		if last := t.tree.Last[a]; t.open[a] == 0 && t.plan.Groups[a].Accept == judge.AcceptAny && !slices.Contains(t.parts(a), judge.Accepted) {
			t.fail(a, Place{last, len(t.plan.Groups[last].Tests) - 1})
		}
	}
	t.settled(p, v)
}

// bears tells whether a group may be accepted whatever is not in it.
func (t *Tally) bears(g int) bool {
	switch t.plan.Groups[g].Accept {
	case judge.AcceptAlways:
		return !t.barred[g]
	case judge.AcceptAny:
		return !t.barred[g] && (t.open[g] > 0 || slices.Contains(t.parts(g), judge.Accepted))
	}
	return false
}

// fail notes that something in a group is not accepted and earns nothing, with all that follows from it.
func (t *Tally) fail(g int, at Place) {
	lost, stop := true, at.Group+1
	for g := range t.Around(g) {
		if t.bears(g) {
			return
		}
		how := t.plan.Groups[g].Aggregation
		if t.plan.Groups[g].Worst {
			stop = max(stop, t.tree.Last[g]+1)
		}
		lost = how == judge.AllOrNothing || t.pointless || lost && (how == judge.Min || t.barred[g])
		if lost && at.before(t.lost[g]) {
			t.lost[g] = at
		}
		if !at.before(t.failed[g]) {
			continue
		}
		first := t.failed[g] == never
		t.failed[g] = at
		if first {
			for _, d := range t.tree.Dependents[g] {
				t.bar(d)
			}
		}
	}
	if t.plan.Ruling == (judge.Ruling{}) {
		t.stopped = min(t.stopped, stop)
	}
}

// bar skips a group and all in it.
func (t *Tally) bar(g int) {
	if t.barred[g] {
		return
	}
	t.barred[g] = true
	t.fail(g, Place{g, -1})
	for _, c := range t.tree.Children[g] {
		t.bar(c)
	}
}
