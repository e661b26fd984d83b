package toolchain

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Placeholders of commands and environments:
//
//	{home}      the toolchain's folder inside the sandbox
//	{program}   the first of Programs, links resolved, inside the sandbox
//	{bin:NAME}  another of Programs, the same way
//	{home:ID}   the toolchain's folder of a row that this one needs
//	{entry}     the file to start: {dir}/ is not included
//	{stem}      {entry} without its extension
//	{main}      in Run, what Main finds in the compiled program
//	{memory_mb} the memory limit of the run, without the runtime's own share
//	{stack_kb}  a stack that fits into it
//
// and, as an argument of their own, these that stand for any number of arguments:
//
//	{flags}     the compiler flags of the request
//	{sources}   all files with one of the language's extensions, the entry first
//	{warm}      Warm.Args (Warm.AtRun in Run), once the warm-up is made
//	{args}      the arguments of the run
//
// A compilation runs in sandbox.WorkDir, where the sources are, and writes to the folder Out in it.
// A program runs in a sandbox.WorkDir that holds its data only, the files that are no source of the
// language; its own files are in ProgramDir, read-only.
var placeholder = regexp.MustCompile(`\{[a-z_]+(:[^}]+)?\}`)

const (
	// Out is the folder in WorkDir that a compiler writes to: all files in it are the program.
	Out = "out"
	// ProgramDir is where a program's files are while it runs.
	ProgramDir = "/program"
	// WarmDir is where what was warmed up is while a compiler runs.
	WarmDir = "/opt/warm"
)

// leastStack is what virtual machines need to start at all.
const leastStack = 512 << 10

var known = map[string]bool{
	"{home}": true, "{program}": true, "{entry}": true, "{stem}": true, "{main}": true, "{memory_mb}": true, "{stack_kb}": true,
	"{sources}": true, "{warm}": true, "{args}": true, "{flags}": true,
}

func (l *Language) commands() [][]string {
	return [][]string{l.Compile, l.Check, l.Source.Find, l.Run, l.Warm.Run, l.Warm.Args, l.Warm.AtRun, l.Warm.Env, l.Env}
}

func (l *Language) uses(placeholder string) bool {
	return slices.ContainsFunc(l.commands(), func(c []string) bool {
		return slices.ContainsFunc(c, func(arg string) bool { return strings.Contains(arg, placeholder) })
	})
}

func (l *Language) validateCommands() error {
	for _, command := range l.commands() {
		for _, arg := range command {
			for _, p := range placeholder.FindAllString(arg, -1) {
				name, isBin := strings.CutPrefix(p, "{bin:")
				ours := isBin && slices.Contains(l.Programs, strings.TrimSuffix(name, "}"))
				if need, isHome := strings.CutPrefix(p, "{home:"); isHome {
					ours = slices.Contains(l.Needs, strings.TrimSuffix(need, "}"))
				}
				if !known[p] && !ours {
					return l.fault("uses the placeholder %s, which does not exist", p)
				}
			}
		}
	}
	return nil
}

// values are what the placeholders stand for in one command.
type values struct {
	home           string
	entry, main    string
	bins           []string // replacements of {program}, {bin:NAME} and {home:ID}
	sources, flags []string
	warm, args     []string
	memory         int64 // bytes
	stack          int64 // bytes; 0 when only the memory bounds it
}

func (v values) expand(command []string) []string {
	lists := map[string][]string{"{sources}": v.sources, "{warm}": v.warm, "{args}": v.args, "{flags}": v.flags}
	var out []string
	for _, arg := range command {
		if list, ok := lists[arg]; ok {
			for _, a := range list {
				out = append(out, v.replace(a, arg != "{warm}"))
			}
			continue
		}
		out = append(out, v.replace(arg, false))
	}
	return out
}

// replace fills the placeholders of one argument; literal arguments come from outside and are left as they are.
func (v values) replace(arg string, literal bool) string {
	if literal || !strings.Contains(arg, "{") {
		return arg
	}
	stack := min(v.memory/4, 64<<20)
	if v.stack > 0 {
		stack = max(min(stack, v.stack/4*3), leastStack) // a virtual machine has to notice the end before the kernel does
	}
	pairs := append(v.bins[:len(v.bins):len(v.bins)],
		"{home}", v.home,
		"{entry}", v.entry, "{main}", v.main, "{stem}", strings.TrimSuffix(v.entry, path.Ext(v.entry)),
		"{memory_mb}", strconv.FormatInt(v.memory>>20, 10), "{stack_kb}", strconv.FormatInt(stack>>10, 10),
	)
	return strings.NewReplacer(pairs...).Replace(arg)
}
