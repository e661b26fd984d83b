package kattis

import (
	"path"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

const secretFolder = "data/secret"

// modernSecret reads data/secret, which holds either tests or groups of them.
func (r *reader) modernSecret(scoring bool, whole testSettings) error {
	y, s, err := r.group(secretFolder, whole)
	if err != nil {
		return err
	}
	entries, err := r.List(secretFolder)
	if err != nil {
		return err
	}
	var groups []string
	tests := false
	for _, e := range entries {
		switch {
		case e.IsDir() && !r.belongsToTest(secretFolder, e.Name()):
			groups = append(groups, e.Name())
		case path.Ext(e.Name()) == ".in":
			tests = true
		}
	}
	switch {
	case tests && len(groups) > 0:
		return problem.Fault(secretFolder, "it holds both tests and groups of tests; it may hold one of them")
	case !tests && len(groups) == 0:
		return problem.Fault("data", "there is no test in data/secret")
	}
	top := judge.Group{Name: problem.Secret, ValidatorArgs: explicit(s.outputArgs)}
	if err := r.score(&top, y, scoring, secretFolder, judge.Sum, 100); err != nil {
		return err
	}
	if err := r.staticTest(&top, y, secretFolder); err != nil {
		return err
	}
	if tests {
		err = r.modernGroup(secretFolder, top, s)
	} else {
		err = r.modernGroups(top, groups, s, scoring)
	}
	if err != nil {
		return err
	}
	return r.hoistArgs(s.outputArgs)
}

// modernGroups adds the groups of data/secret. Where their scores are summed they stand at the top.
func (r *reader) modernGroups(top judge.Group, names []string, inherited testSettings, scoring bool) error {
	parent := ""
	switch static := len(top.Tests) > 0; {
	case static && scoring:
		return problem.Fault(secretFolder+"/test_group.yaml", "the points of data/secret are those of its groups: let one of them look at the source")
	case static:
		r.p.Plan.Groups = append(r.p.Plan.Groups, top)
	}
	if scoring && top.Aggregation != judge.Sum {
		parent = top.Name
		own := top
		own.ValidatorArgs = nil
		r.p.Plan.Groups = append(r.p.Plan.Groups, own)
	}
	var sum float64
	first := len(r.p.Plan.Groups)
	for _, name := range names {
		at := path.Join(secretFolder, name)
		y, s, err := r.group(at, inherited)
		if err != nil {
			return err
		}
		g := judge.Group{Name: name, Parent: parent, ValidatorArgs: explicit(s.outputArgs)}
		if parent == "" {
			g.RequirePass = slices.Clone(top.RequirePass)
		}
		most := float64(-1)
		if top.Aggregation == judge.AllOrNothing {
			most = 0 // it is the whole that earns
		}
		if err := r.score(&g, y, scoring, at, judge.AllOrNothing, most); err != nil {
			return err
		}
		if err := r.staticTest(&g, y, at); err != nil {
			return err
		}
		if err := r.modernGroup(at, g, s); err != nil {
			return err
		}
		sum += g.Points
	}
	if scoring && top.Aggregation == judge.Sum && sum > top.Points && !top.Unbounded {
		r.Note("%s/test_group.yaml: the groups could earn %g points together; max_score, %g, bounds them", secretFolder, sum, top.Points)
		r.bind(top, first)
	}
	return nil
}

// bind lays the groups from the first on into one whose points bound theirs.
func (r *reader) bind(top judge.Group, first int) {
	top.ValidatorArgs = nil
	groups := r.p.Plan.Groups
	for i := first; i < len(groups); i++ {
		if groups[i].Parent == "" {
			groups[i].Parent = top.Name
			groups[i].RequirePass = groups[i].RequirePass[len(top.RequirePass):] // the group around it requires them
		}
	}
	r.p.Plan.Groups = slices.Insert(groups, first, top)
}

// score sets how a group earns points, with the format's defaults; a most below zero means that it must be given.
func (r *reader) score(g *judge.Group, y groupYAML, scoring bool, at string, aggregation judge.Aggregation, most float64) error {
	name := path.Join(at, "test_group.yaml")
	if !scoring {
		if y.earns() {
			return problem.Fault(name, "a pass-fail problem has no max_score, score_aggregation or require_pass")
		}
		return nil
	}
	points, unbounded, set, err := maxScore(y.MaxScore, name)
	if err != nil {
		return err
	}
	switch a := settings.Text(y.Aggregation); a {
	case "":
		g.Aggregation = aggregation
	case "pass-fail":
		g.Aggregation = judge.AllOrNothing
	case "sum":
		g.Aggregation = judge.Sum
	case "min":
		g.Aggregation = judge.Min
	default:
		return problem.Fault(name, "score_aggregation is pass-fail, sum or min, not %q", a)
	}
	switch {
	case set:
		g.Points, g.Unbounded = points, unbounded
	case most >= 0:
		g.Points = most
	default:
		g.Unbounded = true
	}
	if g.Unbounded && g.Aggregation == judge.AllOrNothing {
		return problem.Fault(name, "a group that passes or fails needs a max_score")
	}
	return r.require(g, y.RequirePass, name)
}

func (r *reader) require(g *judge.Group, v any, name string) error {
	required, ok := settings.List(v)
	if !ok {
		return problem.Fault(name, "require_pass is the name of a group, or a list of them")
	}
	for _, full := range required {
		short := strings.TrimPrefix(full, "secret/")
		if !slices.ContainsFunc(r.p.Plan.Groups, func(g judge.Group) bool { return g.Name == short && len(g.Tests) > 0 }) {
			return problem.Fault(name, "require_pass names %q, which is no group that comes before", full)
		}
		g.RequirePass = append(g.RequirePass, short)
	}
	return nil
}
