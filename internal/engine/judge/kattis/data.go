package kattis

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// legacyData reads data/, whose folders are groups.
func (r *reader) legacyData() error {
	var y problemYAML
	if _, err := r.yaml(Marker, &y); err != nil {
		return err
	}
	r.flags = strings.Fields(y.ValidatorFlags)
	start := grading{scoring: settings.Text(y.Type) == "scoring", points: 1, mode: "sum", flags: r.flags}
	start.scores = r.p.Plan.Validator != nil && r.p.Plan.Validator.Scores
	top, err := r.grading("data", start)
	if err != nil {
		return err
	}
	low := top
	low.points, low.mode, low.breaks, low.scores = 0, "sum", false, false
	if low.accept = judge.AcceptAll; top.ignoreSample {
		low.accept = judge.AcceptAlways
	}
	sample, err := r.legacyFolder("data/sample", problem.SampleName, low, true)
	if err != nil {
		return err
	}
	secret, err := r.legacyFolder("data/secret", problem.Secret, top, false)
	if err != nil {
		return err
	}
	plan := &r.p.Plan
	sample.emit(plan, "")
	first := len(plan.Groups)
	secret.average()
	secret.emit(plan, "")
	if len(plan.Groups) == 0 {
		return problem.Fault("data", "there is no test in data/sample or data/secret")
	}
	if first == len(plan.Groups) {
		r.Note("%s: WARNING: there is no test in it, so that submissions are judged on the samples alone; a wrong one may pass", secretFolder)
	}
	if top.breaks && top.scoring && !top.ignoreSample && first > 0 { // whoever fails a sample is judged no further
		for i := first; i < len(plan.Groups); i++ {
			if g := &plan.Groups[i]; g.Parent == "" {
				g.RequirePass = append(g.RequirePass, problem.SampleName)
			}
		}
	}
	if err := r.hoistArgs(secret.grading.flags); err != nil {
		return err
	}
	return r.odd(top.flags)
}

// legacyFolder reads the tests of a folder and the folders in it.
func (r *reader) legacyFolder(at, name string, inherited grading, sample bool) (*folder, error) {
	f := &folder{name: strings.TrimPrefix(name, "secret/"), sample: sample, grading: inherited}
	entries, err := r.List(at)
	if err != nil || len(entries) == 0 {
		return f, err
	}
	if f.grading, err = r.grading(at, inherited); err != nil {
		return f, err
	}
	for _, e := range entries {
		if e.IsDir() && !r.belongsToTest(at, e.Name()) {
			child, err := r.legacyFolder(path.Join(at, e.Name()), name+"/"+e.Name(), f.grading, sample)
			if err != nil {
				return f, err
			}
			f.children = append(f.children, child)
		}
	}
	f.tests, err = r.tests(at, entries, sample, func(string) (testSettings, error) {
		return testSettings{inputArgs: f.grading.inputFlags, outputArgs: f.grading.flags}, nil
	})
	return f, err
}

// belongsToTest reports a folder such as 1.files beside 1.in.
func (r *reader) belongsToTest(at, name string) bool {
	stem, ok := strings.CutSuffix(name, ".files")
	return ok && r.Has(path.Join(at, stem+".in"))
}

// testSettings are what one test has beside its files.
type testSettings struct {
	args       []string
	inputArgs  map[string][]string
	outputArgs []string
	ownOutput  bool // outputArgs are the test's own, not its group's
}

// tests reads the tests right in a folder, in the order of their names.
func (r *reader) tests(at string, entries []fs.DirEntry, sample bool, settings func(stem string) (testSettings, error)) (all []judge.Test, err error) {
	for _, e := range entries {
		name := path.Join(at, e.Name())
		switch stem, ext := strings.TrimSuffix(e.Name(), path.Ext(e.Name())), path.Ext(e.Name()); {
		case ext == ".in" && !e.IsDir():
			s, err := settings(stem)
			if err != nil {
				return nil, err
			}
			t, err := r.test(at, stem, sample, s)
			if err != nil {
				return nil, err
			}
			all = append(all, t)
		case (ext == ".ans" || ext == ".args" || ext == ".files") && !r.Has(path.Join(at, stem+".in")):
			return nil, problem.Fault(name, "there is no input %s.in beside it", stem)
		}
	}
	return all, nil
}

func (r *reader) test(at, stem string, sample bool, s testSettings) (judge.Test, error) {
	in, ans := path.Join(at, stem+".in"), path.Join(at, stem+".ans")
	t := judge.Test{Name: stem, Args: s.args}
	var err error
	if t.Input, err = r.Blob(in); err != nil {
		return t, err
	}
	if !r.Has(ans) {
		return t, problem.Fault(in, "there is no answer %s.ans beside it", stem)
	}
	if t.Answer, err = r.Blob(ans); err != nil {
		return t, err
	}
	if t.Files, err = r.Blobs(path.Join(at, stem+".files")); err != nil {
		return t, err
	}
	if name := path.Join(at, stem+".args"); r.Has(name) {
		text, err := r.Prose(name)
		if err != nil {
			return t, err
		}
		t.Args = strings.Fields(text)
	}
	if s.ownOutput {
		t.ValidatorArgs = explicit(s.outputArgs)
	}
	r.p.Cases = append(r.p.Cases, problem.Case{
		Name: strings.TrimPrefix(path.Join(at, stem), "data/"), Want: problem.WantValid, Input: t.Input, Answer: t.Answer, Files: t.Files,
		InputArgs: withTestArgs(s.inputArgs, t.Args), OutputArgs: s.outputArgs,
	})
	if !sample {
		return t, nil
	}
	return t, r.sample(at, stem)
}

