package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

type runCommand struct {
	Program      string        `arg:"" help:"A source file, or a folder of them."`
	Args         []string      `arg:"" optional:"" passthrough:"" help:"Arguments of the program: all that follows it."`
	Language     string        `help:"Language, where the extension does not say." placeholder:"ID"`
	Entry        string        `help:"File that is started, of a folder." placeholder:"FILE"`
	Flag         []string      `help:"Flag of the compiler, of those that the language allows; may be repeated." sep:"none" placeholder:"FLAG"`
	Env          []string      `help:"Variable of the program's environment; may be repeated." sep:"none" placeholder:"NAME=VALUE"`
	Stdin        string        `help:"File that is the program's input; without it the input of this command." placeholder:"FILE"`
	CPUTime      time.Duration `help:"Processor time the program may use." default:"10s"`
	WallTime     time.Duration `help:"Time by the clock; 0 is three times the processor time." default:"0"`
	Memory       amount        `help:"Memory, in MB." default:"512"`
	Output       amount        `help:"Output, in KB." default:"16384"`
	Processes    amount        `help:"Processes and threads at once; 0 is what the language has." default:"0"`
	Stack        amount        `help:"Stack, in MB; 0 is as large as the memory." default:"0"`
	FileSize     amount        `help:"Size of one file that it writes, in MB; 0 is the sandbox's own limit." default:"0"`
	Terminal     bool          `help:"Give the program a terminal: this one."`
	Times        bool          `name:"timestamps" help:"Begin each line with the time since the program's start, in seconds."`
	JSON         bool          `help:"Print one JSON object at the end: what happened, and the output."`
	SandboxLevel string        `enum:"auto,contained" default:"auto" help:"How the program is kept from this host: auto takes the best there is; contained does without namespaces, as in an ordinary container."`
	CacheDir     string        `help:"Folder for what compilers prepare once." placeholder:"DIR"`
}

// Exit statuses beside the program's own and 128+N for a program that signal N ended.
const (
	statusCompileError = 120
	statusMemoryLimit  = 121
	statusOutputLimit  = 122
	statusTimeLimit    = 124 // as timeout(1) has it
	statusNotStarted   = 126
	statusStopped      = 130
)

// Examples are shown in the command's help.
func (runCommand) Examples() []string {
	return []string{
		"codecraft run hello.py                       # the exit status is the program's",
		"codecraft run --stdin cases/1.in solution.cpp",
		"codecraft run --cpu-time 2s --memory 64 Main.java   # exit status 124: time limit, 121: memory, 122: output, 120: does not compile",
		"codecraft run --entry src/main.py --env DEBUG=1 project/ --verbose input.txt",
		"codecraft run --language cpp --flag=-std=c++11 --flag=-O0 solution   # what a language allows: docs/languages.md",
		"codecraft run --terminal game.py             # ends with the program, or with Ctrl+C if it heeds that",
		"codecraft run --timestamps slow.py           # [   0.012] before each line",
		"codecraft run --json hello.c | jq .cpuTimeMs",
	}
}

// Validate refuses what cannot be meant.
func (c *runCommand) Validate() error {
	for _, v := range c.Env {
		name, value, ok := strings.Cut(v, "=")
		if !ok || name == "" {
			return fmt.Errorf("--env %s: it takes NAME=VALUE, such as --env DEBUG=1", v)
		}
		if fault := toolchain.VariableFault(name, value); fault != "" {
			return fmt.Errorf("--env: %s", fault)
		}
	}
	if err := c.checkLimits(); err != nil {
		return err
	}
	switch {
	case c.Terminal && (c.JSON || c.Times || c.Stdin != ""):
		return errors.New("--terminal goes with none of --json, --timestamps and --stdin")
	case c.JSON && c.Times:
		return errors.New("--json has the times already: leave --timestamps out")
	}
	return nil
}

// Run compiles and runs the program in the sandbox.
func (c *runCommand) Run(ctx context.Context, o output) error {
	request, err := c.request()
	if err != nil {
		return err
	}
	stdin, err := c.input()
	if err != nil {
		return err
	}
	if c.CacheDir == "" {
		if c.CacheDir, err = toolchainCache(); err != nil {
			return err
		}
	}
	tools, err := toolchain.New(toolchain.Config{Dir: c.CacheDir}, toolchain.Detect(ctx, rowsOf(map[string]bool{request.Language: true})))
	if err != nil {
		return err
	}
	defer tools.Close() //nolint:errcheck // its folder is removed by the next process otherwise
	backend, err := native.New(ctx, native.Config{Slots: 1, AllowContained: true, NoNamespaces: c.SandboxLevel == "contained"})
	if err != nil {
		return err
	}
	defer backend.Close() //nolint:errcheck // the process ends
	slot, err := backend.Open(ctx)
	if err != nil {
		return err
	}
	defer slot.Close() //nolint:errcheck // the back end closes it too
	artifact, compiled, err := tools.Compile(ctx, slot, request)
	if err != nil {
		return err
	}
	if !compiled.OK {
		return c.report(o, runReport{Language: request.Language, Compiler: compiled.Output, Status: "compile_error", Detail: compiled.Detail}, statusCompileError)
	}
	defer artifact.Release()
	if !c.JSON {
		_, _ = io.WriteString(o.err, compiled.Output)
	}
	return c.start(ctx, o, slot, artifact, stdin, runReport{Language: request.Language, Version: compiled.Version, Compiler: compiled.Output})
}

