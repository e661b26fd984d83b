package judge

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// randomRuling is mostly the usual one.
func randomRuling(r *rand.Rand) Ruling {
	return Ruling{Accept: []Acceptance{AcceptAll, AcceptAll, AcceptAll, AcceptAny, AcceptAlways}[r.IntN(5)], Worst: r.IntN(4) == 0}
}

// randomPlan has nested groups of every aggregation and ruling that require one another.
func randomPlan(r *rand.Rand) Plan {
	p := Plan{Version: PlanVersion, Comparison: Comparison{Mode: Tokens}}
	if r.IntN(4) == 0 {
		p.Ruling = randomRuling(r)
	}
	pointless := r.IntN(5) == 0
	for i := range 1 + r.IntN(8) {
		g := Group{Name: fmt.Sprint("g", i), Aggregation: []Aggregation{AllOrNothing, Sum, Min, Max}[r.IntN(4)], Sample: r.IntN(6) == 0}
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
			t := Test{Name: fmt.Sprint("t", k), Input: "in", Answer: "ans"}
			if !pointless {
				t.Points = float64(r.IntN(10))
			}
			g.Tests = append(g.Tests, t)
		}
		for k := range i {
			g.RequirePass = append(g.RequirePass, fmt.Sprint("g", k))
			if with := append(append([]Group{}, p.Groups...), g); r.IntN(3) > 0 || (Plan{Groups: with}).treeFails() {
				g.RequirePass = g.RequirePass[:len(g.RequirePass)-1]
			}
		}
		if with := append(append([]Group{}, p.Groups...), g); (Plan{Groups: with}).treeFails() {
			g.Parent = "" // it would have come into a group that another already requires
		}
		p.Groups = append(p.Groups, g)
	}
	return p
}

func (p Plan) treeFails() bool { _, err := p.tree(); return err != nil }

// truth is what every test would do if it were run.
func truth(r *rand.Rand, p Plan) map[place]TestOutcome {
	all := map[place]TestOutcome{}
	good := r.IntN(10)
	for g, group := range p.Groups {
		for i, t := range group.Tests {
			o := TestOutcome{Name: t.Name, Verdict: Accepted, Earned: t.Points}
			if r.IntN(10) >= good {
				o.Verdict, o.Earned = []Verdict{WrongAnswer, TimeLimit, RuntimeError}[r.IntN(3)], 0
			}
			all[place{g, i}] = o
		}
	}
	return all
}

