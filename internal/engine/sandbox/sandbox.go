// Package sandbox runs untrusted programs and compilers: one Spec in, one Result out.
//
// A Backend owns a fixed number of slots. A caller opens one slot, runs any number of
// specs in it one after another (a compilation, then each test), and closes it.
// Every run starts in a fresh, empty work folder (WorkDir), sees a read-only root with
// only the toolchains, has no network, and leaves nothing behind: no process, file,
// counter or mount of one run is visible to the next.
//
// What the program did is a Result, never an error. An error from Run means that the
// sandbox itself failed and that nothing can be said of the program.
package sandbox

import (
	"context"
	"io"
	"os"
	"syscall"
	"time"
)

// WorkDir is where a program starts; its files are put there and collected from there.
const WorkDir = "/w"

// Backend is one way of isolating programs (native, docker, ...). All pass sandboxtest.
type Backend interface {
	// Name is the back end's name in configuration and reports.
	Name() string
	// Slots is how many specs can run at once.
	Slots() int
	// Protections tells which protections hold on this host, in a fixed order.
	Protections() []Protection
	// Open waits for an idle slot, at most until ctx ends.
	Open(ctx context.Context) (Slot, error)
	// Close ends every slot and what runs in it.
	Close() error
}

// Slot is the exclusive use of one sandbox until Close.
type Slot interface {
	// Run runs one program. When ctx ends the program is killed and the Status is Cancelled.
	Run(ctx context.Context, spec Spec) (Result, error)
	// Close cleans the slot and hands it back.
	Close() error
}

// Level is how well programs are kept from the host and from one another.
type Level string

// The levels, the best first. Protections tells the details.
const (
	Isolated    Level = "isolated"    // a root, users, processes and a network of their own
	Contained   Level = "contained"   // the host's, of which little is within reach
	Unprotected Level = "unprotected" // limits, and nothing else
)

// Means says in one line what a level is.
func (l Level) Means() string {
	switch l {
	case Contained:
		return "contained, not isolated: programs reach no file, network or process of this host, but share its kernel objects and are bounded by looking"
	case Unprotected:
		return "unprotected: programs can do whatever this process can, and limits are all that holds"
	}
	return "isolated: programs have a root, processes and a network of their own"
}

// LevelOf tells the level of a back end. One that does not say is isolated.
func LevelOf(b Backend) Level {
	if l, ok := b.(interface{ Level() Level }); ok {
		return l.Level()
	}
	return Isolated
}

// Protection is one defence and whether it is in force on this host.
type Protection struct {
	Name   string `json:"name"`             // "seccomp", "memory limit", "separate uid" ...
	On     bool   `json:"on"`               // whether it holds
	Detail string `json:"detail"`           // how it is done here, or why it is missing
	Remedy string `json:"remedy,omitempty"` // how to get it, when off
}

// Spec is one program to run.
type Spec struct {
	Args  []string  // program and arguments; Args[0] is looked up in PATH of Env inside the sandbox
	Env   []string  // the whole environment; nothing of the host's is added
	Files []File    // laid into WorkDir before the start
	Binds []Bind    // read-only host paths beside the toolchains
	Stdin io.Reader // nil reads as empty
	// Stdout and Stderr are written from one goroutine at a time across both, in the order in which the program wrote,
	// as far as two pipes tell it (package arrival). Nil discards.
	Stdout io.Writer
	Stderr io.Writer
	// Joined has the program's standard error go to Stdout, through one pipe: in the order in which it is written.
	Joined bool
	// Started, unless nil, is called at most once, when all is ready and the program begins.
	Started func()
	Keep    []Keep // files collected from WorkDir after the program ended, whatever its status
	Limits  Limits
	// Family narrows what the program may ask of the kernel, where the back end knows how.
	Family Family
	// Terminal gives the program a terminal in the place of three streams: what Stdin has is typed, what the
	// terminal shows goes to Stdout. When Stdin ends, the terminal's end-of-file character is typed, if it works in
	// lines. A failing Stdout hangs up. Nil is the ordinary way.
	Terminal *Terminal
	// Signals are sent to the program's process group as they come; nil sends none. Those that come when it has ended are
	// lost, but may still be taken from the channel.
	Signals <-chan syscall.Signal
}

// Pipe is one end of a pipe, as a Spec's Stdin or Stdout, that may go to the program itself: nothing stands
// between it and the other end then, and Limits.Output does not count what it writes there. Run closes the
// file when the program has it; the caller closes it too once Run has returned.
type Pipe struct{ *os.File }

// Family is a group of languages that need the same of the kernel.
type Family string

// The families.
const (
	General Family = ""       // interpreters, virtual machines, compilers and what is not known
	Native  Family = "native" // compiled programs: no sockets, no memory files, nothing a contest's solution does not need
)

// Terminal is the terminal of one run.
type Terminal struct {
	Size   Size
	Resize <-chan Size // changes while the program runs; nil for none
}

// Size of a terminal, in characters.
type Size struct{ Rows, Columns uint16 }

// File is one file (or, with a trailing slash in Name, folder) in WorkDir. Names are relative, without "..".
type File struct {
	Name       string
	Data       []byte // the content, unless Host is set
	Host       string // a host file whose content is used (bound or copied)
	Executable bool
}

// Bind shows a host path read-only inside the sandbox.
type Bind struct {
	Host string // absolute path on the host
	Path string // absolute path inside
}

// Keep collects a regular file, or all regular files of a folder ("." for all), to a host path.
// Links, devices, FIFOs and sockets are never followed nor copied.
type Keep struct {
	Name     string // relative to WorkDir; absent files are skipped
	Host     string // host path it is written to
	MaxBytes int64  // of all it collects together; over it the Result is OutputLimit
}

// Limits bound one run. Zero means the back end's default, never unlimited.
type Limits struct {
	CPUTime   time.Duration // user + system of all its processes
	WallTime  time.Duration
	Memory    int64 // bytes, all processes, tmpfs pages included
	Stack     int64 // bytes; 0 is as large as Memory
	Processes int   // processes and threads at once
	Output    int64 // bytes of stdout and stderr together
	Disk      int64 // bytes of WorkDir and /tmp together
	FileSize  int64 // bytes of one file
	OpenFiles int
}

// Status tells how a run ended, in a closed, append-only set.
type Status string

// The statuses. Exactly one describes a run; a limit that was hit wins over the signal that enforced it.
const (
	OK          Status = "ok"           // exit code 0
	Failed      Status = "failed"       // exit code other than 0
	Signalled   Status = "signalled"    // ended by a signal of its own making
	CPULimit    Status = "cpu_limit"    // Limits.CPUTime
	WallLimit   Status = "wall_limit"   // Limits.WallTime
	MemoryLimit Status = "memory_limit" // Limits.Memory
	OutputLimit Status = "output_limit" // Limits.Output, FileSize or Keep.MaxBytes
	Cancelled   Status = "cancelled"    // the context ended
	NotStarted  Status = "not_started"  // the program could not be executed; Detail says why
)

// Result is what happened.
type Result struct {
	Status   Status
	ExitCode int            // when Status is OK or Failed
	Signal   syscall.Signal // when it ended by a signal, also by a limit's
	CPUTime  time.Duration
	WallTime time.Duration
	// StartTime is from the call of Run to the start of the program: laying files in, a container, a process.
	StartTime time.Duration
	Memory    int64  // peak bytes; 0 when it cannot be measured
	Detail    string // one sentence for a person, in the field's words
}