// request reads the program.
func (c *runCommand) request() (toolchain.Request, error) {
	files, language, err := readProgram(c.Program)
	if err != nil {
		return toolchain.Request{}, err
	}
	if len(files) == 0 {
		return toolchain.Request{}, fmt.Errorf("%s: there is no such file, and no folder with source files: name the program to run", c.Program)
	}
	if c.Language != "" {
		if language != c.Language && len(files) == 1 {
			files[0].Name = "" // it is named as the language wants it
		}
		language = c.Language
	}
	if language == "" {
		return toolchain.Request{}, fmt.Errorf("the extension of %s says no language: name one with --language (codecraft toolchain list shows them)", c.Program)
	}
	return toolchain.Request{Language: language, Files: files, Entry: c.Entry, Flags: c.Flag, SkipCheck: true}, nil
}

func (c *runCommand) input() (io.Reader, error) {
	if c.Stdin == "" || c.Stdin == "-" {
		return os.Stdin, nil
	}
	file, err := os.Open(c.Stdin)
	if err != nil {
		return nil, fmt.Errorf("--stdin %s: %w", c.Stdin, bare(err))
	}
	return file, nil
}

// start runs the program and tells how it ended.
func (c *runCommand) start(ctx context.Context, o output, slot sandbox.Slot, a *toolchain.Artifact, stdin io.Reader, report runReport) error {
	limits := sandbox.Limits{
		CPUTime: c.CPUTime, WallTime: c.WallTime, Memory: int64(c.Memory) << 20, Output: int64(c.Output) << 10,
		Processes: int(c.Processes), Stack: int64(c.Stack) << 20, FileSize: int64(c.FileSize) << 20,
	}
	spec := a.Spec(stdin, limits, c.Args...)
	if spec.Limits.WallTime == 0 {
		spec.Limits.WallTime = 3 * c.CPUTime
	}
	spec.Env = toolchain.Override(append(spec.Env, c.Env...))
	to := map[string]io.Writer{contract.Stdout: o.out, contract.Stderr: o.err}
	spec.Stdout, spec.Stderr = o.out, o.err
	if c.JSON {
		timed(&spec, func(t *clock, stream string) io.Writer { return noted{t, stream, &report.Output} })
	}
	if c.Times {
		timed(&spec, func(t *clock, stream string) io.Writer { return &stamped{clock: t, to: to[stream]} })
	}
	if c.Terminal {
		restore, err := lendTerminal(&spec)
		if err != nil {
			return err
		}
		defer restore()
	}
	r, err := slot.Run(ctx, spec)
	if err != nil {
		return err
	}
	report.tell(r)
	for _, c := range report.Output {
		if c.Stream == contract.Stderr {
			report.Stderr += c.Text
		} else {
			report.Stdout += c.Text
		}
	}
	return c.report(o, report, statusOf(r))
}

// runReport is what --json prints.
type runReport struct {
	Language   string         `json:"language"`
	Version    string         `json:"version,omitempty"`
	Status     sandbox.Status `json:"status"` // as in the API; "compile_error" when there is no program
	ExitCode   int            `json:"exitCode"`
	Signal     string         `json:"signal,omitempty"`
	CPUTimeMs  float64        `json:"cpuTimeMs"`
	WallTimeMs float64        `json:"wallTimeMs"`
	MemoryKb   int64          `json:"memoryKb"`
	Detail     string         `json:"detail,omitempty"`
	Compiler   string         `json:"compilerOutput,omitempty"`
	Stdout     string         `json:"stdout"`
	Stderr     string         `json:"stderr"`
	// Output is both in the order in which they were written, with times.
	Output []contract.Chunk `json:"output"`
}

func (r *runReport) tell(of sandbox.Result) {
	const perMs = float64(time.Millisecond)
	r.Status, r.ExitCode, r.Detail = of.Status, of.ExitCode, of.Detail
	r.CPUTimeMs, r.WallTimeMs, r.MemoryKb = float64(of.CPUTime)/perMs, float64(of.WallTime)/perMs, of.Memory>>10
	if of.Signal != 0 {
		r.Signal = unix.SignalName(of.Signal)
	}
}

// report ends the command: with the JSON object, or a sentence where the program did not end by itself.
func (c *runCommand) report(o output, r runReport, status int) error {
	switch {
	case c.JSON:
		if r.Output == nil {
			r.Output = []contract.Chunk{} // a list, also when it is empty
		}
		if err := indentedJSON(o.out, r); err != nil {
			return err
		}
	case r.Status != sandbox.OK && r.Status != sandbox.Failed:
		if status == statusCompileError {
			_, _ = io.WriteString(o.err, r.Compiler)
		}
		_, _ = fmt.Fprintf(o.err, "codecraft: %s\n", r.Detail)
	}
	if status == 0 {
		return nil
	}
	return exitStatus(status)
}

func statusOf(r sandbox.Result) int {
	switch r.Status {
	case sandbox.OK, sandbox.Failed:
		return r.ExitCode
	case sandbox.CPULimit, sandbox.WallLimit:
		return statusTimeLimit
	case sandbox.MemoryLimit:
		return statusMemoryLimit
	case sandbox.OutputLimit:
		return statusOutputLimit
	case sandbox.Cancelled:
		return statusStopped
	case sandbox.NotStarted:
		return statusNotStarted
	default:
		return 128 + int(r.Signal)
	}
}
