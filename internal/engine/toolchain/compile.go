package toolchain

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"

	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// File is one source file; Name is relative and may have folders.
type File struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
}

// Request is one program to compile.
type Request struct {
	Language string
	Files    []File   // one without a name is named by the language
	Entry    string   // the file to start; empty lets the language find it
	Flags    []string // of the compiler: only those that the language's row allows
	Scope    string   // whose program it is: artifacts are reused only within it; empty reuses nothing
	// SkipCheck leaves out the check for errors of syntax of interpreted languages, whose
	// run finds them too: for runs that somebody waits for.
	SkipCheck bool
	// Limits narrow what the compiler may use; those that are zero, or wider than the toolchain's own, change nothing. What
	// was compiled before is not compiled again, whatever they are.
	Limits sandbox.Limits
}

// CompileResult is what the compiler said.
type CompileResult struct {
	OK      bool           `json:"ok"`
	Status  sandbox.Status `json:"status"`
	Output  string         `json:"output,omitempty"` // of both streams, bounded, valid UTF-8
	Detail  string         `json:"detail,omitempty"` // one sentence when it failed
	CPUTime time.Duration  `json:"cpuTime"`
	Memory  int64          `json:"memory"`
	Cached  bool           `json:"cached,omitempty"`
	Version string         `json:"version"` // of the compiler
}

// Bounds of a program's source, and of what a compiler may use and say.
const (
	MaxSourceBytes   = 4 << 20
	MaxFiles         = 200
	MaxCompileTime   = 60 * time.Second // by the clock
	MaxCompileMemory = 1536 << 20
	compileDisk      = 256 << 20
	compileOutput    = 1 << 20
	shownOutput      = 32 << 10
)

// Compile makes a program of a request. A program that does not compile is a result without
// artifact, not an error. The caller releases the artifact.
func (t *Toolchain) Compile(ctx context.Context, slot sandbox.Slot, r Request) (_ *Artifact, result CompileResult, err error) {
	ctx, span := traces.Start(ctx, "compile", traces.Language.String(r.Language))
	defer func() {
		span.SetAttributes(attribute.Bool("codecraft.cached", result.Cached))
		traces.End(span, err)
	}()
	tool, err := t.Table().Get(r.Language)
	if err != nil {
		return nil, CompileResult{}, err
	}
	files, entry, err := tool.Language.Arrange(r)
	if err != nil {
		return nil, CompileResult{}, err
	}
	if err := tool.Language.allow(r.Flags); err != nil {
		return nil, CompileResult{}, err
	}
	w := work{
		tool: tool, files: files, start: start{entry: entry}, told: r.Entry != "" || entry == tool.Language.Source.Name,
		flags: r.Flags, skipCheck: r.SkipCheck, limits: r.Limits,
	}
	result = CompileResult{OK: true, Status: sandbox.OK, Version: tool.Version}
	key := w.key(t.rows[r.Language])
	if made, release, ok := t.cache.get(r.Scope, key); ok {
		result.Cached = true
		return t.artifact(w, made, release), result, nil
	}
	dir, err := t.cache.begin()
	if err != nil {
		return nil, CompileResult{}, err
	}
	if err := t.build(ctx, slot, &w, dir, &result); err != nil || !result.OK {
		_ = os.RemoveAll(dir)
		return nil, result, err
	}
	made, release := t.cache.put(r.Scope, key, program{dir, w.start})
	return t.artifact(w, made, release), result, nil
}

// work is one compilation, looked through.
type work struct {
	tool      Tool
	files     []File
	start              // as far as it is known
	told      bool     // the request or the row names the file to start
	replace   []string // pairs of arguments of the compiler
	flags     []string
	skipCheck bool
	limits    sandbox.Limits
}

// bounds are what the compiler may use.
func (w work) bounds() sandbox.Limits {
	return sandbox.Limits{
		CPUTime:   narrower(w.limits.CPUTime, w.tool.Language.compileCPU()),
		WallTime:  narrower(w.limits.WallTime, MaxCompileTime),
		Memory:    narrower(w.limits.Memory, MaxCompileMemory),
		Processes: 256, Output: compileOutput, Disk: compileDisk, FileSize: compileDisk,
	}
}

func narrower[T int64 | time.Duration](asked, own T) T {
	if asked > 0 {
		return min(asked, own)
	}
	return own
}

// data are the files that are no source.
func (w work) data() (files []File) {
	for _, f := range w.files {
		if !w.tool.Language.isSource(f) {
			files = append(files, f)
		}
	}
	return files
}

func (t *Toolchain) artifact(w work, made program, release func()) *Artifact {
	a := &Artifact{tool: w.tool, dir: made.dir, start: made.start, release: release}
	if slices.Contains(w.tool.Language.Run, "{warm}") {
		a.warm = t.warmDir(w.tool)
	}
	for _, f := range w.data() {
		a.data = append(a.data, f.Name)
	}
	return a
}

