package polygon

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// pattern is where the tests are: one number, as wide as it says.
var pattern = regexp.MustCompile(`^[^%]*%(0[1-9])?d[^%]*$`)

const maxPoints = 1e9

// tests reads the testset as groups.
func (r *reader) tests() error {
	set := r.set
	if set.InputPattern == "" {
		set.InputPattern = "tests/%02d"
	}
	if set.AnswerPattern == "" {
		set.AnswerPattern = set.InputPattern + ".a"
	}
	if !pattern.MatchString(set.InputPattern) || !pattern.MatchString(set.AnswerPattern) {
		return problem.Fault(Marker, "%q and %q do not say where the tests are", set.InputPattern, set.AnswerPattern)
	}
	if set.TestCount > problem.MaxFiles || len(set.Tests) > problem.MaxFiles {
		return problem.Fault(Marker, "there are more than %d tests", problem.MaxFiles)
	}
	for len(set.Tests) < set.TestCount {
		set.Tests = append(set.Tests, test{Method: "manual"})
	}
	parts := newParts(set)
	for i, t := range set.Tests {
		if !(t.Points >= 0 && t.Points <= maxPoints) {
			return problem.Fault(Marker, "test %d: points must be between 0 and %.0f", i+1, maxPoints)
		}
		made, err := r.test(set, i+1, t)
		if err != nil {
			return err
		}
		parts.add(t, made)
	}
	groups, err := parts.plan()
	r.p.Plan.Groups = groups
	return err
}

func (r *reader) test(set testset, number int, t test) (judge.Test, error) {
	in, ans := path.Clean(fmt.Sprintf(set.InputPattern, number)), path.Clean(fmt.Sprintf(set.AnswerPattern, number))
	for _, name := range []string{in, ans} {
		if !r.Has(name) {
			if t.Method == "generated" || name == ans {
				return judge.Test{}, problem.Fault(name, "is missing; take the full package, whose tests and answers have been generated")
			}
			return judge.Test{}, problem.Fault(name, "is missing")
		}
	}
	made := judge.Test{Name: fmt.Sprintf("%02d", number), Points: t.Points}
	var err error
	if made.Input, err = r.Blob(in); err != nil {
		return made, err
	}
	if made.Answer, err = r.Blob(ans); err != nil {
		return made, err
	}
	if file := r.doc.Judging.InputFile; file != "" && file != "stdin" {
		made.Files = []judge.NamedBlob{{Name: file, Digest: made.Input}}
	}
	r.p.Cases = append(r.p.Cases, problem.Case{Name: in, Want: problem.WantValid, Input: made.Input, Answer: made.Answer, InputArgs: r.validatorArgs(t)})
	if !t.Sample {
		return made, nil
	}
	input, err := r.Text(in)
	if err != nil {
		return made, err
	}
	answer, err := r.Text(ans)
	r.p.Samples = append(r.p.Samples, problem.Sample{Name: made.Name, Input: string(input), Answer: string(answer)})
	return made, err
}

// validatorArgs tell a validator which test it sees.
func (r *reader) validatorArgs(t test) map[string][]string {
	args := []string{"--testset", r.set.Name}
	if t.Group != "" {
		args = append(args, "--group", t.Group)
	}
	return map[string][]string{"": args}
}

// parts are the groups being filled.
type parts struct {
	set     testset
	order   []string
	tests   map[string][]judge.Test
	samples map[string]int // tests of each that are samples
	scoring bool
}

func newParts(set testset) *parts {
	p := &parts{set: set, tests: map[string][]judge.Test{}, samples: map[string]int{}}
	for _, t := range set.Tests {
		p.scoring = p.scoring || t.Points > 0
	}
	for _, g := range set.Groups {
		p.scoring = p.scoring || g.Points > 0
	}
	return p
}

// The groups of tests that are in none.
const (
	samplesName = "sample"
	othersName  = "tests"
)

func (p *parts) add(t test, made judge.Test) {
	name := t.Group
	if name == "" {
		name = othersName
		if t.Sample && len(p.set.Groups) == 0 && t.Points == 0 {
			name = samplesName
		}
	}
	if _, ok := p.tests[name]; !ok {
		p.order = append(p.order, name)
	}
	p.tests[name] = append(p.tests[name], made)
	if t.Sample {
		p.samples[name]++
	}
}

// plan makes the groups, each after those that it depends on.
func (p *parts) plan() ([]judge.Group, error) {
	byName := map[string]group{}
	for _, g := range p.set.Groups {
		if _, twice := byName[g.Name]; twice {
			return nil, problem.Fault(Marker, "two groups are named %q", g.Name)
		}
		byName[g.Name] = g
	}
	var all []judge.Group
	state := map[string]int{} // 1 is under way, 2 is done
	var visit func(name string) error
	visit = func(name string) error {
		if state[name] == 1 {
			return problem.Fault(Marker, "the group %q depends on itself", name)
		}
		if state[name] == 2 || len(p.tests[name]) == 0 {
			return nil
		}
		state[name] = 1
		made, err := p.group(name, byName[name])
		if err != nil {
			return err
		}
		for _, d := range byName[name].Dependencies {
			if _, known := byName[d.Group]; !known {
				return problem.Fault(Marker, "the group %q depends on %q, which there is not", name, d.Group)
			}
			if err := visit(d.Group); err != nil {
				return err
			}
			if len(p.tests[d.Group]) > 0 {
				made.RequirePass = append(made.RequirePass, d.Group)
			}
		}
		state[name] = 2
		all = append(all, made)
		return nil
	}
	for _, name := range p.order {
		if err := visit(name); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (p *parts) group(name string, from group) (judge.Group, error) {
	g := judge.Group{Name: strings.TrimSpace(name), Tests: p.tests[name], Sample: p.samples[name] == len(p.tests[name])}
	for _, t := range g.Tests {
		g.Points += t.Points
	}
	switch from.Policy {
	case "complete-group":
		if from.Points > 0 {
			g.Points = from.Points
		}
		for i := range g.Tests {
			g.Tests[i].Points = 0
		}
	case "", "each-test":
		if p.scoring {
			g.Aggregation = judge.Sum
		}
		if share := from.Points / float64(len(g.Tests)); g.Points == 0 && share > 0 {
			g.Points = from.Points
			for i := range g.Tests {
				g.Tests[i].Points = share
			}
		}
	default:
		return g, problem.Fault(Marker, "the group %q has the points policy %q, which is not known", name, from.Policy)
	}
	if !(g.Points >= 0 && g.Points <= maxPoints) {
		return g, problem.Fault(Marker, "the points of the group %q are out of bounds", name)
	}
	return g, nil
}
