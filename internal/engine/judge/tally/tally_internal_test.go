package tally

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// randomRuling is mostly the usual one.
func randomRuling(r *rand.Rand) judge.Ruling {
	return judge.Ruling{Accept: []judge.Acceptance{judge.AcceptAll, judge.AcceptAll, judge.AcceptAll, judge.AcceptAny, judge.AcceptAlways}[r.IntN(5)], Worst: r.IntN(4) == 0}
}

// randomPlan has nested groups of every aggregation and ruling that require one another.
func randomPlan(r *rand.Rand) judge.Plan {
	p := judge.Plan{Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Tokens}}
	if r.IntN(4) == 0 {
		p.Ruling = randomRuling(r)
	}
	pointless := r.IntN(5) == 0
	for i := range 1 + r.IntN(8) {
		g := judge.Group{Name: fmt.Sprint("g", i), Aggregation: []judge.Aggregation{judge.AllOrNothing, judge.Sum, judge.Min, judge.Max}[r.IntN(4)], Sample: r.IntN(6) == 0}
		if r.IntN(2) == 0 {
			g.Ruling = randomRuling(r)
		}
		if !pointless {
			g.Points = float64(r.IntN(50))
		}
		if i > 0 && r.IntN(2) == 0 {
			g.Parent = fmt.Sprint("g", r.IntN(i))
		}
		for k := range 1 + r.IntN(4) {
			t := judge.Test{Name: fmt.Sprint("t", k), Input: "in", Answer: "ans"}
			if !pointless {
				t.Points = float64(r.IntN(10))
			}
			g.Tests = append(g.Tests, t)
		}
		for k := range i {
			g.RequirePass = append(g.RequirePass, fmt.Sprint("g", k))
			if with := append(append([]judge.Group{}, p.Groups...), g); r.IntN(3) > 0 || treeFails(judge.Plan{Groups: with}) {
				g.RequirePass = g.RequirePass[:len(g.RequirePass)-1]
			}
		}
		if with := append(append([]judge.Group{}, p.Groups...), g); treeFails(judge.Plan{Groups: with}) {
			g.Parent = "" // it would have come into a group that another already requires
		}
		p.Groups = append(p.Groups, g)
	}
	return p
}

func treeFails(p judge.Plan) bool { _, err := p.Tree(); return err != nil }

// truth is what every test would do if it were run.
func truth(r *rand.Rand, p judge.Plan) map[Place]judge.TestOutcome {
	all := map[Place]judge.TestOutcome{}
	good := r.IntN(10)
	for g, group := range p.Groups {
		for i, t := range group.Tests {
			o := judge.TestOutcome{Name: t.Name, Verdict: judge.Accepted, Earned: t.Points}
			if r.IntN(10) >= good {
				o.Verdict, o.Earned = []judge.Verdict{judge.WrongAnswer, judge.TimeLimit, judge.RuntimeError}[r.IntN(3)], 0
			}
			all[Place{g, i}] = o
		}
	}
	return all
}

// judgeWith takes up to slots tests at once, which end in any order.
func judgeWith(r *rand.Rand, p judge.Plan, does map[Place]judge.TestOutcome, slots int) (judge.Outcome, map[Place]bool) {
	settled := 0
	t := New(p, func(Place, judge.Verdict) { settled++ })
	ran := map[Place]bool{}
	var under []Place
	for {
		for len(under) < slots {
			next, ok := t.Next()
			if !ok {
				break
			}
			ran[next] = true
			under = append(under, next)
		}
		if len(under) == 0 {
			break
		}
		i := r.IntN(len(under))
		t.Decide(under[i], does[under[i]])
		under = append(under[:i], under[i+1:]...)
	}
	o := judge.NewOutcome(p, "c")
	t.Score(&o)
	if settled != p.TestCount() {
		panic("not every test was settled")
	}
	return o, ran
}

// naive runs everything and scores by the definition.
type naive struct {
	plan judge.Plan
	does map[Place]judge.TestOutcome
}

// runs tells whether all that a group and those around it require is accepted.
func (n naive) runs(name string) bool {
	for _, group := range n.plan.Groups {
		if group.Name != name {
			continue
		}
		for _, r := range group.RequirePass {
			if !n.accepted(r) {
				return false
			}
		}
		return group.Parent == "" || n.runs(group.Parent)
	}
	return false
}

