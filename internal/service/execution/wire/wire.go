package wire

import (
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// What the service and its workers say to one another.
const (
	SubjectRun       = "execution.run"     // request: Order → Reply; a worker without a free slot refuses
	SubjectCancel    = "execution.cancel"  // Cancellation, to every worker
	SubjectWorkers   = "execution.workers" // Sign, every two seconds from each worker
	SubjectRoll      = "execution.roll"    // asks every worker for a sign at once
	SubjectWorker    = "execution.worker." // + worker id; request: struct{} → []Language
	SubjectRunEvents = "runs.events."      // + run id, kept in StreamRuns: Event
	SubjectJobs      = "judge.jobs."       // + organization . judgement id, kept in StreamJudge: Job
	SubjectResults   = "judge.results."    // + judgement id, kept in StreamResults: Result
	Queue            = "execution"         // of the service's replicas
	WorkersQueue     = "workers"           // of the workers
)

// The lanes' names in metrics: runs, which somebody waits for, and judgings.
const (
	LaneRuns     = "runs"
	LaneJudgings = "judgings"
)

// Order is one run for a worker.
type Order struct {
	Head   Head     `json:"head"`
	Files  []File   `json:"files"`
	Data   []File   `json:"data,omitempty"` // laid beside the program, where it starts
	Entry  string   `json:"entry,omitempty"`
	Flags  []string `json:"flags,omitempty"` // of the compiler
	Stdin  []byte   `json:"stdin,omitempty"`
	Args   []string `json:"args,omitempty"`
	Env    []string `json:"env,omitempty"`
	Limits Limits   `json:"limits"`
	// Plan is of the part of its place that the run tries: its limits and its files hold. Sample is the test of it that is judged, in the
	// place of Stdin; nil runs the program without a verdict.
	Plan   blob.Digest    `json:"plan,omitempty"`
	Sample *places.Sample `json:"sample,omitempty"`
	// Compile narrows what the compiler may use.
	Compile Limits `json:"compile,omitzero"`
	Scope   string `json:"scope"` // whose compile cache
	// Joined has both streams in one; Combined asks for them together, too.
	Joined   bool `json:"joined,omitempty"`
	Combined bool `json:"combined,omitempty"`
	Wait     bool `json:"wait"` // the reply is the end of the run, not its beginning
	// Interactive keeps the program's input open for those who attach; nil is a run with all its input.
	Interactive *Interactive `json:"interactive,omitempty"`
	// AtOnce is how many runs the organization may have at once on one worker; 0 is any number.
	AtOnce int `json:"atOnce,omitempty"`
	// QueueMs is how long the order may wait for a slot.
	QueueMs int64 `json:"queueMs,omitempty"`
}

// File is one file of a program.
type File struct {
	Path string `json:"path,omitempty"`
	Data []byte `json:"data"`
}

// Limits of a run.
type Limits struct {
	CPUTimeMs  int64 `json:"cpuTimeMs"`
	WallTimeMs int64 `json:"wallTimeMs"`
	MemoryKb   int64 `json:"memoryKb"`
	OutputKb   int64 `json:"outputKb"`

	// Those that only other ways in set; 0 leaves the sandbox's own.
	StackKb   int64 `json:"stackKb,omitempty"`
	Processes int   `json:"processes,omitempty"` // and threads, at once, beside those of the language's runtime
	FileKb    int64 `json:"fileKb,omitempty"`    // of each file that is written
}

// StandardOutputKb is how much output a run shows that does not say, and one whose problem allows more than fits into a message.
const StandardOutputKb = 256

// Interactive is how an order is talked to while it runs.
type Interactive struct {
	Terminal    *contract.TerminalSize `json:"terminal,omitempty"` // nil: three streams instead of a terminal
	IdleSeconds int                    `json:"idleSeconds"`
}

// Head says whose run it is; it stays with the run's events, so that any replica can tell who may see them.
type Head struct {
	ID           ids.Run          `json:"id"`
	Organization ids.Organization `json:"organization"`
	User         ids.User         `json:"user,omitempty"`
	Session      ids.Session      `json:"session,omitempty"` // of a guest
	Place        identity.Place   `json:"attempt,omitzero"`
	Part         string           `json:"answer,omitempty"` // of the place, which the run tries
	Document     int              `json:"document,omitempty"`
	Language     string           `json:"language"`
	Interactive  bool             `json:"interactive,omitempty"`
	Worker       string           `json:"worker,omitempty"`
	StartedAt    time.Time        `json:"startedAt"`

	Terminal *contract.TerminalSize `json:"terminal,omitempty"` // of an interactive run, as it was started
}

// Shared reports whether the run is in a place with several people, whose terminal is theirs together: the owner of the place says
// who may type.
func (h Head) Shared() bool { return h.Place.Role() == identity.Guest }

// IsOf reports whether the run is the principal's own: who started it, wherever they are now.
func (h Head) IsOf(who identity.Principal) bool {
	if who.User != "" {
		return h.User == who.User
	}
	return h.User == "" && h.Place == who.Place && (h.Session == "" || h.Session == who.Session)
}

// Reply answers an order: with a result when the order waits for it.
type Reply struct {
	Result *contract.RunResult `json:"result,omitempty"`
}

// How a worker refuses an order for want of a slot: after it has waited, or because too many wait.
const (
	CodeBusy = "worker_busy"
	CodeFull = "worker_full"
)

// ErrLost says that a run's machine has died under it.
var ErrLost = errs.New(errs.Unavailable, "run_lost", "the machine that ran this program was lost: run it again").After(time.Second)

// Cancellation names the run or the judgement that nobody wants any more.
type Cancellation struct {
	Run       ids.Run       `json:"run,omitempty"`
	Judgement ids.Judgement `json:"judgement,omitempty"`
}

// Event is one step of a run.
type Event struct {
	Kind   string              `json:"kind"`             // status, output, end
	Number int                 `json:"number,omitempty"` // of the run's events, from 1; 0 is the one after that before
	Head   *Head               `json:"head,omitempty"`   // of the first and of the end
	Status string              `json:"status,omitempty"` // queued, compiling, running
	Chunks []contract.Chunk    `json:"chunks,omitempty"` // of an output, in the order in which they were written
	Result *contract.RunResult `json:"result,omitempty"`
}

// The kinds of events, and the states before a result.
const (
	KindStatus = "status"
	KindOutput = "output"
	KindEnd    = "end"
	KindTyping = "typing" // of terminals: who types

	StatusQueued    = "queued"
	StatusCompiling = "compiling"
	StatusRunning   = "running"
	StatusJudging   = "judging" // of a judging
)

// The results that the sandbox has no word for.
const (
	StatusCompileError  = "compile_error"
	StatusInternalError = "internal_error"
	StatusIdleLimit     = "idle_limit" // nobody was there, or did anything
)

// SignEvery is the time between a worker's signs of life.
const SignEvery = 2 * time.Second

// Sign is a worker's sign of life.
type Sign struct {
	Worker    string    `json:"worker"`
	Languages string    `json:"languages"` // changes when the languages do
	Slots     int       `json:"slots"`
	Runs      int       `json:"runs"`
	Judgings  int       `json:"judgings"`
	Terminals int       `json:"terminals,omitempty"` // Interactive runs at once, beside the slots
	Leaving   bool      `json:"leaving,omitempty"`
	StartedAt time.Time `json:"startedAt"`
}
