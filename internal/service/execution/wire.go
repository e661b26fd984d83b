package execution

import (
	"time"

	assessments "github.com/codecraft-hq/codecraft/internal/contract/assessments"
	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// What the service and its workers say to one another.
const (
	subjectRun       = "execution.run"     // request: order → reply; a worker without a free slot refuses
	subjectCancel    = "execution.cancel"  // cancellation, to every worker
	subjectWorkers   = "execution.workers" // sign, every two seconds from each worker
	subjectRoll      = "execution.roll"    // asks every worker for a sign at once
	subjectWorker    = "execution.worker." // + worker id; request: struct{} → []Language
	subjectRunEvents = "runs.events."      // + run id, kept in streamRuns: event
	subjectJobs      = "judge.jobs."       // + organization . judgement id, kept in streamJudge: job
	subjectResults   = "judge.results."    // + judgement id, kept in streamResults: result
	streamRuns       = "RUNS"
	streamJudge      = "JUDGE"
	streamResults    = "RESULTS"
	streamEvents     = "EVENTS"
	queue            = "execution" // of the service's replicas
	workersQueue     = "workers"   // of the workers
)

// order is one run for a worker.
type order struct {
	Head   head     `json:"head"`
	Files  []File   `json:"files"`
	Data   []File   `json:"data,omitempty"` // laid beside the program, where it starts
	Entry  string   `json:"entry,omitempty"`
	Flags  []string `json:"flags,omitempty"` // of the compiler
	Stdin  []byte   `json:"stdin,omitempty"`
	Args   []string `json:"args,omitempty"`
	Env    []string `json:"env,omitempty"`
	Limits Limits   `json:"limits"`
	// Plan is of the answer that the run tries: its limits and its files hold. Sample is the test of it that is judged, in the
	// place of Stdin; nil runs the program without a verdict.
	Plan   blob.Digest         `json:"plan,omitempty"`
	Sample *assessments.Sample `json:"sample,omitempty"`
	// Compile narrows what the compiler may use.
	Compile Limits `json:"compile,omitzero"`
	Scope   string `json:"scope"` // whose compile cache
	// Joined has both streams in one; Combined asks for them together, too.
	Joined   bool `json:"joined,omitempty"`
	Combined bool `json:"combined,omitempty"`
	Wait     bool `json:"wait"` // the reply is the end of the run, not its beginning
	// Interactive keeps the program's input open for those who attach; nil is a run with all its input.
	Interactive *interactive `json:"interactive,omitempty"`
	// AtOnce is how many runs the organization may have at once on one worker; 0 is any number.
	AtOnce int `json:"atOnce,omitempty"`
	// QueueMs is how long the order may wait for a slot.
	QueueMs int64 `json:"queueMs,omitempty"`
}

// interactive is how an order is talked to while it runs.
type interactive struct {
	Terminal    *TerminalSize `json:"terminal,omitempty"` // nil: three streams instead of a terminal
	IdleSeconds int           `json:"idleSeconds"`
}

// head says whose run it is; it stays with the run's events, so that any replica can tell who may see them.
type head struct {
	ID           ids.Run          `json:"id"`
	Organization ids.Organization `json:"organization"`
	User         ids.User         `json:"user,omitempty"`
	Attempt      ids.Attempt      `json:"attempt,omitempty"`
	Answer       ids.Answer       `json:"answer,omitempty"`
	Document     int              `json:"document,omitempty"`
	Language     string           `json:"language"`
	Interactive  bool             `json:"interactive,omitempty"`
	Worker       string           `json:"worker,omitempty"`
	StartedAt    time.Time        `json:"startedAt"`
}

// reply answers an order: with a result when the order waits for it.
type reply struct {
	Result *contract.RunResult `json:"result,omitempty"`
}

// cancellation names the run or the judgement that nobody wants any more.
type cancellation struct {
	Run       ids.Run       `json:"run,omitempty"`
	Judgement ids.Judgement `json:"judgement,omitempty"`
}

// event is one step of a run.
type event struct {
	Kind   string              `json:"kind"`             // status, output, end
	Number int                 `json:"number,omitempty"` // of the run's events, from 1; 0 is the one after that before
	Head   *head               `json:"head,omitempty"`   // of the first and of the end
	Status string              `json:"status,omitempty"` // queued, compiling, running
	Chunks []contract.Chunk    `json:"chunks,omitempty"` // of an output, in the order in which they were written
	Result *contract.RunResult `json:"result,omitempty"`
}

// The kinds of events, and the states before a result.
const (
	kindStatus = "status"
	kindOutput = "output"
	kindEnd    = "end"

	statusQueued    = "queued"
	statusCompiling = "compiling"
	statusRunning   = "running"
)

// The results that the sandbox has no word for.
const (
	statusCompileError  = "compile_error"
	statusInternalError = "internal_error"
	statusIdleLimit     = "idle_limit" // nobody was there, or did anything
)

// sign is a worker's sign of life.
type sign struct {
	Worker    string    `json:"worker"`
	Languages string    `json:"languages"` // changes when the languages do
	Slots     int       `json:"slots"`
	Runs      int       `json:"runs"`
	Judgings  int       `json:"judgings"`
	Terminals int       `json:"terminals,omitempty"` // interactive runs at once, beside the slots
	Leaving   bool      `json:"leaving,omitempty"`
	StartedAt time.Time `json:"startedAt"`
}

// job is one judgement for a worker.
type job struct {
	Judgement ids.Judgement           `json:"judgement"`
	Request   contract.JudgingRequest `json:"request"`
	QueuedAt  time.Time               `json:"queuedAt,omitzero"`
}

// result is a judgement's outcome on its way back. What is too large for a message is in Details, whole,
// and in Outcome without what the tests wrote.
type result struct {
	Judgement  ids.Judgement `json:"judgement"`
	Outcome    judge.Outcome `json:"outcome"`
	Details    blob.Digest   `json:"details,omitempty"`
	FinishedAt time.Time     `json:"finishedAt"`
}

// Language is one row of the language table as a worker has it.
type Language struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Version   string `json:"version,omitempty"`
	Available bool   `json:"available"`
	Install   string `json:"install,omitempty"` // how to get it, when it is not available
	Editor    string `json:"editor"`            // editor mode
	FileName  string `json:"fileName"`
	Hello     string `json:"hello"`
	// Flags are the compiler flags that programs may ask for, as regular expressions that match one whole.
	Flags []string `json:"flags,omitempty"`
}
