package toolchain

import (
	"bytes"
	"context"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
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
	Files    []File // one without a name is named by the language
	Entry    string // the file to start; empty lets the language find it
	Scope    string // whose program it is: artifacts are reused only within it; empty reuses nothing
	// SkipCheck leaves out the check for errors of syntax of interpreted languages, whose
	// run finds them too: for runs that somebody waits for.
	SkipCheck bool
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
	MaxSourceBytes = 4 << 20
	MaxFiles       = 200
	compileWall    = 60 * time.Second
	compileMemory  = 1536 << 20
	compileDisk    = 256 << 20
	compileOutput  = 1 << 20
	shownOutput    = 32 << 10
)

// Compile makes a program of a request. A program that does not compile is a result without
// artifact, not an error. The caller releases the artifact.
func (t *Toolchain) Compile(ctx context.Context, slot sandbox.Slot, r Request) (*Artifact, CompileResult, error) {
	tool, err := t.table.Get(r.Language)
	if err != nil {
		return nil, CompileResult{}, err
	}
	files, entry, err := tool.Language.arrange(r)
	if err != nil {
		return nil, CompileResult{}, err
	}
	result := CompileResult{OK: true, Status: sandbox.OK, Version: tool.Version}
	key := cacheKey(tool, files, entry, r.SkipCheck)
	if dir, release, ok := t.cache.get(r.Scope, key); ok {
		result.Cached = true
		return &Artifact{tool: tool, dir: dir, entry: entry, release: release}, result, nil
	}
	dir, err := t.cache.begin()
	if err != nil {
		return nil, CompileResult{}, err
	}
	if err := t.build(ctx, slot, tool, files, entry, r.SkipCheck, dir, &result); err != nil || !result.OK {
		_ = os.RemoveAll(dir)
		return nil, result, err
	}
	dir, release := t.cache.put(r.Scope, key, dir)
	return &Artifact{tool: tool, dir: dir, entry: entry, release: release}, result, nil
}

// build fills dir with the program.
func (t *Toolchain) build(ctx context.Context, slot sandbox.Slot, tool Tool, files []File, entry string, skipCheck bool, dir string, result *CompileResult) error {
	l := tool.Language
	if len(l.Compile) == 0 {
		if len(l.Check) > 0 && !skipCheck {
			if err := t.runCompiler(ctx, slot, tool, l.Check, files, entry, "", result); err != nil || !result.OK {
				return err
			}
			result.Output = "" // "Syntax OK" is nothing to show
		}
		return writeFiles(dir, files)
	}
	if err := t.ensureWarm(ctx, slot, tool); err != nil {
		return err
	}
	if err := t.runCompiler(ctx, slot, tool, l.Compile, files, entry, dir, result); err != nil || !result.OK {
		return err
	}
	made, err := os.ReadDir(dir)
	if err == nil && len(made) == 0 {
		result.OK, result.Status = false, sandbox.Failed
		result.Detail = "the compiler ended well but made no program"
	}
	return err
}