// build fills dir with the program.
func (t *Toolchain) build(ctx context.Context, slot sandbox.Slot, w *work, dir string, result *CompileResult) error {
	l := w.tool.Language
	if err := t.ensureWarm(ctx, slot, w.tool); err != nil {
		return err
	}
	if err := t.find(ctx, slot, w); err != nil {
		return err
	}
	if len(l.Compile) > 0 {
		if err := t.attempt(ctx, slot, w, dir, result); err != nil || !result.OK {
			return err
		}
	} else {
		if len(l.Check) > 0 && !w.skipCheck {
			if err := t.runCompiler(ctx, slot, *w, l.Check, "", result); err != nil || !result.OK {
				return err
			}
			result.Output = "" // "Syntax OK" is nothing to show
		}
		if err := writeFiles(dir, w.files); err != nil {
			return err
		}
	}
	return errors.Join(writeFiles(dir, l.beside()), writeFiles(filepath.Join(dir, dataDir), w.data()))
}

// attempt compiles until the compiler is content, and finds where the program starts.
func (t *Toolchain) attempt(ctx context.Context, slot sandbox.Slot, w *work, dir string, result *CompileResult) error {
	for a := w.attempts(); ; {
		if err := t.runCompiler(ctx, slot, *w, w.tool.Language.Compile, dir, result); err != nil {
			return err
		}
		if err := w.tool.Language.checkMade(dir, result); err != nil {
			return err
		}
		if !a.again(result) {
			break
		}
		if err := empty(dir); err != nil {
			return err
		}
	}
	if !result.OK {
		return nil
	}
	main, ok, err := w.tool.Language.findMain(dir, w.entry)
	if w.main = main; err == nil && !ok {
		result.fail("there is no main method to start with")
	}
	return err
}

const noProgram = "the compiler ended well but made no program"

// checkMade fails a compilation that ended well without a program: its source is no beginning.
func (l *Language) checkMade(dir string, result *CompileResult) error {
	made, err := os.ReadDir(dir)
	if err != nil || !result.OK {
		return err
	}
	first := "" // what is started, where that is one of the files
	if name, ours := strings.CutPrefix(l.Run[0], ProgramDir+"/"); ours {
		first = name
	}
	if len(made) == 0 || first != "" && !slices.ContainsFunc(made, func(e os.DirEntry) bool { return e.Name() == first }) {
		result.fail(noProgram)
	}
	return nil
}

func (r *CompileResult) fail(why string) {
	r.OK, r.Status, r.Detail = false, sandbox.Failed, why
}

// find asks which of several sources is the one to start, where neither the request nor a name tells and no compiler does.
func (t *Toolchain) find(ctx context.Context, slot sandbox.Slot, w *work) error {
	l := w.tool.Language
	if len(l.Source.Find) == 0 || w.told || len(l.sources(w.files, w.entry)) == 1 {
		return nil
	}
	var found CompileResult
	if err := t.runCompiler(ctx, slot, *w, l.Source.Find, "", &found); err != nil {
		return err
	}
	if name := firstLine(found.Output); found.OK && slices.Contains(l.sources(w.files, w.entry), name) {
		w.entry = name
	}
	return nil
}

// runCompiler runs one command over the sources; with a dir, Out is collected there.
func (t *Toolchain) runCompiler(ctx context.Context, slot sandbox.Slot, w work, command []string, dir string, result *CompileResult) error {
	tool := w.tool
	v := values{
		home: tool.home, bins: tool.bins, entry: w.entry, sources: tool.Language.sources(w.files, w.entry),
		flags: w.flags, memory: w.bounds().Memory,
	}
	spec := sandbox.Spec{Limits: w.bounds(), Binds: slices.Clone(tool.binds)}
	var warmEnv []string
	if warm := t.warmDir(tool); warm != "" {
		v.warm, warmEnv = tool.Language.Warm.Args, tool.Language.Warm.Env
		spec.Binds = append(spec.Binds, sandbox.Bind{Host: warm, Path: WarmDir})
	}
	spec.Args, spec.Env = v.expand(replaced(tool.Language.without(command, w.flags), w.replace)), tool.environment(v, warmEnv)
	for _, f := range slices.Concat(w.files, tool.Language.beside()) {
		spec.Files = append(spec.Files, sandbox.File{Name: f.Name, Data: f.Data})
	}
	if dir != "" {
		spec.Files = append(spec.Files, sandbox.File{Name: Out + "/"})
		spec.Keep = []sandbox.Keep{{Name: Out, Host: dir, MaxBytes: compileDisk}}
	}
	var said limitedBuffer
	spec.Stdout, spec.Stderr = &said, &said
	run, err := slot.Run(ctx, spec)
	if err != nil {
		return err
	}
	if run.Status == sandbox.Cancelled {
		return context.Cause(ctx)
	}
	result.OK, result.Status = run.Status == sandbox.OK, run.Status
	result.CPUTime += run.CPUTime
	result.Memory = max(result.Memory, run.Memory)
	result.Output = said.text()
	result.Detail = compileDetail(run)
	return nil
}

func compileDetail(run sandbox.Result) string {
	switch run.Status {
	case sandbox.OK:
		return ""
	case sandbox.Failed:
		return "the program does not compile"
	case sandbox.CPULimit, sandbox.WallLimit:
		return "compiling took too long"
	case sandbox.MemoryLimit:
		return "the compiler used too much memory"
	case sandbox.OutputLimit:
		return "the compiler wrote too much"
	default:
		if run.Detail != "" {
			return "the compiler ended abnormally: " + run.Detail
		}
		return "the compiler ended abnormally"
	}
}