// verdict is what comes of a group when all of it is run.
func (n naive) verdict(name string) judge.Verdict {
	if !n.runs(name) {
		return judge.Skipped
	}
	var parts []judge.Verdict
	var own judge.Group
	for g, group := range n.plan.Groups {
		if group.Name == name {
			own = group
			for i := range group.Tests {
				parts = append(parts, n.does[Place{g, i}].Verdict)
			}
		}
		if group.Parent == name {
			parts = append(parts, n.verdict(group.Name))
		}
	}
	return own.Ruling.Of(parts)
}

func (n naive) accepted(name string) bool { return n.verdict(name) == judge.Accepted }

func (n naive) earned(name string) float64 {
	var parts []float64
	var own judge.Group
	for g, group := range n.plan.Groups {
		if group.Name == name {
			own = group
			if !n.runs(name) {
				return 0
			}
			for i := range group.Tests {
				parts = append(parts, n.does[Place{g, i}].Earned)
			}
		}
		if group.Parent == name {
			parts = append(parts, n.earned(group.Name))
		}
	}
	sum, least, most := 0.0, parts[0], parts[0]
	for _, p := range parts {
		sum, least, most = sum+p, min(least, p), max(most, p)
	}
	switch {
	case own.Aggregation == judge.Sum:
		return min(sum, own.Points)
	case own.Aggregation == judge.Min:
		return min(least, own.Points)
	case own.Aggregation == judge.Max:
		return min(most, own.Points)
	case n.accepted(name):
		return own.Points
	}
	return 0
}

func TestScoresAreThoseOfANaiveScorerAndOfAnyOrder(t *testing.T) {
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := randomPlan(r)
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		does := truth(r, p)
		n := naive{p, does}
		first, ran := judgeWith(r, p, does, 1)
		score, groups := 0.0, make([]judge.GroupOutcome, len(p.Groups))
		for i, g := range p.Groups {
			groups[i] = judge.GroupOutcome{Parent: g.Parent, Sample: g.Sample, Verdict: n.verdict(g.Name)}
			if g.Parent == "" {
				score += n.earned(g.Name)
			}
		}
		if whole := whole(p, groups); first.Score != score || (first.Verdict == judge.Accepted) != (whole == judge.Accepted) {
			t.Fatalf("seed %d: %s with %g points, the naive scorer says %s with %g\n%+v\n%+v\n", seed, first.Verdict, first.Score, whole, score, p, first.Groups)
		}
		for g, group := range first.Groups {
			for i, test := range group.Tests {
				if test.Verdict != judge.Skipped && !ran[Place{g, i}] || test.Verdict == judge.Skipped && ran[Place{g, i}] {
					t.Fatalf("seed %d: one slot runs exactly what counts; %s of %s is %s", seed, test.Name, group.Name, test.Verdict)
				}
			}
		}
		for slots := 2; slots < 5; slots++ {
			if again, _ := judgeWith(r, p, does, slots); !reflect.DeepEqual(again, first) {
				t.Fatalf("seed %d: with %d slots %+v\nwith one %+v\n%+v", seed, slots, again, first, p.Groups)
			}
		}
	}
}

