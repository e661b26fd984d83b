package kattis

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Marker is the file at the top of every package of these formats.
const Marker = "problem.yaml"

// The formats.
const (
	Legacy = "legacy"
	Modern = "2025-09"
)

// reader is one package being read.
type reader struct {
	*problem.Tree
	p     *problem.Package
	flags []string // legacy: those of problem.yaml, which come before a group's
}

// Read reads a package. A legacy one may leave its problem without a name. The rows name the languages of submissions and starters.
func Read(fsys fs.FS, rows []toolchain.Language) (*problem.Package, error) {
	tree, err := problem.NewTree(fsys, rows, isOdd, ".timelimit")
	if err != nil {
		return nil, err
	}
	r := &reader{Tree: tree, p: &problem.Package{Starters: map[string]string{}}}
	r.p.Plan.Version = judge.PlanVersion
	if r.p.Format, err = r.version(); err != nil {
		return nil, err
	}
	steps := []func() error{r.legacyProblem, r.extras, r.validators, r.include, r.legacyData, r.legacySubmissions}
	if r.p.Format == Modern {
		steps = []func() error{r.modernProblem, r.extras, r.validators, r.include, r.modernData, r.modernSubmissions}
	}
	for _, step := range append(steps, r.statements, r.starters) {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if r.p.Name == "" {
		r.p.Name = nameOf(r.p.Statements)
	}
	if err := r.p.Plan.Validate(); err != nil {
		return nil, problem.Fault("data", "%s", errs.Of(err).Detail)
	}
	r.p.FS, r.p.Files, r.p.Notes = r.FS, r.Files, r.AllNotes()
	return r.p, nil
}

func (r *reader) version() (string, error) {
	var y struct {
		Version any `yaml:"problem_format_version"`
	}
	found, err := r.yaml(Marker, &y)
	if err != nil {
		return "", err
	}
	if !found {
		return "", problem.Fault(Marker, "is missing; a problem package has it at its top")
	}
	switch v := settings.Text(y.Version); v {
	case "", Legacy, "legacy-icpc":
		return Legacy, nil
	case Modern:
		return Modern, nil
	default:
		return "", problem.Fault(Marker, "packages of the format %q cannot be read, only %s and %s", v, Legacy, Modern)
	}
}

// yaml reads a file into v; a file that is not there leaves v as it is.
func (r *reader) yaml(name string, v any, options ...yaml.DecodeOption) (bool, error) {
	text, err := r.Prose(name)
	if problem.IsMissing(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	err = settings.Decode(name, text, v, options...)
	return err == nil, err
}

// extrasYAML is codecraft.yaml.
type extrasYAML struct {
	Difficulty      string `yaml:"difficulty"`
	Minutes         int    `yaml:"minutes"`
	Summary         string `yaml:"summary"`
	LanguageFactors bool   `yaml:"language_factors"`
	Limits          map[string]struct {
		TimeLimit float64 `yaml:"time_limit"` // seconds
		Memory    int64   `yaml:"memory"`     // MB
		Output    int64   `yaml:"output"`     // MB
	} `yaml:"limits"`
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
		return problem.Fault(name, "difficulty is easy, medium or hard, not %q", y.Difficulty)
	}
	if y.Minutes < 0 {
		return problem.Fault(name, "minutes must not be negative")
	}
	r.p.Difficulty, r.p.Minutes, r.p.Summary = y.Difficulty, y.Minutes, strings.TrimSpace(y.Summary)
	limits := &r.p.Plan.Limits
	limits.LanguageFactors = y.LanguageFactors
	for language, l := range y.Limits {
		if !(l.TimeLimit >= 0 && l.TimeLimit <= maxSeconds) || l.Memory < 0 || l.Memory > maxMB || l.Output < 0 || l.Output > maxMB {
			return problem.Fault(name, "the limits of %q are out of bounds", language)
		}
		if limits.Languages == nil {
			limits.Languages = map[string]judge.LanguageLimits{}
		}
		limits.Languages[language] = judge.LanguageLimits{CPUTimeMs: int64(l.TimeLimit * 1000), MemoryKb: l.Memory << 10, OutputKb: l.Output << 10}
	}
	return nil
}

// Bounds of what a package may set.
const (
	maxSeconds = 3600
	maxMB      = 1 << 20
	maxPoints  = 1e9
)

// statements reads problem[.LANGUAGE].(md|tex) in problem_statement/ and in the newer statement/.
func (r *reader) statements() error {
	for _, folder := range []string{"problem_statement", "statement"} {
		entries, err := r.List(folder)
		if err != nil {
			return err
		}
		for _, e := range entries {
			format := map[string]string{".md": "markdown", ".tex": "latex"}[path.Ext(e.Name())]
			rest, ok := strings.CutPrefix(strings.TrimSuffix(e.Name(), path.Ext(e.Name())), "problem")
			if !ok || e.IsDir() {
				continue
			}
			if format == "" {
				r.Note("%s: only statements in Markdown and LaTeX are read", path.Join(folder, e.Name()))
				continue
			}
			text, err := r.Prose(path.Join(folder, e.Name()))
			if err != nil {
				return err
			}
			language := strings.TrimPrefix(rest, ".")
			if language == "" {
				language = "en"
			}
			r.p.Statements = append(r.p.Statements, problem.Statement{Language: language, Format: format, Text: text})
		}
	}
	return nil
}

// problemName is where statements in LaTeX say the problem's name.
var problemName = regexp.MustCompile(`\\problemname\{([^{}]+)\}`)

// nameOf is the name that the statements give the problem, the English one first.
func nameOf(statements []problem.Statement) (name string) {
	for _, st := range statements {
		if m := problemName.FindStringSubmatch(st.Text); m != nil && (name == "" || st.Language == "en") {
			name = strings.TrimSpace(m[1])
		}
	}
	return name
}

func (r *reader) starters() error {
	entries, err := r.List("attachments/starter")
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join("attachments/starter", e.Name())
		l, ok := toolchain.ByExtension(r.Rows(), e.Name())
		if !ok {
			r.Note("%s: no language has this extension", name)
			continue
		}
		if r.p.Starters[l.ID], err = r.Prose(name); err != nil {
			return err
		}
	}
	return nil
}

// include reads what is laid beside every submission: a folder a language, and default for those without.
func (r *reader) include() error {
	folders, err := r.List("include")
	if err != nil {
		return err
	}
	for _, f := range folders {
		name := path.Join("include", f.Name())
		language, known := r.language(f.Name())
		switch {
		case !f.IsDir():
			r.Note("%s: passed over, for included files are in a folder a language", name)
			continue
		case f.Name() == "default":
			language = ""
		case !known:
			r.Note("%s: passed over, for there is no such language here", name)
			continue
		}
		files, err := r.Blobs(name)
		if err != nil {
			return err
		}
		if len(files) == 0 {
			continue
		}
		if r.p.Plan.Include == nil {
			r.p.Plan.Include = map[string][]judge.NamedBlob{}
		}
		r.p.Plan.Include[language] = append(r.p.Plan.Include[language], files...)
	}
	return nil
}

// language is ours for one of the formats' codes.
func (r *reader) language(code string) (string, bool) {
	if ours, ok := map[string]string{"python3": "python", "python2": "python2", "py": "python", "js": "javascript"}[code]; ok {
		code = ours
	}
	known := slices.ContainsFunc(r.Rows(), func(l toolchain.Language) bool { return l.ID == code })
	return code, known
}
