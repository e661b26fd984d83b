package toolchain

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Language is one row of the table. Commands are argument lists with the placeholders of template.go.
type Language struct {
	ID         string      `yaml:"id" json:"id"`               // a version beside others is "python@3.13"
	Like       string      `yaml:"like" json:"like,omitempty"` // an earlier row that has what this one leaves out
	Name       string      `yaml:"name" json:"name"`
	Editor     string      `yaml:"editor" json:"editor"`         // mode of the code editor
	Extensions []string    `yaml:"extensions" json:"extensions"` // of its source files, with the dot
	Source     SourceName  `yaml:"source" json:"source"`
	Starter    string      `yaml:"starter" json:"starter"`               // a small program that reads and writes
	Example    Example     `yaml:"example" json:"example"`               // what the starter reads and writes
	Library    string      `yaml:"library" json:"library,omitempty"`     // a program that uses much of the standard library, for a trial, and writes nothing
	Notes      string      `yaml:"notes" json:"notes,omitempty"`         // what its users must know
	Programs   []string    `yaml:"programs" json:"programs"`             // looked up in PATH or, with a slash, in the row's folder; all must be there
	Needs      []string    `yaml:"needs" json:"needs,omitempty"`         // other rows whose toolchain it uses
	Search     []string    `yaml:"search" json:"search,omitempty"`       // folders looked into after PATH; relative ones are in the row's folder and come before it
	Version    VersionRule `yaml:"version" json:"version"`               // how the version is asked
	Home       HomeRule    `yaml:"home" json:"home"`                     // where the toolchain lives
	Binds      []string    `yaml:"binds" json:"binds,omitempty"`         // patterns of other host paths it needs
	Env        []string    `yaml:"env" json:"env,omitempty"`             // beside PATH, HOME and LANG
	Install    Install     `yaml:"install" json:"install"`               // how it is installed
	Compile    []string    `yaml:"compile" json:"compile,omitempty"`     // makes Out; none for interpreted languages
	Check      []string    `yaml:"check" json:"check,omitempty"`         // for those: finds errors of syntax
	Flags      []FlagRule  `yaml:"flags" json:"flags,omitempty"`         // those that stand in Compile where it says {flags}
	Otherwise  []Otherwise `yaml:"otherwise" json:"otherwise,omitempty"` // how else, when the compiler says so
	Main       Main        `yaml:"main" json:"main"`                     // what {main} is in Run
	Beside     []string    `yaml:"beside" json:"beside,omitempty"`       // our files, of languages/beside, with a dot before their names in WorkDir as it is compiled and in ProgramDir
	Run        []string    `yaml:"run" json:"run"`
	Warm       WarmRule    `yaml:"warm" json:"warm"`
	Factors    Factors     `yaml:"factors" json:"factors"`
	// Family narrows what its programs may ask of the kernel, never its compiler: native for machine code without a virtual machine.
	Family sandbox.Family `yaml:"family" json:"family,omitempty"`
	// OutOfMemory matches the standard error of a program that its own runtime ended for want of memory.
	OutOfMemory string `yaml:"out_of_memory" json:"outOfMemory,omitempty"`
}

// Example is an input of the starter and its output: Ada is greeted unless the row says otherwise.
type Example struct {
	Input  string `yaml:"input" json:"input"`
	Output string `yaml:"output" json:"output"`
}

// SourceName is the file a single source is put in, and among several files the one to start. Where none has that
// name, Find prints it, or the compiler tells (Main, Otherwise).
type SourceName struct {
	Name string   `yaml:"name" json:"name"`
	Find []string `yaml:"find" json:"find,omitempty"`
}

// VersionRule is the command that prints the version, or the file that holds it in its name or its
// beginning, and the pattern whose first group is it.
type VersionRule struct {
	Command []string `yaml:"command" json:"command,omitempty"`
	File    string   `yaml:"file" json:"file,omitempty"` // pattern of a path in the row's folder
	Pattern string   `yaml:"pattern" json:"pattern"`
	Of      string   `yaml:"of" json:"of,omitempty"` // the program whose version it is, where it is not the language's
}

// FlagRule allows the compiler flags that its pattern matches whole.
type FlagRule struct {
	Pattern  string   `yaml:"pattern" json:"pattern"`
	Examples []string `yaml:"examples" json:"examples"`         // flags of it, for people who do not read patterns
	Without  []string `yaml:"without" json:"without,omitempty"` // arguments of Compile that they take the place of
	About    string   `yaml:"about" json:"about,omitempty"`
}