func TestAGroupThatRequiresAnotherIsSkippedUntilItPasses(t *testing.T) {
	test := func(n int) (tests []judge.Test) {
		for i := range n {
			tests = append(tests, judge.Test{Name: fmt.Sprint(i), Input: "in", Answer: "ans", Points: 5})
		}
		return tests
	}
	p := judge.Plan{Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Tokens}, Groups: []judge.Group{
		{Name: "all", Points: 100, Aggregation: judge.Sum},
		{Name: "easy", Parent: "all", Points: 10, Tests: test(2)},
		{Name: "hard", Parent: "all", Points: 50, Aggregation: judge.Sum, RequirePass: []string{"easy"}, Tests: test(3)},
		{Name: "other", Parent: "all", Points: 40, Tests: test(1)},
	}}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	does := map[Place]judge.TestOutcome{}
	for g, group := range p.Groups {
		for i := range group.Tests {
			does[Place{g, i}] = judge.TestOutcome{Verdict: judge.Accepted, Earned: 5}
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	if o, _ := judgeWith(r, p, does, 1); o.Score != 65 || o.Verdict != judge.Accepted || o.Group != "" {
		t.Errorf("%+v", o)
	}
	does[Place{1, 0}] = judge.TestOutcome{Name: "0", Verdict: judge.TimeLimit}
	o, ran := judgeWith(r, p, does, 1)
	if o.Score != 40 || o.Verdict != judge.TimeLimit || o.Groups[2].Verdict != judge.Skipped || o.Group != "easy" || o.Test != "0" || len(ran) != 2 {
		t.Errorf("%+v, ran %v", o, ran)
	}
}

func TestVerdictsOfPartsComeTogetherAsTheRulingSays(t *testing.T) {
	ac, wa, tle, rte, sk := judge.Accepted, judge.WrongAnswer, judge.TimeLimit, judge.RuntimeError, judge.Skipped
	tests := map[string]struct {
		ruling judge.Ruling
		parts  []judge.Verdict
		want   judge.Verdict
	}{
		"the first failure":            {judge.Ruling{}, []judge.Verdict{ac, sk, wa, rte, tle}, wa},
		"the worst failure":            {judge.Ruling{Worst: true}, []judge.Verdict{ac, wa, tle, rte, wa}, rte},
		"one is enough":                {judge.Ruling{Accept: judge.AcceptAny}, []judge.Verdict{wa, ac, tle}, ac},
		"one that is not there":        {judge.Ruling{Accept: judge.AcceptAny}, []judge.Verdict{wa, sk, tle}, wa},
		"one is enough, else worst":    {judge.Ruling{Accept: judge.AcceptAny, Worst: true}, []judge.Verdict{wa, tle}, tle},
		"nothing is needed":            {judge.Ruling{Accept: judge.AcceptAlways}, []judge.Verdict{wa, tle}, ac},
		"nothing is needed and no run": {judge.Ruling{Accept: judge.AcceptAlways}, []judge.Verdict{sk, sk}, sk},
		"some were skipped":            {judge.Ruling{}, []judge.Verdict{ac, sk}, sk},
	}
	for name, c := range tests {
		if got := c.ruling.Of(c.parts); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A failure that another test makes good must end nothing, and one that is not the worst must not hide a worse one.
func TestWhatMayStillMatterIsRunUnderEveryRuling(t *testing.T) {
	tests := []judge.Test{{Name: "0", Input: "in", Answer: "ans"}, {Name: "1", Input: "in", Answer: "ans"}}
	does := map[Place]judge.TestOutcome{
		{0, 0}: {Name: "0", Verdict: judge.WrongAnswer}, {0, 1}: {Name: "1", Verdict: judge.RuntimeError},
		{1, 0}: {Name: "0", Verdict: judge.Accepted}, {1, 1}: {Name: "1", Verdict: judge.Accepted},
	}
	for name, c := range map[string]struct {
		plan, group judge.Ruling
		want        judge.Verdict
		ran         int
	}{
		"the first failure ends it":           {judge.Ruling{}, judge.Ruling{}, judge.WrongAnswer, 1},
		"the worst failure of a group":        {judge.Ruling{}, judge.Ruling{Worst: true}, judge.RuntimeError, 2},
		"one group is enough":                 {judge.Ruling{Accept: judge.AcceptAny}, judge.Ruling{}, judge.Accepted, 3},
		"one test is enough, and there is no": {judge.Ruling{}, judge.Ruling{Accept: judge.AcceptAny}, judge.WrongAnswer, 2},
		"nothing is needed":                   {judge.Ruling{}, judge.Ruling{Accept: judge.AcceptAlways}, judge.Accepted, 4},
	} {
		p := judge.Plan{Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Tokens}, Ruling: c.plan, Groups: []judge.Group{
			{Name: "a", Tests: tests, Ruling: c.group}, {Name: "b", Tests: tests},
		}}
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		o, ran := judgeWith(rand.New(rand.NewPCG(1, 1)), p, does, 1)
		if o.Verdict != c.want || len(ran) != c.ran {
			t.Errorf("%s: %s after %d tests, want %s after %d", name, o.Verdict, len(ran), c.want, c.ran)
		}
	}
}
