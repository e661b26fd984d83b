package run

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// Program is what somebody asks to run. Only Language and Files must be set.
type Program struct {
	Language string
	Files    []File   // its sources; a single one may be without a path: the language names it
	Data     []File   // any bytes, laid into the folder the program starts in
	Entry    string   // which of Files is started; empty lets the language find it
	Flags    []string // of the compiler: only those that the language's row allows
	Stdin    []byte
	Args     []string
	Env      []string    // NAME=value
	Limits   wire.Limits // zero takes the standard
	Compile  wire.Limits // narrow what the compiler may use: CPUTimeMs, WallTimeMs and MemoryKb; zero leaves it
	Joined   bool        // standard error goes where standard output goes, in the order they are written
	Combined bool        // the result tells both streams together, too, in the order they were written

	// Interactive keeps stdin open: what Attach's Write gives is read, after Stdin, until its CloseInput.
	// Such a run is not waited for.
	Interactive bool
	// Terminal, when set, is what an interactive program gets in the place of three streams.
	Terminal *contract.TerminalSize
	// Replaces is the terminal of the same place that makes way; in a place with several people one is open at a time.
	Replaces ids.Run
	// IdleSeconds without input and output end an interactive run; 0 is the standard.
	IdleSeconds int

	// Sample is which of the part's samples is judged, from 1, as a submission is; 0 is a run without a verdict.
	Sample int

	Place    identity.Place // implied for candidates and guests; who may hold interviews may name one
	Part     string         // of the place, which is tried: an attempt's answer
	Document int
}

// File is one file of a program.
type File struct {
	Path string
	Data []byte

	at string // where a client has sent it, for faults: "files/3"
}

// Bounds of a run. An order is one message, and so is its end.
const (
	maxSource   = 256 << 10
	maxData     = 1 << 20
	maxStdin    = 256 << 10
	maxFiles    = 50
	maxArgs     = 50
	maxArgBytes = 8 << 10
	maxIdle     = 600
)

// The limits of runs that nobody talks to, and of those somebody does: there the time passes while a person thinks.
var (
	standardLimits            = wire.Limits{CPUTimeMs: 5_000, WallTimeMs: 15_000, MemoryKb: 512 << 10, OutputKb: wire.StandardOutputKb}
	highestLimits             = wire.Limits{CPUTimeMs: 30_000, WallTimeMs: 60_000, MemoryKb: 2 << 20, OutputKb: 512}
	standardInteractiveLimits = wire.Limits{CPUTimeMs: 10_000, WallTimeMs: 600_000, MemoryKb: 512 << 10, OutputKb: 64 << 10}
	highestInteractiveLimits  = wire.Limits{CPUTimeMs: 30_000, WallTimeMs: 1_800_000, MemoryKb: 2 << 20, OutputKb: 256 << 10}
	standardIdle              = 120
)

// order validates what a client asks for and makes it an order of a worker.
func (s *Service) order(who identity.Principal, p Program) (wire.Order, error) {
	var f faults
	o := wire.Order{
		Head: wire.Head{
			ID: ids.New[ids.Run](), Organization: who.Organization, User: who.User, Place: who.Place,
			Part: p.Part, Document: p.Document, Language: p.Language, StartedAt: s.now(),
		},
		Files: orderFiles(p.Files), Data: orderFiles(p.Data), Entry: p.Entry, Flags: p.Flags, Stdin: p.Stdin, Args: p.Args, Env: p.Env, Scope: string(who.User), Joined: p.Joined, Combined: p.Combined,
	}
	if !who.Place.IsZero() {
		o.Scope = who.Place.String()
	}
	if who.Role == identity.Guest {
		o.Head.Session = who.Session
	}
	p.checkFiles(&f)
	s.checkSources(&p, &f)
	p.checkInputs(&f)
	o.Interactive = p.interaction(&f)
	o.Head.Interactive, o.Head.Terminal = p.Interactive, p.Terminal
	p.checkPart(who, &f)
	o.Limits, o.Compile = within(p.Limits, &f, p.Interactive), p.Compile
	if !p.Place.IsZero() && p.Place != who.Place {
		f = append(f, foreign(p.Place))
	}
	for _, fault := range s.roster.FlagFaults(p.Language, p.Flags) {
		f.rule(false, fmt.Sprintf("compilerFlags/%d", fault.Index), "%s", fault.Detail)
	}
	if err := s.roster.Usable(p.Language); err != nil && (len(f) == 0 || errs.Is(err, errs.Invalid)) {
		f = append(f, err)
	}
	return o, f.err()
}

