package verify

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// What a validator of test data may use, where the package sets nothing.
const (
	validatorCPU    = 60 * time.Second
	validatorMemory = 2 << 30
	validatorOutput = 8 << 20
	shownBytes      = 300
)

// tool is a validator that is compiled.
type tool struct {
	name     string
	accepts  int
	artifact *toolchain.Artifact
}

// tools are all that test data is checked with.
type tools struct {
	input, answer []tool
	output        *tool // nil where a comparison decides
}

// checkData tries the validators on the test data.
func (t *trial) checkData(ctx context.Context) error {
	slot, err := t.Backend.Open(ctx)
	if err != nil {
		return err
	}
	all, err := t.compileTools(ctx, slot)
	if closed := slot.Close(); err == nil {
		err = closed
	}
	defer all.release()
	if err != nil {
		return err
	}
	var todo []problem.Case
	for _, c := range t.p.Cases {
		if all.concern(c) {
			todo = append(todo, c)
		}
	}
	return t.checkAll(ctx, all, todo)
}

// concern reports whether there is anything to try a case on.
func (a tools) concern(c problem.Case) bool {
	switch c.Want {
	case problem.WantValid, problem.WantInvalidAnswer:
		return len(a.input)+len(a.answer) > 0 || c.Want == problem.WantInvalidAnswer
	}
	return true
}

func (a tools) release() {
	for _, list := range [][]tool{a.input, a.answer} {
		for _, one := range list {
			one.artifact.Release()
		}
	}
	if a.output != nil {
		a.output.artifact.Release()
	}
}

// compileTools compiles the validators; one that does not compile is a fault of the package.
func (t *trial) compileTools(ctx context.Context, slot sandbox.Slot) (all tools, err error) {
	for into, programs := range map[*[]tool][]problem.Program{&all.input: t.p.InputValidators, &all.answer: t.p.AnswerValidators} {
		for _, program := range programs {
			artifact, err := t.compile(ctx, slot, program)
			if err != nil {
				return all, err
			}
			if artifact != nil {
				*into = append(*into, tool{program.Name, program.Accepts, artifact})
			}
		}
	}
	v := t.p.Plan.Validator
	if v == nil || v.Protocol != judge.ProtocolKattis || v.Interactive || v.Passes > 1 || !t.hasOutputs() {
		return all, nil
	}
	program := problem.Program{Name: "output validator", Language: v.Language, Entry: v.Entry, Accepts: 42}
	for _, f := range v.Files {
		name, err := t.files.path(ctx, f.Digest)
		if err != nil {
			return all, err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return all, err
		}
		program.Files = append(program.Files, toolchain.File{Name: f.Name, Data: data})
	}
	artifact, err := t.compile(ctx, slot, program)
	if artifact != nil {
		all.output = &tool{program.Name, program.Accepts, artifact}
	}
	return all, err
}

func (t *trial) hasOutputs() bool {
	for _, c := range t.p.Cases {
		if c.Want != problem.WantValid && c.Want != problem.WantInvalidInput {
			return true
		}
	}
	return false
}

func (t *trial) compile(ctx context.Context, slot sandbox.Slot, program problem.Program) (*toolchain.Artifact, error) {
	t.Progress(Step{Name: program.Name, Index: -1, Of: len(t.p.Submissions)})
	artifact, result, err := t.Toolchain.Compile(ctx, slot, toolchain.Request{Language: program.Language, Files: program.Files, Entry: program.Entry})
	switch {
	case errs.Is(err, errs.Unavailable) || errs.Is(err, errs.Invalid) || errs.Is(err, errs.TooLarge):
		t.fault(DataFault{Validator: program.Name, Detail: errs.Of(err).Detail})
		return nil, nil
	case err != nil:
		return nil, err
	case !result.OK:
		t.fault(DataFault{Validator: program.Name, Detail: strings.TrimSpace(result.Detail + "\n" + result.Output)})
		return nil, nil
	}
	return artifact, nil
}

func (t *trial) fault(f DataFault) {
	t.report.Faults, t.report.Agrees = append(t.report.Faults, f), false
}

// checkAll tries the cases on the slots there are. Faults come in the order of the cases.
func (t *trial) checkAll(ctx context.Context, all tools, todo []problem.Case) error {
	faults := make([][]DataFault, len(todo))
	failures := make([]error, max(t.Slots, 1))
	next, done := 0, 0
	var mu sync.Mutex
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1, next <= len(todo)
	}
	var wg sync.WaitGroup
	for w := range min(len(failures), len(todo)) {
		wg.Go(func() {
			slot, err := t.Backend.Open(ctx)
			if err != nil {
				failures[w] = err
				return
			}
			for i, more := take(); more && err == nil; i, more = take() {
				faults[i], err = t.checkCase(ctx, slot, all, todo[i])
				mu.Lock()
				done++
				t.Progress(Step{Name: "test data", Index: -1, Of: len(t.p.Submissions), Done: done, Total: len(todo)})
				mu.Unlock()
			}
			failures[w] = errors.Join(err, slot.Close())
		})
	}
	wg.Wait()
	t.report.Checks = len(todo)
	for _, list := range faults {
		for _, f := range list {
			t.fault(f)
		}
	}
	return errors.Join(failures...)
}