// HomeRule finds the toolchain's folder: what Command prints, else the row's own folder when the first
// program lies there, else the real path of the first program without its last Up elements.
type HomeRule struct {
	Command []string `yaml:"command" json:"command,omitempty"`
	Up      int      `yaml:"up" json:"up,omitempty"`
}

// WarmRule prepares what every later compilation and run uses: Run writes Out from Files, Args
// stand in Compile where it says {warm}, and AtRun stand in Run.
type WarmRule struct {
	Files map[string]string `yaml:"files" json:"files,omitempty"`
	Run   []string          `yaml:"run" json:"run,omitempty"`
	Args  []string          `yaml:"args" json:"args,omitempty"`
	AtRun []string          `yaml:"at_run" json:"atRun,omitempty"`
	Env   []string          `yaml:"env" json:"env,omitempty"` // of later compilations
}

// Factors are what a runtime costs by itself, so that limits mean the same in every language.
type Factors struct {
	CPU       float64 `yaml:"cpu" json:"cpu"`                        // multiplies the processor time, for plans that ask for it
	MemoryMB  int64   `yaml:"memory_mb" json:"memoryMb"`             // added to the memory limit
	Processes int     `yaml:"processes" json:"processes"`            // added to the limit of processes and threads
	Seconds   int     `yaml:"compile_seconds" json:"compileSeconds"` // processor time of the compiler, when it needs more than most
}

func (l *Language) fault(what string, args ...any) error {
	return errs.New(errs.Invalid, "languages_invalid", "language %q "+what, append([]any{l.ID}, args...)...)
}

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_+-]*(@[a-z0-9.+-]+)?$`)

func (l *Language) validate() error {
	switch {
	case !idPattern.MatchString(l.ID):
		return l.fault("has an id that is not of lower case letters and digits")
	case l.Name == "" || l.Editor == "" || l.Starter == "":
		return l.fault("lacks a name, an editor mode or a starter")
	case len(l.Programs) == 0 || len(l.Run) == 0:
		return l.fault("lacks its programs or its run command")
	case len(l.Version.Command) == 0 && l.Version.File == "" || l.HowToInstall() == "":
		return l.fault("lacks its version command or the way to install it")
	case len(l.Extensions) == 0 || !slices.Contains(l.Extensions, path.Ext(l.Source.Name)):
		return l.fault("has a source name without one of its extensions")
	case len(l.Warm.Run) > 0 && !slices.Contains(l.Compile, "{warm}") && !slices.Contains(l.Run, "{warm}") && len(l.Warm.Env) == 0:
		return l.fault("warms up what its commands never use")
	case l.Family != sandbox.General && l.Family != sandbox.Native:
		return l.fault("is of the family %q, which does not exist", l.Family)
	case len(l.Flags) > 0 && !slices.Contains(l.Compile, "{flags}"):
		return l.fault("allows flags that its compile command never uses")
	}
	patterns := []string{l.Version.Pattern, l.OutOfMemory}
	for _, r := range l.Flags {
		patterns = append(patterns, r.Pattern)
	}
	for _, o := range l.Otherwise {
		patterns = append(patterns, o.Says)
	}
	for _, name := range l.Beside {
		if _, err := builtin.ReadFile(besideDir + name); err != nil {
			return l.fault("has no file %q to lay beside its programs", name)
		}
	}
	for _, p := range patterns {
		if _, err := regexp.Compile(p); err != nil {
			return l.fault("has a bad pattern: %v", err)
		}
	}
	return l.validateCommands()
}

// ByExtension finds the row whose source files are named like the given one. A capital letter may tell languages apart,
// as in .c and .C; elsewhere it means nothing.
func ByExtension(rows []Language, file string) (Language, bool) {
	ext := path.Ext(file)
	for _, like := range []string{ext, strings.ToLower(ext)} {
		for _, l := range rows {
			if slices.Contains(l.Extensions, like) {
				return l, true
			}
		}
	}
	return Language{}, false
}

// compileCPU is the processor time its compiler may use.
func (l *Language) compileCPU() time.Duration {
	if l.Factors.Seconds > 0 {
		return time.Duration(l.Factors.Seconds) * time.Second
	}
	return 20 * time.Second
}
