package kattis

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// groupYAML is test_group.yaml.
type groupYAML struct {
	MaxScore     any  `yaml:"max_score"`
	Aggregation  any  `yaml:"score_aggregation"`
	StaticScore  any  `yaml:"static_validation_score"`
	RequirePass  any  `yaml:"require_pass"`
	Args         any  `yaml:"args"`
	InputArgs    any  `yaml:"input_validator_args"`
	StaticArgs   any  `yaml:"static_validator_args"`
	OutputArgs   any  `yaml:"output_validator_args"`
	InputVisual  any  `yaml:"input_visualizer_args"`
	OutputVisual any  `yaml:"output_visualizer_args"`
	FullFeedback bool `yaml:"full_feedback"`
}

// caseYAML is the configuration of one test.
type caseYAML struct {
	Args         any    `yaml:"args"`
	InputArgs    any    `yaml:"input_validator_args"`
	OutputArgs   any    `yaml:"output_validator_args"`
	InputVisual  any    `yaml:"input_visualizer_args"`
	OutputVisual any    `yaml:"output_visualizer_args"`
	FullFeedback *bool  `yaml:"full_feedback"`
	Hint         string `yaml:"hint"`
	Description  string `yaml:"description"`
}

// modernData reads data/: samples, and secret tests or groups of them.
func (r *reader) modernData() error {
	y, err := r.modernYAML()
	if err != nil {
		return err
	}
	types, _ := settings.List(y.Type)
	scoring := slices.Contains(types, "scoring")
	top, whole, err := r.group("data", testSettings{})
	if err != nil {
		return err
	}
	if top.earns() || top.StaticScore != nil || top.StaticArgs != nil {
		return problem.Fault("data/test_group.yaml", "what is earned is said in data/secret/test_group.yaml; all data may only share the arguments of programs and validators")
	}
	if err := r.modernSample(whole); err != nil {
		return err
	}
	if err := r.modernSecret(scoring, whole); err != nil {
		return err
	}
	r.noteStatic()
	return r.odd(whole.outputArgs)
}

// earns tells whether a group's settings say how it earns points.
func (y groupYAML) earns() bool {
	return y.MaxScore != nil || y.Aggregation != nil || y.RequirePass != nil
}

func (r *reader) modernSample(whole testSettings) error {
	const at = "data/sample"
	y, s, err := r.group(at, whole)
	if err != nil {
		return err
	}
	if y.earns() {
		return problem.Fault(at+"/test_group.yaml", "samples earn nothing and require nothing")
	}
	g := judge.Group{Name: problem.SampleName, Sample: true, ValidatorArgs: explicit(s.outputArgs)}
	if err := r.staticTest(&g, y, at); err != nil {
		return err
	}
	return r.modernGroup(at, g, s)
}

// group reads test_group.yaml of a folder.
func (r *reader) group(at string, inherited testSettings) (groupYAML, testSettings, error) {
	name := path.Join(at, "test_group.yaml")
	var y groupYAML
	if _, err := r.yaml(name, &y, yaml.Strict()); err != nil {
		return y, inherited, err
	}
	if y.FullFeedback && !strings.HasPrefix(at, "data/sample") {
		r.Note("%s: candidates get feedback on samples only, not on these tests", name)
	}
	s, err := r.overlay(name, inherited, y.Args, y.InputArgs, y.OutputArgs)
	return y, s, err
}

// overlay sets what is given over what is inherited.
func (r *reader) overlay(name string, s testSettings, args, input, output any) (testSettings, error) {
	var ok bool
	if args != nil {
		if s.args, ok = settings.List(args); !ok {
			return s, problem.Fault(name, "args is a list of texts")
		}
	}
	if output != nil {
		if s.outputArgs, ok = settings.List(output); !ok {
			return s, problem.Fault(name, "output_validator_args is a list of texts")
		}
		if err := r.checkFlags(name, s.outputArgs); err != nil {
			return s, err
		}
	}
	switch v := input.(type) {
	case nil:
	case map[string]any:
		s.inputArgs = map[string][]string{}
		for validator, own := range v {
			if s.inputArgs[validator], ok = settings.List(own); !ok {
				return s, problem.Fault(name, "input_validator_args is a list of texts, or such a list by validator")
			}
		}
	default:
		all, ok := settings.List(v)
		if !ok {
			return s, problem.Fault(name, "input_validator_args is a list of texts, or such a list by validator")
		}
		s.inputArgs = map[string][]string{"": all}
	}
	return s, nil
}

func (r *reader) groupSettings(name string, inherited testSettings) (testSettings, error) {
	_, s, err := r.group(path.Dir(name), inherited)
	return s, err
}

func (r *reader) caseSettings(name string, inherited testSettings) (testSettings, error) {
	var y caseYAML
	if _, err := r.yaml(name, &y, yaml.Strict()); err != nil {
		return inherited, err
	}
	s, err := r.overlay(name, inherited, y.Args, y.InputArgs, y.OutputArgs)
	s.ownOutput = y.OutputArgs != nil
	return s, err
}

// modernGroup adds a group with all the tests below its folder.
func (r *reader) modernGroup(at string, g judge.Group, s testSettings) error {
	if err := r.modernTests(at, "", &g, s); err != nil {
		return err
	}
	if len(g.Tests) == 0 {
		if g.Sample {
			return nil
		}
		return problem.Fault(at, "the group has no test")
	}
	share(&g)
	r.p.Plan.Groups = append(r.p.Plan.Groups, g)
	return nil
}

func (r *reader) modernTests(at, prefix string, g *judge.Group, s testSettings) error {
	entries, err := r.List(at)
	if err != nil {
		return err
	}
	found, err := r.tests(at, entries, g.Sample, func(stem string) (testSettings, error) {
		return r.caseSettings(path.Join(at, stem+".yaml"), s)
	})
	if err != nil {
		return err
	}
	for i := range found {
		found[i].Name = prefix + found[i].Name
	}
	g.Tests = append(g.Tests, found...)
	for _, e := range entries {
		if !e.IsDir() || r.belongsToTest(at, e.Name()) {
			continue
		}
		if g.Sample {
			return problem.Fault(path.Join(at, e.Name()), "samples are not in groups")
		}
		if err := r.modernTests(path.Join(at, e.Name()), prefix+e.Name()+"/", g, s); err != nil {
			return err
		}
	}
	return nil
}

// maxScore is a group's; set is false where the format's default holds.
func maxScore(v any, name string) (points float64, unbounded, set bool, err error) {
	text := settings.Text(v)
	switch {
	case v == nil:
		return 0, false, false, nil
	case text == "unbounded":
		return 0, true, true, nil
	}
	points, err = strconv.ParseFloat(text, 64)
	if err != nil || !(points >= 0 && points <= maxPoints) {
		return 0, false, true, problem.Fault(name, "max_score %q is neither a number of points nor unbounded", text)
	}
	return points, false, true, nil
}
