package kattis

import (
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// problemYAML are the keys of problem.yaml that are read; the legacy format's readers pass over others.
type problemYAML struct {
	Name           any    `yaml:"name"` // text, or texts by language
	Type           any    `yaml:"type"`
	Keywords       any    `yaml:"keywords"`
	Validation     string `yaml:"validation"`
	ValidatorFlags string `yaml:"validator_flags"`
	Limits         limits `yaml:"limits"`
	Grading        struct {
		Objective string `yaml:"objective"`
	} `yaml:"grading"`
}

// limits are those of both formats.
type limits struct {
	TimeLimit        float64         `yaml:"time_limit"` // seconds
	TimeMultiplier   float64         `yaml:"time_multiplier"`
	TimeSafetyMargin float64         `yaml:"time_safety_margin"`
	TimeMultipliers  timeMultipliers `yaml:"time_multipliers"`
	TimeResolution   float64         `yaml:"time_resolution"` // seconds
	Memory           int64           `yaml:"memory"`          // MB
	Output           int64           `yaml:"output"`          // MB
	Code             int64           `yaml:"code"`            // KB
	CompilationTime  int64           `yaml:"compilation_time"`
	CompilationMB    int64           `yaml:"compilation_memory"`
	ValidationTime   int64           `yaml:"validation_time"` // seconds
	ValidationMemory int64           `yaml:"validation_memory"`
	ValidationOutput int64           `yaml:"validation_output"`
	ValidationPasses int             `yaml:"validation_passes"`
}

type timeMultipliers struct {
	Accepted float64 `yaml:"ac_to_time_limit"`
	TooSlow  float64 `yaml:"time_limit_to_tle"`
}

// check refuses limits that mean nothing.
func (l limits) check() error {
	for _, f := range []float64{l.TimeLimit, l.TimeResolution} {
		if !(f >= 0 && f <= maxSeconds) {
			return problem.Fault(Marker, "times must be between 0 and %d seconds", maxSeconds)
		}
	}
	for _, f := range []float64{l.TimeMultiplier, l.TimeSafetyMargin, l.TimeMultipliers.Accepted, l.TimeMultipliers.TooSlow} {
		if !(f >= 0 && f <= 1000) {
			return problem.Fault(Marker, "the multipliers of time must be between 0 and 1000")
		}
	}
	for _, n := range []int64{l.Memory, l.Output, l.ValidationMemory, l.ValidationOutput} {
		if n < 0 || n > maxMB {
			return problem.Fault(Marker, "the limits of memory and output must be between 0 and %d MB", maxMB)
		}
	}
	if l.ValidationTime < 0 || l.ValidationTime > maxSeconds || l.ValidationPasses < 0 || l.ValidationPasses > 1000 {
		return problem.Fault(Marker, "the limits of validation are out of bounds")
	}
	return nil
}

// defaultMB is the memory that both formats call typical.
const defaultMB = 2048

func (l limits) plan() judge.Limits {
	memory := l.Memory
	if memory == 0 {
		memory = defaultMB
	}
	return judge.Limits{CPUTimeMs: int64(l.TimeLimit * 1000), MemoryKb: memory << 10, OutputKb: l.Output << 10}
}

func firstAbove(values ...float64) float64 {
	for _, v := range values {
		if v > 0 {
			return v
		}
	}
	return 0
}

func (r *reader) legacyProblem() error {
	var y problemYAML
	if _, err := r.yaml(Marker, &y); err != nil {
		return err
	}
	p := r.p
	p.Name, p.Tags = title(y.Name), words(y.Keywords) // without a name its statement's is taken, or its folder's
	if err := r.noteUnknown(Marker, legacyKeys, map[string][]string{"limits": legacyLimits}); err != nil {
		return err
	}
	scoring := false
	switch kind := settings.Text(y.Type); kind {
	case "", "pass-fail":
	case "scoring":
		scoring = true
	default:
		return problem.Fault(Marker, "problems of type %q are not of this format; only pass-fail and scoring", kind)
	}
	if o := y.Grading.Objective; o != "" && o != "max" {
		return problem.Fault(Marker, "scores that are to be made small (objective %q) cannot be judged here", o)
	}
	if err := y.Limits.check(); err != nil {
		return err
	}
	p.Plan.Limits = y.Limits.plan()
	p.Timing = problem.Timing{
		Multiplier: firstAbove(y.Limits.TimeMultiplier, 5), Margin: firstAbove(y.Limits.TimeSafetyMargin, 2), ResolutionMs: 1000,
	}
	var err error
	if p.Plan.Validator, err = customValidator(y, scoring); err != nil {
		return err
	}
	p.Plan.Comparison = judge.Comparison{Mode: judge.Tokens}
	if err := r.checkFlags(Marker, strings.Fields(y.ValidatorFlags)); err != nil {
		return err
	}
	return r.timeLimitFiles()
}

// customValidator reads the words of validation; nil is the default comparison.
func customValidator(y problemYAML, scoring bool) (*judge.Validator, error) {
	words := strings.Fields(y.Validation)
	if len(words) == 0 || words[0] == "default" {
		if len(words) > 1 {
			return nil, problem.Fault(Marker, "validation %q: only a custom one has further words", y.Validation)
		}
		return nil, nil
	}
	if words[0] != "custom" {
		return nil, problem.Fault(Marker, "there is no validation %q; use default or custom", y.Validation)
	}
	v := y.Limits.validator()
	v.Args = strings.Fields(y.ValidatorFlags)
	for _, w := range words[1:] {
		switch w {
		case "interactive":
			v.Interactive = true
		case "score":
			v.Scores = true
		default:
			return nil, problem.Fault(Marker, "there is no validation %q", w)
		}
	}
	if v.Scores && !scoring {
		return nil, problem.Fault(Marker, "a validator can give scores only where the type is scoring")
	}
	return v, nil
}

// validator is one within the package's limits for it.
func (l limits) validator() *judge.Validator {
	return &judge.Validator{
		Protocol: judge.ProtocolKattis, CPUTimeMs: l.ValidationTime * 1000, MemoryKb: l.ValidationMemory << 10, OutputKb: l.ValidationOutput << 10,
	}
}

// timeLimitFiles reads the limit from where older systems keep it.
func (r *reader) timeLimitFiles() error {
	for _, name := range []string{".timelimit", "domjudge-problem.ini"} {
		data, err := r.Prose(name)
		if problem.IsMissing(err) || err == nil && r.p.Plan.Limits.CPUTimeMs > 0 {
			continue
		}
		if err != nil {
			return err
		}
		for line := range strings.Lines(data) {
			value := strings.TrimSpace(line)
			if key, rest, ok := strings.Cut(value, "="); ok {
				if strings.TrimSpace(key) != "timelimit" {
					continue
				}
				value = strings.Trim(strings.TrimSpace(rest), `'"`)
			}
			if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 && seconds < maxSeconds {
				r.p.Plan.Limits.CPUTimeMs = int64(seconds * 1000)
			} else if value != "" && name == ".timelimit" {
				return problem.Fault(name, "%q is not a number of seconds", value)
			}
		}
	}
	r.p.Timing.Fixed = r.p.Plan.Limits.CPUTimeMs > 0
	return nil
}

func title(v any) string {
	switch v := v.(type) {
	case map[string]any:
		if en := settings.Text(v["en"]); en != "" {
			return strings.TrimSpace(en)
		}
		best := ""
		for language, text := range v { // the first language by name, so that it is always the same
			if best == "" || language < best {
				if settings.Text(text) != "" {
					best = language
				}
			}
		}
		return strings.TrimSpace(settings.Text(v[best]))
	default:
		return strings.TrimSpace(settings.Text(v))
	}
}

func words(v any) []string {
	if s, ok := v.(string); ok {
		return strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == ' ' })
	}
	all, _ := settings.List(v)
	return all
}
