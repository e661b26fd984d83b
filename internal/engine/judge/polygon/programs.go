package polygon

import (
	"path"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

const testlib = "testlib.h"

// comparisons are what checkers of Polygon's own do, where a comparison does the same.
var comparisons = map[string]judge.Comparison{
	"fcmp": {Mode: judge.Exact}, "lcmp": {Mode: judge.Tokens, CaseSensitive: true}, "wcmp": {Mode: judge.Tokens, CaseSensitive: true},
	"hcmp": {Mode: judge.Tokens, CaseSensitive: true}, "icmp": {Mode: judge.Tokens, CaseSensitive: true}, "ncmp": {Mode: judge.Tokens, CaseSensitive: true},
	"yesno": {Mode: judge.Tokens}, "nyesno": {Mode: judge.Tokens},
	"acmp":  {Mode: judge.Float, AbsTolerance: 1.5e-6},
	"rcmp":  {Mode: judge.Float, AbsTolerance: 1.5e-6},
	"rcmp4": {Mode: judge.Float, AbsTolerance: 1e-4, RelTolerance: 1e-4},
	"rcmp6": {Mode: judge.Float, AbsTolerance: 1e-6, RelTolerance: 1e-6},
	"rcmp9": {Mode: judge.Float, AbsTolerance: 1e-9, RelTolerance: 1e-9},
}

// programs reads checker, interactor, validators and what they include.
func (r *reader) programs() error {
	checker, err := r.checker()
	if err != nil {
		return err
	}
	r.p.Plan.Validator = checker
	if r.doc.Interactor != nil {
		interactor, err := r.validator(*r.doc.Interactor, "interactor")
		if err != nil {
			return err
		}
		interactor.Interactive, interactor.Checker = true, checker
		r.p.Plan.Validator = interactor
	}
	for _, v := range r.doc.Validators {
		if missing, err := r.lacksTestlib(v); err != nil || missing {
			if err != nil {
				return err
			}
			r.Note("%s: the validator is not run, for the package lacks files/%s", v.Source.Path, testlib)
			continue
		}
		files, language, err := r.sources(v, "validator")
		if err != nil {
			return err
		}
		at := path.Clean(v.Source.Path)
		r.p.InputValidators = append(r.p.InputValidators, problem.Program{
			Name: strings.TrimSuffix(path.Base(at), path.Ext(at)), Language: language, Entry: path.Base(at), Files: files,
		})
	}
	return r.include()
}

// checker is nil where a comparison decides.
func (r *reader) checker() (*judge.Validator, error) {
	c := r.doc.Checker
	if c == nil {
		r.Note("%s: names no checker; outputs are compared word by word", Marker)
		return nil, nil
	}
	missing, err := r.lacksTestlib(*c)
	if err != nil {
		return nil, err
	}
	own, standard := strings.CutPrefix(strings.TrimSuffix(c.Name, ".cpp"), "std::")
	comparison, known := comparisons[own]
	if standard && known && (missing || !r.Has(path.Clean(c.Source.Path))) {
		r.p.Plan.Comparison = comparison
		r.Note("%s: the checker %s is replaced by a comparison, for the package lacks files/%s", Marker, c.Name, testlib)
		return nil, nil
	}
	if missing {
		return nil, problem.Fault("files/"+testlib, "is missing; the checker %s needs it: add it to the package's files", c.Source.Path)
	}
	return r.validator(*c, "checker")
}

// lacksTestlib reports whether a program includes testlib.h and the package does not have it.
func (r *reader) lacksTestlib(a asset) (bool, error) {
	text, err := r.Text(path.Clean(a.Source.Path))
	if problem.IsMissing(err) {
		return false, nil
	}
	return strings.Contains(string(text), testlib) && !r.Has("files/"+testlib), err
}

func (r *reader) validator(a asset, what string) (*judge.Validator, error) {
	at := path.Clean(a.Source.Path)
	if missing, err := r.lacksTestlib(a); err != nil || missing {
		if err != nil {
			return nil, err
		}
		return nil, problem.Fault("files/"+testlib, "is missing; the %s %s needs it: add it to the package's files", what, at)
	}
	files, language, err := r.sources(a, what)
	if err != nil {
		return nil, err
	}
	v := &judge.Validator{Protocol: judge.ProtocolTestlib, Language: language, Entry: path.Base(at), Scores: r.p.Plan.MaxScore() > 0}
	for _, f := range files {
		name := at
		if f.Name != path.Base(at) {
			name = r.resourcePath(f.Name)
		}
		digest, err := r.Blob(name)
		if err != nil {
			return nil, err
		}
		v.Files = append(v.Files, judge.NamedBlob{Name: f.Name, Digest: digest})
	}
	return v, nil
}

// sources are a program's own file and the headers that every program of the package may include.
func (r *reader) sources(a asset, what string) ([]toolchain.File, string, error) {
	at := path.Clean(a.Source.Path)
	if !r.Has(at) {
		return nil, "", problem.Fault(at, "the %s is missing", what)
	}
	files, language, err := r.Sources(at)
	if err != nil {
		return nil, "", err
	}
	if language == "" {
		language = r.languageOf(a.Source.Type)
	}
	if language == "" {
		return nil, "", problem.Fault(at, "the %s is in a language that is not known here", what)
	}
	for _, h := range r.headers() {
		text, err := r.Text(h)
		if err != nil {
			return nil, "", err
		}
		if name := path.Base(h); name != path.Base(at) {
			files = append(files, toolchain.File{Name: name, Data: text})
		}
	}
	return files, language, nil
}

// headers are the resources that a program may include.
func (r *reader) headers() (all []string) {
	for _, f := range r.doc.Resources {
		at := path.Clean(f.Path)
		switch path.Ext(at) {
		case ".h", ".hpp", ".inc":
			if r.Has(at) && !slices.ContainsFunc(all, func(other string) bool { return path.Base(other) == path.Base(at) }) {
				all = append(all, at)
			}
		}
	}
	if lib := "files/" + testlib; r.Has(lib) && !slices.Contains(all, lib) {
		all = append(all, lib)
	}
	return all
}

func (r *reader) resourcePath(base string) string {
	for _, h := range r.headers() {
		if path.Base(h) == base {
			return h
		}
	}
	return base
}

// include lays resources that are meant for solutions beside them.
func (r *reader) include() error {
	for _, f := range r.doc.Resources {
		for _, a := range f.Assets {
			if !strings.EqualFold(a.Name, "solution") {
				continue
			}
			language := r.languageOf(f.ForTypes)
			digest, err := r.Blob(path.Clean(f.Path))
			if err != nil {
				return err
			}
			if r.p.Plan.Include == nil {
				r.p.Plan.Include = map[string][]judge.NamedBlob{}
			}
			r.p.Plan.Include[language] = append(r.p.Plan.Include[language], judge.NamedBlob{Name: path.Base(f.Path), Digest: digest})
		}
	}
	return nil
}
