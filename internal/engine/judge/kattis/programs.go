package kattis

import (
	"path"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// accepts is the exit code by which a validator accepts.
const accepts = 42

// validators reads the programs that check the test data and the outputs.
func (r *reader) validators() (err error) {
	for _, folder := range []string{"input_validators", "input_format_validators"} {
		found, err := r.programs(folder)
		if err != nil {
			return err
		}
		r.p.InputValidators = append(r.p.InputValidators, found...)
	}
	if r.p.AnswerValidators, err = r.programs("answer_validators"); err != nil {
		return err
	}
	if r.p.Format == Modern {
		if err := r.staticValidator(); err != nil {
			return err
		}
	}
	return r.outputValidator()
}

// outputValidator reads the validator of outputs, where there is one.
func (r *reader) outputValidator() error {
	folder := map[string]string{Legacy: "output_validators", Modern: "output_validator"}[r.p.Format]
	entries, err := r.List(folder)
	if err != nil {
		return err
	}
	v := r.p.Plan.Validator
	switch {
	case len(entries) == 0 && v == nil:
		return nil
	case len(entries) == 0:
		return problem.Fault(folder, "the problem needs an output validator of its own, and there is none")
	case r.p.Format == Modern && v == nil:
		v = r.modernValidator()
	case v == nil:
		r.Note("%s: passed over, for validation is not custom", folder)
		return nil
	case r.p.Format == Legacy && len(entries) > 1:
		return problem.Fault(folder, "there are %d output validators; only a package with one can be judged", len(entries))
	}
	r.p.Plan.Validator = v
	return r.fillValidator(v, folder)
}

// fillValidator reads the program of a validator, which is what a folder holds, and makes its files blobs of the plan.
func (r *reader) fillValidator(v *judge.Validator, folder string) error {
	entries, err := r.List(folder)
	if err != nil {
		return err
	}
	at := folder
	if len(entries) == 1 && (r.p.Format == Legacy || entries[0].IsDir()) {
		at = path.Join(folder, entries[0].Name())
	}
	program, err := r.program(at)
	if err != nil {
		return err
	}
	v.Language, v.Entry = program.Language, program.Entry
	v.Files, err = r.Blobs(at)
	return err
}

// programs reads the programs in a folder, each a file or a folder.
func (r *reader) programs(folder string) (all []problem.Program, err error) {
	entries, err := r.List(folder)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		switch path.Ext(e.Name()) {
		case ".ctd", ".viva":
			r.Note("%s: passed over, for only validators that are programs are run", name)
			continue
		case ".md", ".txt":
			continue
		}
		p, err := r.program(name)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// program reads one program of the author's.
func (r *reader) program(at string) (problem.Program, error) {
	p := problem.Program{Name: strings.TrimSuffix(path.Base(at), path.Ext(at)), Accepts: accepts}
	var err error
	if p.Files, p.Language, err = r.Sources(at); err != nil {
		return p, err
	}
	for _, f := range p.Files {
		switch f.Name {
		case "build", "run":
			return p, problem.Fault(at, "programs with a build or run script of their own cannot be run here")
		case "__main__.py":
			p.Entry = f.Name
		}
	}
	if p.Language == "" {
		return p, problem.Fault(at, "no language that is known here has the extension of its files")
	}
	return p, nil
}
