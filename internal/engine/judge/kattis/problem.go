package kattis

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// problemYAML are the keys of problem.yaml that are read; the format allows others.
type problemYAML struct {
	Name           any    `yaml:"name"` // text, or texts by language
	Type           string `yaml:"type"`
	Keywords       any    `yaml:"keywords"`
	Validation     string `yaml:"validation"`
	ValidatorFlags string `yaml:"validator_flags"`
	Limits         struct {
		TimeLimit      float64 `yaml:"time_limit"` // seconds
		TimeMultiplier float64 `yaml:"time_multiplier"`
		Memory         int64   `yaml:"memory"` // MB
		Output         int64   `yaml:"output"` // MB
	} `yaml:"limits"`
}

// extrasYAML is codecraft.yaml.
type extrasYAML struct {
	Difficulty      string `yaml:"difficulty"`
	Minutes         int    `yaml:"minutes"`
	Summary         string `yaml:"summary"`
	LanguageFactors bool   `yaml:"language_factors"`
}

func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// yaml reads a file into v; a file that is not there leaves v as it is.
func (r *reader) yaml(name string, v any, options ...yaml.DecodeOption) (bool, error) {
	data, err := r.text(name)
	if isMissing(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := yaml.UnmarshalWithOptions(data, v, options...); err != nil {
		return false, fault(name, "cannot be read: %s", yaml.FormatError(err, false, false))
	}
	return true, nil
}

func (r *reader) problem() error {
	const name = "problem.yaml"
	var y problemYAML
	found, err := r.yaml(name, &y)
	if err != nil {
		return err
	}
	if !found {
		return fault(name, "is missing; a problem package has it at its top")
	}
	p := r.p
	p.Name, p.Tags = title(y.Name), words(y.Keywords)
	if p.Name == "" {
		return fault(name, "the problem has no name")
	}
	switch y.Type {
	case "", "pass-fail", "scoring":
	default:
		return fault(name, "problems of type %q cannot be judged here; only pass-fail and scoring", y.Type)
	}
	if y.Validation != "" && y.Validation != "default" {
		return fault(name, "validation %q needs a validator of the package's own, which is not supported; only default", y.Validation)
	}
	l := y.Limits
	if !(l.TimeLimit >= 0 && l.TimeLimit <= 3600) || !(l.TimeMultiplier >= 0 && l.TimeMultiplier <= 1000) {
		return fault(name, "the time limit must be between 0 and 3600 seconds and its multiplier at most 1000")
	}
	if l.Memory < 0 || l.Memory > 1<<20 || l.Output < 0 || l.Output > 1<<20 {
		return fault(name, "the limits of memory and output must be between 0 and %d MB", 1<<20)
	}
	p.Plan = judge.Plan{Version: judge.PlanVersion, Limits: judge.Limits{
		CPUTimeMs: int64(l.TimeLimit * 1000), MemoryKb: l.Memory << 10, OutputKb: l.Output << 10,
	}}
	if p.TimeMultiplier = l.TimeMultiplier; p.TimeMultiplier == 0 {
		p.TimeMultiplier = 5
	}
	if p.Plan.Comparison, err = comparison(y.ValidatorFlags); err != nil {
		return fault(name, "%s", err)
	}
	return r.timeLimitFiles()
}

// timeLimitFiles reads the limit from where older systems keep it.
func (r *reader) timeLimitFiles() error {
	for _, name := range []string{".timelimit", "domjudge-problem.ini"} {
		data, err := r.text(name)
		if isMissing(err) || r.p.Plan.Limits.CPUTimeMs > 0 {
			continue
		}
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(data)) {
			value := strings.TrimSpace(line)
			if key, rest, ok := strings.Cut(value, "="); ok {
				if strings.TrimSpace(key) != "timelimit" {
					continue
				}
				value = strings.Trim(strings.TrimSpace(rest), `'"`)
			}
			if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 && seconds < 3600 {
				r.p.Plan.Limits.CPUTimeMs = int64(seconds * 1000)
			} else if value != "" && name == ".timelimit" {
				return fault(name, "%q is not a number of seconds", value)
			}
		}
	}
	r.p.TimeLimit = r.p.Plan.Limits.CPUTimeMs > 0
	return nil
}

func (r *reader) extras() error {
	const name = "codecraft.yaml"
	var y extrasYAML
	if _, err := r.yaml(name, &y, yaml.Strict()); err != nil {
		return err
	}
	switch y.Difficulty {
	case "", "easy", "medium", "hard":
	default:
		return fault(name, "difficulty is easy, medium or hard, not %q", y.Difficulty)
	}
	if y.Minutes < 0 {
		return fault(name, "minutes must not be negative")
	}
	r.p.Difficulty, r.p.Minutes, r.p.Summary = y.Difficulty, y.Minutes, strings.TrimSpace(y.Summary)
	r.p.Plan.Limits.LanguageFactors = y.LanguageFactors
	return nil
}

func title(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case map[string]any:
		if en, ok := v["en"].(string); ok {
			return strings.TrimSpace(en)
		}
		for _, any := range v {
			if s, ok := any.(string); ok {
				return strings.TrimSpace(s)
			}
		}
	}
	return ""
}

func words(v any) []string {
	switch v := v.(type) {
	case string:
		return strings.FieldsFunc(v, func(c rune) bool { return c == ',' || c == ' ' })
	case []any:
		var all []string
		for _, w := range v {
			if s, ok := w.(string); ok {
				all = append(all, s)
			}
		}
		return all
	}
	return nil
}

// comparison reads the flags of the default validator.
func comparison(flags string) (judge.Comparison, error) {
	c := judge.Comparison{Mode: judge.Tokens}
	fields := strings.Fields(flags)
	for i := 0; i < len(fields); i++ {
		switch flag := fields[i]; flag {
		case "case_sensitive":
			c.CaseSensitive = true
		case "space_change_sensitive":
			c.SpaceSensitive = true
		case "float_tolerance", "float_absolute_tolerance", "float_relative_tolerance":
			i++
			if i == len(fields) {
				return c, errors.New("validator flag " + flag + " needs a number")
			}
			e, err := strconv.ParseFloat(fields[i], 64)
			if err != nil || !(e > 0) {
				return c, errors.New("validator flag " + flag + " needs a number above zero, not " + fields[i])
			}
			c.Mode = judge.Float
			if flag != "float_relative_tolerance" {
				c.AbsTolerance = e
			}
			if flag != "float_absolute_tolerance" {
				c.RelTolerance = e
			}
		default:
			return c, errors.New("there is no validator flag " + flag)
		}
	}
	return c, nil
}