// runCompiler runs one command over the sources; with a dir, Out is collected there.
func (t *Toolchain) runCompiler(ctx context.Context, slot sandbox.Slot, tool Tool, command []string, files []File, entry, dir string, result *CompileResult) error {
	v := values{home: tool.home, bins: tool.bins, entry: entry, sources: tool.Language.sources(files, entry), memory: compileMemory}
	spec := sandbox.Spec{Limits: sandbox.Limits{
		CPUTime: tool.Language.compileCPU(), WallTime: compileWall, Memory: compileMemory,
		Processes: 256, Output: compileOutput, Disk: compileDisk, FileSize: compileDisk,
	}, Binds: slices.Clone(tool.binds)}
	var warmEnv []string
	if warm := t.warmDir(tool); warm != "" {
		v.warm, warmEnv = tool.Language.Warm.Args, tool.Language.Warm.Env
		spec.Binds = append(spec.Binds, sandbox.Bind{Host: warm, Path: WarmDir})
	}
	spec.Args, spec.Env = v.expand(command), tool.environment(v, warmEnv)
	for _, f := range files {
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

// arrange names the files and finds the one to start.
func (l *Language) arrange(r Request) ([]File, string, error) {
	if len(r.Files) == 0 {
		return nil, "", refuse("source_missing", "there is no source to compile")
	}
	if len(r.Files) > MaxFiles {
		return nil, "", refuse("source_too_many_files", "a program may have at most %d files", MaxFiles)
	}
	files, total, seen := slices.Clone(r.Files), 0, map[string]bool{}
	for i, f := range files {
		if f.Name == "" && len(files) == 1 {
			files[i].Name = l.fileName(f.Data)
		}
		if err := checkFile(files[i]); err != nil {
			return nil, "", err
		}
		if seen[files[i].Name] {
			return nil, "", refuse("source_name_twice", "two files are named %q", files[i].Name)
		}
		seen[files[i].Name] = true
		total += len(f.Data)
	}
	if total > MaxSourceBytes {
		return nil, "", errs.New(errs.TooLarge, "source_too_large", "the source is larger than %d MB", MaxSourceBytes>>20)
	}
	entry, err := l.entry(files, r.Entry)
	if err != nil {
		return nil, "", err
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, entry, nil
}

func refuse(code, detail string, args ...any) error {
	return errs.New(errs.Invalid, code, detail, args...)
}

func checkFile(f File) error {
	switch {
	case !filepath.IsLocal(f.Name) || path.Clean(f.Name) != f.Name || strings.ContainsAny(f.Name, "\\\x00") || !utf8.ValidString(f.Name):
		return refuse("source_name_invalid", "%q is not a name for a source file", f.Name)
	case strings.HasPrefix(f.Name, "-"):
		return refuse("source_name_invalid", "the name of a source file must not begin with a dash: %q", f.Name)
	case f.Name == Out || strings.HasPrefix(f.Name, Out+"/"):
		return refuse("source_name_invalid", "the folder %q belongs to the compiler", Out)
	case bytes.IndexByte(f.Data, 0) >= 0:
		return refuse("source_binary", "%s holds NUL bytes; a source is text", f.Name)
	}
	return nil
}

// fileName is what a single source is called, because some languages ask for it.
func (l *Language) fileName(source []byte) string {
	for _, rule := range l.Source.Rules {
		re := regexp.MustCompile(rule.Pattern)
		if m := re.FindSubmatchIndex(source); m != nil {
			return string(re.Expand(nil, []byte(rule.Name), source, m))
		}
	}
	return l.Source.Name
}

func (l *Language) entry(files []File, wanted string) (string, error) {
	if wanted != "" {
		for _, f := range files {
			if f.Name == wanted {
				return wanted, nil
			}
		}
		return "", refuse("source_entry_missing", "the file to start, %q, is not among the files", wanted)
	}
	var own []File
	for _, f := range files {
		if slices.Contains(l.Extensions, path.Ext(f.Name)) {
			own = append(own, f)
		}
	}
	if len(own) == 0 {
		return "", refuse("source_extension", "%s programs need a file named *%s", l.Name, l.Extensions[0])
	}
	for _, f := range own {
		if f.Name == l.Source.Name {
			return f.Name, nil
		}
	}
	if l.Source.Entry != "" {
		re := regexp.MustCompile(l.Source.Entry)
		for _, f := range own {
			if re.Match(f.Data) {
				return f.Name, nil
			}
		}
	}
	return own[0].Name, nil
}

// sources are the files given to the compiler, the entry first.
func (l *Language) sources(files []File, entry string) []string {
	names := []string{entry}
	for _, f := range files {
		if f.Name != entry && slices.Contains(l.Extensions, path.Ext(f.Name)) {
			names = append(names, f.Name)
		}
	}
	return names
}
