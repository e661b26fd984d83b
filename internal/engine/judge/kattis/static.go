package kattis

import (
	"path"
	"slices"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

const (
	staticFolder = "static_validator"
	// staticName is what the test of the source is called in its group.
	staticName = "static_validation"
)

// staticValidator reads the program that looks at the source of a submission.
func (r *reader) staticValidator() (err error) {
	if !r.Has(staticFolder) {
		return nil
	}
	v := r.modernValidator()
	if err := r.fillValidator(v, staticFolder); err != nil {
		return err
	}
	r.p.Plan.Static = v
	return nil
}

// staticTest puts the test of the source at the beginning of a group that asks for one.
func (r *reader) staticTest(g *judge.Group, y groupYAML, at string) error {
	name := path.Join(at, "test_group.yaml")
	args, ok := settings.List(y.StaticArgs)
	switch {
	case !ok:
		return problem.Fault(name, "static_validator_args is a list of texts")
	case y.StaticScore == nil && y.StaticArgs != nil:
		return problem.Fault(name, "static_validator_args need a static_validation_score")
	case y.StaticScore == nil:
		return nil
	case r.p.Plan.Static == nil:
		return problem.Fault(name, "there is no static_validator that could look at the source")
	}
	t := judge.Test{Name: staticName, Static: true, ValidatorArgs: args}
	if score := settings.Text(y.StaticScore); g.Aggregation == judge.AllOrNothing {
		if score != "pass-fail" {
			return problem.Fault(name, "static_validation_score is pass-fail where the group passes or fails, not %q", score)
		}
	} else {
		var err error
		if t.Points, err = strconv.ParseFloat(score, 64); err != nil || !(t.Points >= 0 && t.Points <= maxPoints) || !g.Unbounded && t.Points > g.Points {
			return problem.Fault(name, "static_validation_score %q is no number of points that the group has", score)
		}
	}
	g.Tests = append(g.Tests, t)
	return nil
}

// noteStatic tells of a static validator that no group asks for.
func (r *reader) noteStatic() {
	asks := func(g judge.Group) bool {
		return slices.ContainsFunc(g.Tests, func(t judge.Test) bool { return t.Static })
	}
	if r.p.Plan.Static != nil && !slices.ContainsFunc(r.p.Plan.Groups, asks) {
		r.Note("%s: passed over, for no group has a static_validation_score", staticFolder)
		r.p.Plan.Static = nil
	}
}

// share gives the tests of a group what they earn: what the one of the source leaves is shared among the others.
func share(g *judge.Group) {
	rest, n := g.Points, 0
	for _, t := range g.Tests {
		if t.Static {
			rest -= t.Points
		} else {
			n++
		}
	}
	for i := range g.Tests {
		switch {
		case g.Tests[i].Static:
		case g.Aggregation == judge.Sum:
			g.Tests[i].Points = rest / float64(n)
		case g.Aggregation == judge.Min:
			g.Tests[i].Points = g.Points
		}
	}
}
