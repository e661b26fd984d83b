package toolchain

import (
	"cmp"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain/classfile"
)

// start is where a program begins. What is not told by the request is told by what the compiler made, never by
// patterns over the source, which comments and strings would fool.
type start struct {
	entry string // the source file
	main  string // what {main} stands for
}

// Main says what {main} stands for: the class that has the main method, or the file that a pattern finds.
type Main struct {
	Class bool   `yaml:"class" json:"class,omitempty"`
	File  string `yaml:"file" json:"file,omitempty"`
}

// Otherwise is how a program is compiled again when the compiler says what Says matches.
type Otherwise struct {
	Says    string   `yaml:"says" json:"says"`
	Rename  string   `yaml:"rename" json:"rename,omitempty"`   // the new name of the file of Says's first group; it may use the others ("$2.java")
	Another bool     `yaml:"another" json:"another,omitempty"` // another source is the one to start, where nothing names it
	Replace []string `yaml:"replace" json:"replace,omitempty"` // arguments of the command and what takes their place, in turn
}

// findMain finds {main} in what was made; false when there is nothing to start.
func (l *Language) findMain(dir, entry string) (string, bool, error) {
	switch {
	case l.Main.Class:
		all, err := classfile.Mains(dir)
		if err != nil || len(all) == 0 {
			return "", false, err
		}
		return slices.MinFunc(all, func(a, b classfile.Class) int { return compareMains(a, b, entry) }).Name, true, nil
	case l.Main.File != "":
		found, err := filepath.Glob(filepath.Join(dir, l.Main.File))
		if err != nil || len(found) == 0 {
			return "", false, err
		}
		return filepath.Base(found[0]), true, nil
	}
	return "", true, nil
}

// compareMains puts first the class that is meant: of the file to start, named like it, not within another class,
// public, and the first one in its file.
func compareMains(a, b classfile.Class, entry string) int {
	file := path.Base(entry)
	stem := strings.TrimSuffix(file, path.Ext(file))
	first := func(of func(classfile.Class) bool) int {
		switch x, y := of(a), of(b); {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	}
	return cmp.Or(
		first(func(c classfile.Class) bool {
			return strings.ReplaceAll(c.Name, ".", "/") == strings.TrimSuffix(entry, path.Ext(entry))
		}),
		first(func(c classfile.Class) bool { return c.Source == file }),
		first(func(c classfile.Class) bool { return c.Name[strings.LastIndexByte(c.Name, '.')+1:] == stem }),
		first(func(c classfile.Class) bool { return !c.Nested }),
		first(func(c classfile.Class) bool { return c.Public }),
		cmp.Compare(a.Line, b.Line), strings.Compare(a.Name, b.Name),
	)
}

// maxAttempts bounds how often one program is compiled until the compiler is content with how.
const maxAttempts = 8

// attempts are the compilations of one program: what the compiler says decides on the next one.
type attempts struct {
	w     *work
	names []string // sources that may yet be the one to start
	count int
	best  *CompileResult // of those that failed, what is told when all do
}

func (w *work) attempts() *attempts {
	a := &attempts{w: w}
	if !w.told {
		a.names = w.tool.Language.sources(w.files, w.entry)[1:]
	}
	return a
}

// again changes the work as the compiler's words ask for, and tells whether it has to be compiled once more.
func (a *attempts) again(result *CompileResult) bool {
	if a.count++; a.count >= maxAttempts {
		return a.give(result)
	}
	for _, o := range a.w.tool.Language.Otherwise {
		says := regexp.MustCompile(o.Says)
		m := says.FindStringSubmatchIndex(result.Output)
		switch {
		case o.Another:
			if a.another(result, m != nil || result.Detail == noProgram) {
				return true
			}
		case m == nil:
		case o.Rename != "" && !result.OK:
			old := result.Output[m[2]:m[3]]
			if a.rename(old, path.Join(path.Dir(old), string(says.ExpandString(nil, o.Rename, result.Output, m)))) {
				return true
			}
		case len(o.Replace) > 0 && !slices.Equal(a.w.replace, o.Replace):
			a.w.replace = o.Replace
			return true
		}
	}
	return a.give(result)
}

// another takes the next source to start with. A failure that is not for want of a beginning is worth more to be told.
func (a *attempts) another(result *CompileResult, noBeginning bool) bool {
	if result.OK {
		return false
	}
	if a.best == nil || !noBeginning && a.best.Detail == noStart {
		kept := *result
		if noBeginning {
			kept.Detail = noStart
		}
		a.best = &kept
	}
	if len(a.names) == 0 {
		return false
	}
	a.w.entry, a.names = a.names[0], a.names[1:]
	return true
}

// give ends the attempts; what the failures cost counts.
func (a *attempts) give(result *CompileResult) bool {
	if a.best != nil && !result.OK {
		cpu, memory := result.CPUTime, result.Memory
		*result = *a.best
		result.CPUTime, result.Memory = cpu, memory
	}
	return false
}

const noStart = "none of the files has a main function to start with"

// rename gives a file the name that the compiler wants, unless another one has it.
func (a *attempts) rename(old, name string) bool {
	files := slices.Clone(a.w.files)
	named := func(name string) int { return slices.IndexFunc(files, func(f File) bool { return f.Name == name }) }
	at := named(old)
	if at < 0 || named(name) >= 0 {
		return false
	}
	files[at].Name = name
	if a.w.tool.Language.checkFile(files[at]) != nil {
		return false
	}
	if a.w.files = files; a.w.entry == old {
		a.w.entry = name
	}
	return true
}

// replaced is a command with other arguments in their places.
func replaced(command, pairs []string) []string {
	command = slices.Clone(command)
	for i := 0; i+1 < len(pairs); i += 2 {
		if at := slices.Index(command, pairs[i]); at >= 0 {
			command[at] = pairs[i+1]
		}
	}
	return command
}

// empty removes what an attempt has made.
func empty(dir string) error {
	made, err := os.ReadDir(dir)
	for _, e := range made {
		if err == nil && e.Name() != dataDir {
			err = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
	return err
}