// judgeWith takes up to slots tests at once, which end in any order.
func judgeWith(r *rand.Rand, p Plan, does map[place]TestOutcome, slots int) (Outcome, map[place]bool) {
	settled := 0
	t := newTally(p, func(place, Verdict) { settled++ })
	ran := map[place]bool{}
	var under []place
	for {
		for len(under) < slots {
			next, ok := t.next()
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
		t.decide(under[i], does[under[i]])
		under = append(under[:i], under[i+1:]...)
	}
	o := emptyOutcome(p, "c")
	t.score(&o)
	if settled != p.TestCount() {
		panic("not every test was settled")
	}
	return o, ran
}

// naive runs everything and scores by the definition.
type naive struct {
	plan Plan
	does map[place]TestOutcome
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
func (n naive) verdict(name string) Verdict {
	if !n.runs(name) {
		return Skipped
	}
	var parts []Verdict
	var own Group
	for g, group := range n.plan.Groups {
		if group.Name == name {
			own = group
			for i := range group.Tests {
				parts = append(parts, n.does[place{g, i}].Verdict)
			}
		}
		if group.Parent == name {
			parts = append(parts, n.verdict(group.Name))
		}
	}
	return own.Ruling.of(parts)
}

func (n naive) accepted(name string) bool { return n.verdict(name) == Accepted }

func (n naive) earned(name string) float64 {
	var parts []float64
	var own Group
	for g, group := range n.plan.Groups {
		if group.Name == name {
			own = group
			if !n.runs(name) {
				return 0
			}
			for i := range group.Tests {
				parts = append(parts, n.does[place{g, i}].Earned)
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
	case own.Aggregation == Sum:
		return min(sum, own.Points)
	case own.Aggregation == Min:
		return min(least, own.Points)
	case own.Aggregation == Max:
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
		score, groups := 0.0, make([]GroupOutcome, len(p.Groups))
		for i, g := range p.Groups {
			groups[i] = GroupOutcome{Parent: g.Parent, Sample: g.Sample, Verdict: n.verdict(g.Name)}
			if g.Parent == "" {
				score += n.earned(g.Name)
			}
		}
		if whole := p.whole(groups); first.Score != score || (first.Verdict == Accepted) != (whole == Accepted) {
			t.Fatalf("seed %d: %s with %g points, the naive scorer says %s with %g\n%+v\n%+v\n", seed, first.Verdict, first.Score, whole, score, p, first.Groups)
		}
		for g, group := range first.Groups {
			for i, test := range group.Tests {
				if test.Verdict != Skipped && !ran[place{g, i}] || test.Verdict == Skipped && ran[place{g, i}] {
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
	test := func(n int) (tests []Test) {
		for i := range n {
			tests = append(tests, Test{Name: fmt.Sprint(i), Input: "in", Answer: "ans", Points: 5})
		}
		return tests
	}
	p := Plan{Version: PlanVersion, Comparison: Comparison{Mode: Tokens}, Groups: []Group{
		{Name: "all", Points: 100, Aggregation: Sum},
		{Name: "easy", Parent: "all", Points: 10, Tests: test(2)},
		{Name: "hard", Parent: "all", Points: 50, Aggregation: Sum, RequirePass: []string{"easy"}, Tests: test(3)},
		{Name: "other", Parent: "all", Points: 40, Tests: test(1)},
	}}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	does := map[place]TestOutcome{}
	for g, group := range p.Groups {
		for i := range group.Tests {
			does[place{g, i}] = TestOutcome{Verdict: Accepted, Earned: 5}
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	if o, _ := judgeWith(r, p, does, 1); o.Score != 65 || o.Verdict != Accepted || o.Group != "" {
		t.Errorf("%+v", o)
	}
	does[place{1, 0}] = TestOutcome{Name: "0", Verdict: TimeLimit}
	o, ran := judgeWith(r, p, does, 1)
	if o.Score != 40 || o.Verdict != TimeLimit || o.Groups[2].Verdict != Skipped || o.Group != "easy" || o.Test != "0" || len(ran) != 2 {
		t.Errorf("%+v, ran %v", o, ran)
	}
}

func TestVerdictsOfPartsComeTogetherAsTheRulingSays(t *testing.T) {
	ac, wa, tle, rte, sk := Accepted, WrongAnswer, TimeLimit, RuntimeError, Skipped
	tests := map[string]struct {
		ruling Ruling
		parts  []Verdict
		want   Verdict
	}{
		"the first failure":            {Ruling{}, []Verdict{ac, sk, wa, rte, tle}, wa},
		"the worst failure":            {Ruling{Worst: true}, []Verdict{ac, wa, tle, rte, wa}, rte},
		"one is enough":                {Ruling{Accept: AcceptAny}, []Verdict{wa, ac, tle}, ac},
		"one that is not there":        {Ruling{Accept: AcceptAny}, []Verdict{wa, sk, tle}, wa},
		"one is enough, else worst":    {Ruling{Accept: AcceptAny, Worst: true}, []Verdict{wa, tle}, tle},
		"nothing is needed":            {Ruling{Accept: AcceptAlways}, []Verdict{wa, tle}, ac},
		"nothing is needed and no run": {Ruling{Accept: AcceptAlways}, []Verdict{sk, sk}, sk},
		"some were skipped":            {Ruling{}, []Verdict{ac, sk}, sk},
	}
	for name, c := range tests {
		if got := c.ruling.of(c.parts); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A failure that another test makes good must end nothing, and one that is not the worst must not hide a worse one.
func TestWhatMayStillMatterIsRunUnderEveryRuling(t *testing.T) {
	tests := []Test{{Name: "0", Input: "in", Answer: "ans"}, {Name: "1", Input: "in", Answer: "ans"}}
	does := map[place]TestOutcome{
		{0, 0}: {Name: "0", Verdict: WrongAnswer}, {0, 1}: {Name: "1", Verdict: RuntimeError},
		{1, 0}: {Name: "0", Verdict: Accepted}, {1, 1}: {Name: "1", Verdict: Accepted},
	}
	for name, c := range map[string]struct {
		plan, group Ruling
		want        Verdict
		ran         int
	}{
		"the first failure ends it":           {Ruling{}, Ruling{}, WrongAnswer, 1},
		"the worst failure of a group":        {Ruling{}, Ruling{Worst: true}, RuntimeError, 2},
		"one group is enough":                 {Ruling{Accept: AcceptAny}, Ruling{}, Accepted, 3},
		"one test is enough, and there is no": {Ruling{}, Ruling{Accept: AcceptAny}, WrongAnswer, 2},
		"nothing is needed":                   {Ruling{}, Ruling{Accept: AcceptAlways}, Accepted, 4},
	} {
		p := Plan{Version: PlanVersion, Comparison: Comparison{Mode: Tokens}, Ruling: c.plan, Groups: []Group{
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