// checkCase tries one piece of test data.
func (t *trial) checkCase(ctx context.Context, slot sandbox.Slot, all tools, c problem.Case) (faults []DataFault, err error) {
	refused := false
	refuse := func(v tool, detail string) {
		refused = true
		inputMayFail := c.Want == problem.WantInvalidInput
		if !inputMayFail {
			faults = append(faults, DataFault{Case: c.Name, Validator: v.name, Detail: detail})
		}
	}
	for _, v := range all.input {
		if err := t.run(ctx, slot, v, c, refuse); err != nil {
			return nil, err
		}
	}
	switch c.Want {
	case problem.WantInvalidInput:
		if !refused {
			faults = append(faults, DataFault{Case: c.Name, Detail: "no input validator refuses this input, which is said to be invalid"})
		}
	case problem.WantValid:
		for _, v := range all.answer {
			if err := t.runAnswer(ctx, slot, v, c, refuse); err != nil {
				return nil, err
			}
		}
	default:
		more, err := t.checkOutput(ctx, slot, all, c)
		return append(faults, more...), err
	}
	return faults, nil
}

// run tries an input validator.
func (t *trial) run(ctx context.Context, slot sandbox.Slot, v tool, c problem.Case, refuse func(tool, string)) error {
	spec, closer, err := t.spec(ctx, v, c.Input, c.ArgsFor(v.name))
	if err != nil {
		return err
	}
	defer closer.Close()
	for _, f := range c.Files {
		name, err := t.files.path(ctx, f.Digest)
		if err != nil {
			return err
		}
		spec.Files = append(spec.Files, sandbox.File{Name: f.Name, Host: name})
	}
	return t.verdict(ctx, slot, spec, v, refuse)
}

// runAnswer tries an answer validator: it gets the input as a file and the answer to read.
func (t *trial) runAnswer(ctx context.Context, slot sandbox.Slot, v tool, c problem.Case, refuse func(tool, string)) error {
	spec, closer, err := t.spec(ctx, v, c.Answer, append([]string{inputName}, c.AnswerArgs...))
	if err != nil {
		return err
	}
	defer closer.Close()
	input, err := t.files.path(ctx, c.Input)
	if err != nil {
		return err
	}
	spec.Files = append(spec.Files, sandbox.File{Name: inputName, Host: input})
	return t.verdict(ctx, slot, spec, v, refuse)
}

// The names under which validators find what they are called with.
const (
	inputName    = "validated.in"
	answerName   = "validated.ans"
	feedbackName = "feedback/"
)

// spec is a run of a validator that reads a blob.
func (t *trial) spec(ctx context.Context, v tool, stdin string, args []string) (sandbox.Spec, *os.File, error) {
	name, err := t.files.path(ctx, stdin)
	if err != nil {
		return sandbox.Spec{}, nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return sandbox.Spec{}, nil, err
	}
	limits := sandbox.Limits{CPUTime: validatorCPU, WallTime: 2 * validatorCPU, Memory: validatorMemory, Output: validatorOutput, Disk: 4 * validatorOutput, FileSize: validatorOutput}
	if own := t.p.Plan.Validator; own != nil && own.CPUTimeMs > 0 {
		limits.CPUTime = time.Duration(own.CPUTimeMs) * time.Millisecond
		limits.WallTime = 4*limits.CPUTime + 3*time.Second
	}
	return v.artifact.Spec(f, limits, args...), f, nil
}

// verdict runs a validator and calls refuse unless it accepts.
func (t *trial) verdict(ctx context.Context, slot sandbox.Slot, spec sandbox.Spec, v tool, refuse func(tool, string)) error {
	var said beginning
	spec.Stdout, spec.Stderr = &said, &said
	run, err := slot.Run(ctx, spec)
	switch {
	case err != nil:
		return err
	case run.Status == sandbox.Cancelled:
		return context.Cause(ctx)
	case run.ExitCode == v.accepts && (run.Status == sandbox.OK || run.Status == sandbox.Failed):
		return nil
	}
	refuse(v, strings.TrimSpace(ending(run)+": "+said.text()))
	return nil
}

// ending says how a validator ended that did not accept.
func ending(run sandbox.Result) string {
	switch run.Status {
	case sandbox.OK, sandbox.Failed:
		return fmt.Sprintf("refused with exit code %d", run.ExitCode)
	case sandbox.CPULimit, sandbox.WallLimit:
		return "did not end in time"
	case sandbox.MemoryLimit:
		return "ran out of memory"
	case sandbox.OutputLimit:
		return "wrote too much"
	}
	return strings.TrimSpace("ended abnormally, " + run.Detail)
}

// beginning keeps what a validator says first.
type beginning struct{ kept []byte }

func (b *beginning) Write(p []byte) (int, error) {
	b.kept = append(b.kept, p[:min(len(p), shownBytes-min(len(b.kept), shownBytes))]...)
	return len(p), nil
}

func (b *beginning) text() string {
	return strings.ToValidUTF8(strings.ReplaceAll(strings.TrimSpace(string(b.kept)), "\x00", ""), "\uFFFD")
}
