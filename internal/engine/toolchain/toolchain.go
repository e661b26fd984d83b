package toolchain

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Config says where compiled programs are kept.
type Config struct {
	Dir        string // made when it does not exist; several processes may share it
	CacheBytes int64  // of compiled programs; the least recently used go first
}

// DefaultCacheBytes holds some thousands of compiled programs.
const DefaultCacheBytes = 2 << 30

// Toolchain compiles programs. It is safe for use by many slots at once.
type Toolchain struct {
	table atomic.Pointer[Table] // replaced, never changed
	cache *cache
	rows  map[string]string  // by language: see rowKey
	warm  map[string]*warmth // by language
}

// warmth is what one language has warmed up.
type warmth struct {
	mu   sync.Mutex
	done bool
	dir  string // empty when the warm-up failed: compilations go on without
}

// New makes a toolchain of the detected languages.
func New(config Config, table Table) (*Toolchain, error) {
	if config.Dir == "" {
		return nil, errs.New(errs.Invalid, "toolchain_dir_missing", "the folder for compiled programs is not set")
	}
	if config.CacheBytes == 0 {
		config.CacheBytes = DefaultCacheBytes
	}
	if err := os.MkdirAll(config.Dir, 0o755); err != nil {
		return nil, errs.New(errs.Internal, "toolchain_dir", "the folder for compiled programs cannot be made").Because(err)
	}
	c, err := openCache(config.Dir, config.CacheBytes)
	if err != nil {
		return nil, err
	}
	t := &Toolchain{cache: c, rows: map[string]string{}, warm: map[string]*warmth{}}
	t.table.Store(&table)
	for i := range table {
		id := table[i].Language.ID
		t.rows[id], t.warm[id] = table[i].rowKey(), &warmth{}
	}
	return t, nil
}

// Table is what was detected, and what Try has found out since.
func (t *Toolchain) Table() Table { return *t.table.Load() }

// Close removes the compiled programs. What was warmed up stays.
func (t *Toolchain) Close() error { return t.cache.close() }

// Artifact is a program that can be run, any number of times and in any slot, until Release.
type Artifact struct {
	tool    Tool
	dir     string // on the host; bound at ProgramDir
	start   start
	warm    string   // host folder of what was warmed up; empty without
	data    []string // names of the files in dataDir
	release func()
}

// Language is the row of its language.
func (a *Artifact) Language() Language { return a.tool.Language }

// Arranged are the files of the request that it was made of and the one to start, named as the compiler wanted them.
func (a *Artifact) Arranged(r Request) ([]File, string, error) {
	l := &a.tool.Language
	files, entry, err := l.Arrange(r)
	if err == nil && entry != a.start.entry && len(l.sources(files, entry)) == 1 {
		files[slices.IndexFunc(files, func(f File) bool { return f.Name == entry })].Name = a.start.entry
	}
	return files, a.start.entry, err
}

// Spec is a run of the program. Limits are the program's own: what its runtime needs is added here.
func (a *Artifact) Spec(stdin io.Reader, limits sandbox.Limits, args ...string) sandbox.Spec {
	f := a.tool.Language.Factors
	v := values{home: a.tool.home, bins: a.tool.bins, entry: a.start.entry, main: a.start.main, args: args, memory: limits.Memory, stack: limits.Stack}
	if v.memory == 0 {
		v.memory = DefaultMemory
		limits.Memory = v.memory
	}
	limits.Memory += f.MemoryMB << 20
	if limits.Processes == 0 {
		limits.Processes = DefaultProcesses
	}
	limits.Processes += f.Processes
	binds := append(a.tool.binds[:len(a.tool.binds):len(a.tool.binds)], sandbox.Bind{Host: a.dir, Path: ProgramDir})
	if a.warm != "" {
		v.warm = a.tool.Language.Warm.AtRun
		binds = append(binds, sandbox.Bind{Host: a.warm, Path: WarmDir})
	}
	spec := sandbox.Spec{Args: v.expand(a.tool.Language.Run), Env: a.tool.environment(v, nil), Stdin: stdin, Limits: limits, Binds: binds,
		Family: a.tool.Language.Family}
	for _, name := range a.data {
		spec.Files = append(spec.Files, sandbox.File{Name: name, Host: filepath.Join(a.dir, dataDir, name)})
	}
	return spec
}

// Release lets the cache drop the program. It must be called once no run of it is under way.
func (a *Artifact) Release() { a.release() }

// What a program may have when its caller sets nothing.
const (
	DefaultMemory    = 512 << 20
	DefaultProcesses = 64
)

// environment is the whole environment of a compiler or a program; later entries win.
func (t Tool) environment(v values, extra []string) []string {
	env := []string{"PATH=" + t.home + "/bin:/usr/local/bin:/usr/bin:/bin", "HOME=/tmp", "TMPDIR=/tmp", "LANG=C.UTF-8"}
	env = append(env, v.expand(t.Language.Env)...)
	return Override(append(env, v.expand(extra)...))
}
