package kattis

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/constants"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// modernYAML is problem.yaml of 2025-09, whose unknown keys are errors.
type modernYAML struct {
	Version          any            `yaml:"problem_format_version"`
	Type             any            `yaml:"type"`
	Name             any            `yaml:"name"`
	UUID             any            `yaml:"uuid"`
	Revision         any            `yaml:"version"`
	Credits          any            `yaml:"credits"`
	Source           any            `yaml:"source"`
	License          any            `yaml:"license"`
	RightsOwner      any            `yaml:"rights_owner"`
	EmbargoUntil     any            `yaml:"embargo_until"`
	Limits           limits         `yaml:"limits"`
	Keywords         any            `yaml:"keywords"`
	Languages        any            `yaml:"languages"`
	AllowFileWriting bool           `yaml:"allow_file_writing"`
	Constants        map[string]any `yaml:"constants"`
}

func (r *reader) modernYAML() (y modernYAML, err error) {
	_, err = r.yaml(Marker, &y, yaml.Strict())
	return y, err
}

func (r *reader) modernProblem() error {
	y, err := r.modernYAML()
	if err != nil {
		return err
	}
	p := r.p
	if p.Name = title(y.Name); p.Name == "" {
		return problem.Fault(Marker, "the problem has no name")
	}
	var ok bool
	if p.Tags, ok = settings.List(y.Keywords); !ok {
		return problem.Fault(Marker, "keywords are a list of words")
	}
	types, err := modernTypes(y)
	if err != nil {
		return err
	}
	if err := y.Limits.check(); err != nil {
		return err
	}
	l := y.Limits
	p.Plan.Limits = l.plan()
	p.Plan.Comparison = judge.Comparison{Mode: judge.Tokens}
	p.Timing = problem.Timing{
		Fixed: l.TimeLimit > 0, Strict: true, ResolutionMs: max(int64(firstAbove(l.TimeResolution, 1)*1000), 1),
		Multiplier: max(firstAbove(l.TimeMultipliers.Accepted, 2), 1), Margin: max(firstAbove(l.TimeMultipliers.TooSlow, 1.5), 1),
	}
	if slices.Contains(types, "interactive") || slices.Contains(types, "multi-pass") {
		p.Plan.Validator = l.validator()
		p.Plan.Validator.Interactive = slices.Contains(types, "interactive")
		if slices.Contains(types, "multi-pass") {
			p.Plan.Validator.Passes = max(l.ValidationPasses, 2)
		}
		p.Plan.Validator.Scores = slices.Contains(types, "scoring")
	}
	if err := r.setLanguages(y.Languages); err != nil {
		return err
	}
	r.FS, err = constants.In(r.FS, y.Constants, Marker)
	return err
}

// modernTypes are the words of type, none of which contradicts another.
func modernTypes(y modernYAML) ([]string, error) {
	types, ok := settings.List(y.Type)
	if !ok || y.Type != nil && len(types) == 0 {
		return nil, problem.Fault(Marker, "type is one word or a list of them")
	}
	for i, t := range types {
		switch {
		case t == "submit-answer":
			return nil, problem.Fault(Marker, "problems of type submit-answer, whose answers are handed in without a program, cannot be judged here")
		case !slices.Contains([]string{"pass-fail", "scoring", "interactive", "multi-pass"}, t):
			return nil, problem.Fault(Marker, "there is no type %q", t)
		case slices.Contains(types[:i], t):
			return nil, problem.Fault(Marker, "type %q is given twice", t)
		}
	}
	if slices.Contains(types, "scoring") && slices.Contains(types, "pass-fail") {
		return nil, problem.Fault(Marker, "a problem is either pass-fail or scoring")
	}
	return types, nil
}

// modernValidator is one for a problem that is neither interactive nor of several passes.
func (r *reader) modernValidator() *judge.Validator {
	y, err := r.modernYAML()
	if err != nil { // it was read before
		return &judge.Validator{Protocol: judge.ProtocolKattis}
	}
	v := y.Limits.validator()
	types, _ := settings.List(y.Type)
	v.Scores = slices.Contains(types, "scoring")
	return v
}

func (r *reader) setLanguages(v any) error {
	codes, ok := settings.List(v)
	if !ok {
		return problem.Fault(Marker, "languages is a list of languages, or all")
	}
	for _, code := range codes {
		if code == "all" {
			r.p.Languages = nil
			return nil
		}
		if id, known := r.language(code); known {
			r.p.Languages = append(r.p.Languages, id)
		} else {
			r.Note("%s: there is no language %q here", Marker, code)
		}
	}
	if len(codes) > 0 && len(r.p.Languages) == 0 {
		return problem.Fault(Marker, "none of the languages it may be solved in is known here: %s", strings.Join(codes, ", "))
	}
	return nil
}
