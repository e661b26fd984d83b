package problem

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Validator is a program that decides whether an output is right, in the API.
type Validator struct {
	Program     Program  `json:"program"`
	Interactive bool     `json:"interactive" required:"false" doc:"The program talks to the validator: each one's output is the other's input"`
	Passes      int      `json:"passes" required:"false" minimum:"0" maximum:"100" doc:"How often a program may be run on one test, with the input that the validator makes for it; 0 is once"`
	Scores      bool     `json:"scores" required:"false" doc:"The validator says how much an accepted test earns"`
	Checker     *Program `json:"checker,omitempty" required:"false" doc:"Judges what an interactive validator of the protocol testlib has written down"`
}

// Program is a validator's own program in the API.
type Program struct {
	Protocol string       `json:"protocol" enum:"kattis,testlib" doc:"How it is called and answers: as Kattis output validators are (exit code 42 or 43), or as testlib's checkers and interactors"`
	Language string       `json:"language" doc:"Id of a language"`
	Files    []SourceFile `json:"files" minItems:"1" maxItems:"50" doc:"Lists leave the sources out"`
	Entry    string       `json:"entry,omitempty" required:"false" maxLength:"200" doc:"The file to start, when there are several"`
	Args     []string     `json:"args,omitempty" required:"false" maxItems:"50"`
}

// SourceFile is a file of a program in the API.
type SourceFile struct {
	Path   string `json:"path" minLength:"1" maxLength:"200"`
	Source string `json:"source" required:"false"`
}

// maxWhole bounds a blob that is read as one text.
const maxWhole = 16 << 20

// maxValidator bounds the sources of a validator together.
const maxValidator = 1 << 20

// keepValidator checks what a client has sent, and stores its sources as blobs; nil is none.
func (s *Service) keepValidator(ctx context.Context, validator *Validator) (*judge.Validator, error) {
	if validator == nil {
		return nil, nil
	}
	var f Faults
	validator.Program.check(&f, "validator/program")
	f.Rule(validator.Passes >= 0 && validator.Passes <= 100, "validator/passes", "there are at most 100 passes")
	if validator.Checker != nil {
		validator.Checker.check(&f, "validator/checker")
		f.Rule(validator.Interactive && validator.Program.Protocol == string(judge.ProtocolTestlib), "validator/checker", "only an interactive validator of the protocol testlib has a checker")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	kept, err := s.keepProgram(ctx, validator.Program)
	if err != nil {
		return nil, err
	}
	kept.Interactive, kept.Passes, kept.Scores = validator.Interactive, validator.Passes, validator.Scores
	if validator.Checker != nil {
		kept.Checker, err = s.keepProgram(ctx, *validator.Checker)
	}
	return kept, err
}

func (program *Program) check(f *Faults, at string) {
	f.Rule(program.Protocol == string(judge.ProtocolKattis) || program.Protocol == string(judge.ProtocolTestlib), at+"/protocol", "the protocol is kattis or testlib")
	f.Rule(toolchain.Known(program.Language), at+"/language", "there is no language %q: GET /v1/languages lists them", Clip(program.Language))
	f.Rule(len(program.Files) > 0, at+"/files", "a validator needs its source")
	size, seen := 0, map[string]bool{}
	for i, file := range program.Files {
		name := fmt.Sprintf("%s/files/%d/", at, i)
		f.Rule(filepath.IsLocal(file.Path) && path.Clean(file.Path) == file.Path && !strings.HasPrefix(file.Path, "-") && !strings.ContainsAny(file.Path, "\\\x00"),
			name+"path", "%q is no name for a source file: use a relative path without \"..\"", Clip(file.Path))
		f.Rule(!seen[file.Path], name+"path", "two files have this name")
		seen[file.Path] = true
		f.Text(name+"source", file.Source, maxValidator)
		size += len(file.Source)
	}
	f.Rule(size <= maxValidator, at+"/files", "the sources hold at most %d bytes together", maxValidator)
	for i, a := range program.Args {
		f.Line(fmt.Sprintf("%s/args/%d", at, i), a, 0, 1000)
	}
}

func (s *Service) keepProgram(ctx context.Context, program Program) (*judge.Validator, error) {
	validator := &judge.Validator{Protocol: judge.Protocol(program.Protocol), Language: program.Language, Entry: program.Entry, Args: program.Args}
	for _, file := range program.Files {
		digest, err := blob.PutBytes(ctx, s.blobs, []byte(file.Source))
		if err != nil {
			return nil, err
		}
		validator.Files = append(validator.Files, judge.NamedBlob{Name: file.Path, Digest: string(digest)})
	}
	return validator, nil
}

// ValidatorOf is the validator in the API, without its sources.
func ValidatorOf(validator *judge.Validator) *Validator {
	if validator == nil {
		return nil
	}
	out := &Validator{Program: programOf(validator), Interactive: validator.Interactive, Passes: validator.Passes, Scores: validator.Scores}
	if validator.Checker != nil {
		checker := programOf(validator.Checker)
		out.Checker = &checker
	}
	return out
}

func programOf(validator *judge.Validator) Program {
	program := Program{Protocol: string(validator.Protocol), Language: validator.Language, Entry: validator.Entry, Args: validator.Args}
	for _, file := range validator.Files {
		program.Files = append(program.Files, SourceFile{Path: file.Name})
	}
	return program
}

// withSources fills in the sources of a problem's validator.
func (s *Service) withSources(ctx context.Context, validator *Validator, from *judge.Validator) error {
	if from == nil {
		return nil
	}
	if err := s.fillSources(ctx, &validator.Program, from); err != nil || from.Checker == nil {
		return err
	}
	return s.fillSources(ctx, validator.Checker, from.Checker)
}

func (s *Service) fillSources(ctx context.Context, program *Program, from *judge.Validator) (err error) {
	for i, file := range from.Files {
		if program.Files[i].Source, err = s.Whole(ctx, blob.Digest(file.Digest)); err != nil {
			return err
		}
	}
	return nil
}

// Whole reads a blob as text.
func (s *Service) Whole(ctx context.Context, digest blob.Digest) (string, error) {
	b, err := blob.GetBytes(ctx, s.blobs, digest, maxWhole)
	return strings.ToValidUTF8(string(b), "\uFFFD"), err
}