// placed is the principal in the place that the program is to run in. Candidates and guests are in theirs and nowhere else; a
// member has none, and comes into an interview by naming it: whether they are let in is its owner's to say.
func (p *Program) placed(who identity.Principal) identity.Principal {
	if who.Place.IsZero() && p.Place.Interview() != "" && who.Can(identity.InterviewsHold) {
		who.Place = p.Place
	}
	return who
}

// foreign is what is said to who is not in the place that they name.
func foreign(place identity.Place) error {
	if place.Interview() != "" {
		return errs.New(errs.Forbidden, "interview_foreign", "only those who take part in an interview run programs in it: leave interviewId out").At("/data/attributes/interviewId")
	}
	return errs.New(errs.Forbidden, "attempt_foreign", "only the candidate of an attempt runs in it: leave attemptId out").At("/data/attributes/attemptId")
}

// orderFiles are files as a worker is sent them.
func orderFiles(files []File) []wire.File {
	var all []wire.File
	for _, f := range files {
		all = append(all, wire.File{Path: f.Path, Data: f.Data})
	}
	return all
}

// checkFiles holds sources and data against the rules.
func (p *Program) checkFiles(f *faults) {
	f.rule(len(p.Files) > 0, "source", "there is no program: send source, or files")
	f.rule(len(p.Files)+len(p.Data) <= maxFiles, "files", "at most %d files are taken", maxFiles)
	if len(p.Files) == 1 && p.Files[0].Path == "" {
		f.source("source", string(p.Files[0].Data), len(p.Files[0].Data))
		f.rule(len(p.Files[0].Data) > 0, "source", "there is no program: send source, or files")
		p.checkPaths(f, "dataFiles", p.Data, nil)
		return
	}
	seen := p.checkPaths(f, "files", p.Files, nil)
	total := 0
	for i, file := range p.Files {
		total += len(file.Data)
		f.source(file.place("files", i)+"/content", string(file.Data), total)
	}
	p.checkPaths(f, "dataFiles", p.Data, seen)
}

// checkSources holds the files against the language's rules, where nothing else is wrong with them.
func (s *Service) checkSources(p *Program, f *faults) {
	named := make([]toolchain.File, len(p.Files))
	for i, file := range p.Files {
		named[i] = toolchain.File{Name: file.Path, Data: file.Data}
	}
	err := s.roster.FileFault(p.Language, named, p.Entry)
	if len(*f) > 0 || err == nil {
		return
	}
	at := "files"
	switch {
	case err.Code == "source_entry_missing":
		at = "entry"
	case p.Files[0].Path == "":
		at = "source"
	}
	*f = append(*f, err.At("/data/attributes/"+at))
}

// checkPaths wants sound names that no other file has.
func (p *Program) checkPaths(f *faults, list string, files []File, seen map[string]bool) map[string]bool {
	if seen == nil {
		seen = map[string]bool{}
	}
	total := 0
	for i, file := range files {
		at := file.place(list, i) + "/path"
		total += len(file.Data)
		f.rule(soundPath(file.Path), at, "%q is no name for a file: use a relative path without \"..\"", wire.Clip(file.Path))
		f.rule(!seen[file.Path], at, "two files are named %q", wire.Clip(file.Path))
		clash := seen[file.Path+"/"]
		for folder := path.Dir(file.Path); folder != "." && folder != "/" && soundPath(file.Path); folder = path.Dir(folder) {
			clash = clash || seen[folder]
			seen[folder+"/"] = true // a folder's name ends in a slash, as no file's does
		}
		f.rule(!clash, at, "%q would be a file within a file: a file and a folder cannot have one name", wire.Clip(file.Path))
		seen[file.Path] = true
	}
	if list == "dataFiles" {
		f.rule(total <= maxData, list, "the data files are %d bytes long; at most %d are taken", total, maxData)
	}
	return seen
}

func (f File) place(list string, i int) string {
	if f.at != "" {
		return f.at
	}
	return fmt.Sprintf("%s/%d", list, i)
}

func soundPath(name string) bool {
	return name != "" && len(name) <= 200 && filepath.IsLocal(name) && path.Clean(name) == name && name != "." &&
		!strings.HasPrefix(name, "-") && !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f })
}

