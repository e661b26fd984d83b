package execution

import (
	"time"

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
	subjectWorker    = "execution.worker." // + worker id; request: struct{} → []language
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
	Files  []text   `json:"files"`
	Stdin  []byte   `json:"stdin,omitempty"`
	Args   []string `json:"args,omitempty"`
	Limits limits   `json:"limits"`
	Scope  string   `json:"scope"` // whose compile cache
	Wait   bool     `json:"wait"`  // the reply is the end of the run, not its beginning
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
	Worker       string           `json:"worker,omitempty"`
	StartedAt    time.Time        `json:"startedAt"`
}

// text is one file of a program.
type text struct {
	Path string `json:"path,omitempty"`
	Data []byte `json:"data"`
}

// limits of a run, all set.
type limits struct {
	CPUTimeMs  int64 `json:"cpuTimeMs"`
	WallTimeMs int64 `json:"wallTimeMs"`
	MemoryKb   int64 `json:"memoryKb"`
	OutputKb   int64 `json:"outputKb"`
}

// reply answers an order: with a result when the order waits for it.
type reply struct {
	Result *contract.RunResult `json:"result,omitempty"`
}

// cancellation names the run that nobody wants any more.
type cancellation struct {
	Run ids.Run `json:"run"`
}

// event is one step of a run.
type event struct {
	Kind   string              `json:"kind"`             // status, stdout, stderr, end
	Head   *head               `json:"head,omitempty"`   // of the first and of the end
	Status string              `json:"status,omitempty"` // queued, compiling, running
	Text   string              `json:"text,omitempty"`
	Result *contract.RunResult `json:"result,omitempty"`
}

// The kinds of events, and the states before a result.
const (
	kindStatus = "status"
	kindStdout = "stdout"
	kindStderr = "stderr"
	kindEnd    = "end"

	statusQueued    = "queued"
	statusCompiling = "compiling"
	statusRunning   = "running"
)

// The results that the sandbox has no word for.
const (
	statusCompileError  = "compile_error"
	statusInternalError = "internal_error"
)

// sign is a worker's sign of life.
type sign struct {
	Worker    string    `json:"worker"`
	Languages string    `json:"languages"` // changes when the languages do
	Slots     int       `json:"slots"`
	Runs      int       `json:"runs"`
	Judgings  int       `json:"judgings"`
	Leaving   bool      `json:"leaving,omitempty"`
	StartedAt time.Time `json:"startedAt"`
}

// job is one judgement for a worker.
type job struct {
	Judgement ids.Judgement           `json:"judgement"`
	Request   contract.JudgingRequest `json:"request"`
}

// result is a judgement's outcome on its way back. What is too large for a message is in Details, whole,
// and in Outcome without what the tests wrote.
type result struct {
	Judgement  ids.Judgement `json:"judgement"`
	Outcome    judge.Outcome `json:"outcome"`
	Details    blob.Digest   `json:"details,omitempty"`
	FinishedAt time.Time     `json:"finishedAt"`
}

// language is one row of the language table as a worker has it.
type language struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Version   string `json:"version,omitempty"`
	Available bool   `json:"available"`
	Install   string `json:"install,omitempty"` // how to get it, when it is not available
	Editor    string `json:"editor"`            // editor mode
	FileName  string `json:"fileName"`
	Hello     string `json:"hello"`
}