// withTestArgs adds the program's arguments to those of every input validator, which checks them too.
func withTestArgs(args map[string][]string, program []string) map[string][]string {
	if len(program) == 0 {
		return args
	}
	all := map[string][]string{"": program}
	for name, own := range args {
		all[name] = append(slices.Clone(own), program...)
	}
	return all
}

// sample keeps what the statement shows of a test: what it is to show where that is given, else the test itself.
func (r *reader) sample(at, stem string) error {
	s := problem.Sample{Name: stem}
	if name := path.Join(at, stem+".interaction"); r.Has(name) {
		text, err := r.Text(name)
		s.Interaction = string(text)
		r.p.Samples = append(r.p.Samples, s)
		return err
	}
	for into, names := range map[*string][]string{&s.Input: {".in.statement", ".in"}, &s.Answer: {".ans.statement", ".out", ".ans"}} {
		for _, extension := range names {
			name := path.Join(at, stem+extension)
			if !r.Has(name) {
				continue
			}
			text, err := r.Text(name)
			if err != nil {
				return err
			}
			*into = string(text)
			break
		}
	}
	r.p.Samples = append(r.p.Samples, s)
	return nil
}

// oddFolders are the folders of data/ that are there to try the validators.
var oddFolders = map[string]problem.Want{
	"invalid_input": problem.WantInvalidInput, "invalid_inputs": problem.WantInvalidInput,
	"invalid_answer": problem.WantInvalidAnswer, "invalid_answers": problem.WantInvalidAnswer,
	"invalid_output": problem.WantInvalidOutput, "invalid_outputs": problem.WantInvalidOutput,
	"valid_output": problem.WantValidOutput, "valid_outputs": problem.WantValidOutput,
}

// isOdd reports data that tries the validators: how it is stored may be what they are tried on.
func isOdd(name string) bool {
	inData, ok := strings.CutPrefix(name, "data/")
	folder, _, inside := strings.Cut(inData, "/")
	_, odd := oddFolders[folder]
	return ok && inside && odd && path.Ext(name) != ".yaml"
}

// odd reads test data that is there to be refused, and outputs that are there to be accepted.
func (r *reader) odd(outputArgs []string) error {
	folders, err := r.List("data")
	if err != nil {
		return err
	}
	for _, f := range folders {
		want, ok := oddFolders[f.Name()]
		if !ok || !f.IsDir() {
			continue
		}
		if err := r.oddFolder(path.Join("data", f.Name()), want, testSettings{outputArgs: outputArgs}); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) oddFolder(at string, want problem.Want, inherited testSettings) error {
	settings, err := r.oddSettings(at, inherited)
	if err != nil {
		return err
	}
	entries, err := r.List(at)
	if err != nil {
		return err
	}
	for _, e := range entries {
		stem, isInput := strings.CutSuffix(e.Name(), ".in")
		if e.IsDir() && !r.belongsToTest(at, e.Name()) {
			if err := r.oddFolder(path.Join(at, e.Name()), want, settings); err != nil {
				return err
			}
		}
		if e.IsDir() || !isInput {
			continue
		}
		if err := r.oddCase(at, stem, want, settings); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) oddSettings(at string, inherited testSettings) (testSettings, error) {
	if r.p.Format == Modern {
		return r.groupSettings(path.Join(at, "test_group.yaml"), inherited)
	}
	g, err := r.grading(at, grading{mode: "sum", flags: inherited.outputArgs, inputFlags: inherited.inputArgs})
	return testSettings{inputArgs: g.inputFlags, outputArgs: g.flags}, err
}

func (r *reader) oddCase(at, stem string, want problem.Want, s testSettings) (err error) {
	if r.p.Format == Modern {
		if s, err = r.caseSettings(path.Join(at, stem+".yaml"), s); err != nil {
			return err
		}
	}
	c := problem.Case{
		Name: strings.TrimPrefix(path.Join(at, stem), "data/"), Want: want, InputArgs: withTestArgs(s.inputArgs, s.args), OutputArgs: s.outputArgs,
	}
	needed := map[problem.Want][]string{
		problem.WantInvalidAnswer: {".ans"}, problem.WantInvalidOutput: {".ans", ".out"}, problem.WantValidOutput: {".ans", ".out"},
	}
	for _, extension := range needed[want] {
		if !r.Has(path.Join(at, stem+extension)) {
			return problem.Fault(path.Join(at, stem+".in"), "there is no %s%s beside it", stem, extension)
		}
	}
	for extension, into := range map[string]*string{".in": &c.Input, ".ans": &c.Answer, ".out": &c.Output} {
		if name := path.Join(at, stem+extension); r.Has(name) {
			if *into, err = r.Blob(name); err != nil {
				return err
			}
		}
	}
	c.Files, err = r.Blobs(path.Join(at, stem+".files"))
	r.p.Cases = append(r.p.Cases, c)
	return err
}