// checkInputs holds what the program is given against the rules.
func (p *Program) checkInputs(f *faults) {
	f.rule(len(p.Stdin) <= maxStdin, "stdin", "the input is %d bytes long; at most %d are taken", len(p.Stdin), maxStdin)
	size := 0
	for i, a := range p.Args {
		size += len(a)
		f.rule(!strings.Contains(a, "\x00"), fmt.Sprintf("args/%d", i), "an argument has no NUL character")
	}
	f.rule(len(p.Args) <= maxArgs && size <= maxArgBytes, "args", "at most %d arguments of %d bytes together are taken", maxArgs, maxArgBytes)
	size = 0
	for _, v := range p.Env {
		size += len(v)
		name, value, _ := strings.Cut(v, "=")
		f.variable(name, value)
	}
	f.rule(len(p.Env) <= maxArgs && size <= maxArgBytes, "env", "at most %d variables of %d bytes together are taken", maxArgs, maxArgBytes)
	f.rule(len(p.Flags) <= maxArgs, "compilerFlags", "at most %d flags are taken", maxArgs)
}

// checkPart holds a run that tries an answer against what its problem sets.
func (p *Program) checkPart(who identity.Principal, f *faults) {
	f.rule(p.Sample >= 0, "sample", "samples count from 1")
	f.rule(p.Part == "" || !who.Place.IsZero(), "answerId", "only who is in an attempt or an interview tries an answer: leave answerId out")
	if p.Part == "" || who.Place.IsZero() {
		f.rule(p.Sample == 0, "sample", "a sample is of a candidate's answer: send answerId, too")
		return
	}
	own := p.Limits
	if p.Interactive { // the time passes while a person thinks
		own.WallTimeMs, own.OutputKb = 0, 0
	}
	f.rule(own == wire.Limits{}, "limits", "the limits are the problem's: leave limits out")
	if p.Sample == 0 {
		return
	}
	without := func(name string, sent bool) {
		f.rule(!sent, name, "a sample is run as a submission is judged: leave %s out", name)
	}
	without("files", len(p.Files) > 1 || len(p.Files) == 1 && p.Files[0].Path != "")
	without("dataFiles", len(p.Data) > 0)
	without("entry", p.Entry != "")
	without("compilerFlags", len(p.Flags) > 0)
	without("stdin", len(p.Stdin) > 0)
	without("args", len(p.Args) > 0)
	without("env", len(p.Env) > 0)
	without("terminal", p.Interactive)
}

// fixedVariables are the sandbox's own: a program that was started with others would not find its runtime.
var fixedVariables = []string{"PATH", "HOME", "TMPDIR", "GLIBC_TUNABLES", "GCONV_PATH"}

// variable wants a name that a shell takes and that does not change what is started.
func (f *faults) variable(name, value string) {
	at := "env/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(wire.Clip(name))
	fault := toolchain.VariableFault(name, value)
	f.rule(fault == "", at, "%s", fault)
	f.rule(!slices.Contains(fixedVariables, name) && !strings.HasPrefix(name, "LD_"), at, "%s is set by the sandbox", wire.Clip(name))
}

// interaction is what an interactive program asks for.
func (p *Program) interaction(f *faults) *wire.Interactive {
	if !p.Interactive {
		f.rule(p.Terminal == nil, "terminal", "a terminal is for interactive runs")
		return nil
	}
	if p.IdleSeconds == 0 {
		p.IdleSeconds = standardIdle
	}
	f.rule(p.IdleSeconds >= 1 && p.IdleSeconds <= maxIdle, "terminal/idleSeconds", "idleSeconds is between 1 and %d", maxIdle)
	if t := p.Terminal; t != nil {
		f.rule(t.Rows >= 1 && t.Rows <= 500, "terminal/rows", "rows is between 1 and 500")
		f.rule(t.Columns >= 1 && t.Columns <= 1000, "terminal/columns", "columns is between 1 and 1000")
	}
	return &wire.Interactive{Terminal: p.Terminal, IdleSeconds: p.IdleSeconds}
}

// within fills in what is not set and refuses what is too much.
func within(l wire.Limits, f *faults, interactive bool) wire.Limits {
	standard, most := standardLimits, highestLimits
	if interactive {
		standard, most = standardInteractiveLimits, highestInteractiveLimits
	}
	one := func(name string, value *int64, least, standard, most int64) {
		if *value == 0 {
			*value = standard
		}
		unit := "ms"
		if strings.HasSuffix(name, "Kb") {
			unit = "KB"
		}
		f.rule(*value >= least && *value <= most, "limits/"+name, "%s is between %d and %d %s", name, least, most, unit)
	}
	one("cpuTimeMs", &l.CPUTimeMs, 10, standard.CPUTimeMs, most.CPUTimeMs)
	one("wallTimeMs", &l.WallTimeMs, 10, max(standard.WallTimeMs, 2*l.CPUTimeMs), most.WallTimeMs)
	one("memoryKb", &l.MemoryKb, 4<<10, standard.MemoryKb, most.MemoryKb)
	one("outputKb", &l.OutputKb, 1, standard.OutputKb, most.OutputKb)
	return l
}
