// Package execution is what the execution service exchanges with the others and with its workers.
package execution

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// Subjects on the bus. Events go through the durable stream EVENTS (events.>); requests are request/reply.
const (
	SubjectJudgingRequested  = "events.judging.requested"            // JudgingRequest, from assessments and problems
	SubjectJudgementFinished = "events.execution.judgement.finished" // Judgement
	SubjectJudgementProgress = "progress.judgement."                 // + judgement id, core NATS: Progress; may be lost
	SubjectRunStarted        = "events.execution.run.started"        // Run, without its end; of places with several people only
	SubjectRunShown          = "events.execution.run.shown"          // Shown, of terminals in places with several people
	SubjectRunFinished       = "events.execution.run.finished"       // Run, of places only
	SubjectEndTerminals      = "execution.end-terminals"             // EndTerminals, core NATS, to every worker
	SubjectMayJudge          = "execution.mayJudge"                  // request: MayJudge → MayJudgeAnswer
	SubjectPlace             = "execution.place"                     // request: Place → PlaceAnswer
	SubjectFind              = "execution.find"                      // request: Find → FindAnswer
	SubjectRejudged          = "execution.rejudged"                  // request: Rejudged → RejudgedAnswer
)

// Subject kinds of a judgement.
const (
	SubjectKindSubmission = "submission"
	SubjectKindReference  = "reference" // a reference solution in a verification
)

// Priorities of judging requests within an organization; the lower one is judged sooner. Organizations take
// turns, whatever the priorities of their requests.
const (
	PrioritySubmission   = 0
	PriorityRejudge      = 10
	PriorityVerification = 20
	PrioritySeed         = 30
)

// Subject says what is judged: a submission of assessments, or a reference solution of problems.
// (Kind, ID, Round) is judged exactly once; judging again is the next round.
type Subject struct {
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Round int    `json:"round"`
}

// JudgingRequest asks for one judgement. Its durable message id is "judging-<kind>-<id>-<round>".
type JudgingRequest struct {
	Organization ids.Organization `json:"organization"`
	Subject      Subject          `json:"subject"`
	Scope        string           `json:"scope"` // whose compile cache: attempt or user id
	Language     string           `json:"language"`
	Files        []SourceFile     `json:"files"`
	Plan         blob.Digest      `json:"plan"` // judge.Plan as JSON
	Priority     int              `json:"priority"`
	RequestID    string           `json:"requestId"`

	// What the subject belongs to, for judging it again with its likes; empty when it does not matter.
	Assessment     ids.Assessment     `json:"assessment,omitempty"`
	ProblemVersion ids.ProblemVersion `json:"problemVersion,omitempty"`

	Preview bool `json:"preview,omitempty"` // a member's own try: who asks is told of its end, and no webhook
}

// MayJudge asks whether an organization may have something more judged. It is refused with TooMany when its
// own queue is full or it had its judgings of the day, and with Unavailable when the whole queue is.
type MayJudge struct {
	Organization ids.Organization `json:"organization"`
}

// MayJudgeAnswer tells how many of the organization's judgements wait.
type MayJudgeAnswer struct {
	Waiting int `json:"waiting"`
}

// Place asks where in the queue the judgement of a subject is.
type Place struct {
	Organization ids.Organization `json:"organization"`
	Subject      Subject          `json:"subject"`
}

// PlaceAnswer tells about how many judgements are begun before it, and itself; 0 when it does not wait.
type PlaceAnswer struct {
	Position int `json:"position"`
}

// Find asks what became of the judging of a subject, for a neighbour that has heard nothing: a request or a result may
// have been lost on the way.
type Find struct {
	Organization ids.Organization `json:"organization"`
	Subject      Subject          `json:"subject"`
}

// FindAnswer tells whether the judging was asked for, and its result once there is one.
type FindAnswer struct {
	Known     bool       `json:"known"`
	Judgement *Judgement `json:"judgement,omitempty"`
}

// Rejudged asks, of all organizations, which later rounds have brought a result, for a neighbour that may not have been
// told of one: unlike of a first round, it does not know that there is anything to wait for.
type Rejudged struct {
	Kind   string        `json:"kind"`
	Before time.Time     `json:"before"` // they have ended
	After  ids.Judgement `json:"after"`  // in the order of their ids, some at once
}

// RejudgedAnswer is empty after the last one.
type RejudgedAnswer struct {
	Rounds []Round `json:"rounds"`
}

// Round is a judgement without its result.
type Round struct {
	ID           ids.Judgement    `json:"id"`
	Organization ids.Organization `json:"organization"`
	Subject      Subject          `json:"subject"`
}

// SourceFile is one file of a program, by digest.
type SourceFile struct {
	Path   string      `json:"path"`
	Digest blob.Digest `json:"digest"`
}

// Judgement is one result, written once. A cancelled one has no result: its outcome is empty.
type Judgement struct {
	ID           ids.Judgement    `json:"id"`
	Organization ids.Organization `json:"organization"`
	Subject      Subject          `json:"subject"`
	Outcome      judge.Outcome    `json:"outcome"`
	QueuedAt     time.Time        `json:"queuedAt"`
	FinishedAt   time.Time        `json:"finishedAt"`
	Cancelled    bool             `json:"cancelled,omitempty"`
}

// Progress is told while judging; it names no test of a hidden group.
type Progress struct {
	Judgement    ids.Judgement    `json:"judgement"`
	Organization ids.Organization `json:"organization"`
	Subject      Subject          `json:"subject"`
	State        string           `json:"state"` // queued, compiling, judging
	Group        string           `json:"group,omitempty"`
	Done         int              `json:"done"`
	Total        int              `json:"total"`
}

// Run is one interactive run, as it ended.
type Run struct {
	ID           ids.Run          `json:"id"`
	Organization ids.Organization `json:"organization"`
	User         ids.User         `json:"user,omitempty"`
	Session      ids.Session      `json:"session,omitempty"` // of a guest
	Place        identity.Place   `json:"attempt,omitzero"`
	Part         string           `json:"answer,omitempty"` // of the place: an attempt's answer
	Language     string           `json:"language"`
	Status       string           `json:"status"`           // see RunResult
	Source       []SourceFile     `json:"source,omitempty"` // of a place's runs only: kept as blobs
	Stdin        string           `json:"stdin,omitempty"`  // its first 4 KiB
	Document     int              `json:"documentVersion,omitempty"`
	Result       RunResult        `json:"result"` // outputs cut to 4 KiB each
	StartedAt    time.Time        `json:"startedAt"`
	Terminal     *TerminalSize    `json:"terminal,omitempty"` // of a run that has one
}

// RunResult is what happened, in the field's words.
type RunResult struct {
	Status        string  `json:"status"` // ok, failed, signalled, cpu_limit, wall_limit, memory_limit, output_limit, cancelled, compile_error, not_started, internal_error
	Stdout        string  `json:"stdout"`
	Stderr        string  `json:"stderr"`
	Combined      string  `json:"combined,omitempty"` // both streams as they were written, where asked for
	Order         []Piece `json:"order,omitempty"`    // in which both were written, and when
	Truncated     bool    `json:"truncated"`
	ExitCode      int     `json:"exitCode"`
	Signal        string  `json:"signal,omitempty"`
	Detail        string  `json:"detail,omitempty"`
	CPUTimeMs     float64 `json:"cpuTimeMs"`
	WallTimeMs    float64 `json:"wallTimeMs"`
	MemoryKb      int64   `json:"memoryKb"`
	CompileOutput string  `json:"compileOutput,omitempty"`
	CompileTimeMs float64 `json:"compileTimeMs,omitempty"`
	CompileStatus string  `json:"compileStatus,omitempty"` // of a compile_error that is the compiler's own doing, such as cpu_limit

	// Of a sample that was judged; as much as a candidate may see.
	Verdict    judge.Verdict     `json:"verdict,omitempty"`
	Difference *judge.Difference `json:"difference,omitempty"`
	Message    string            `json:"message,omitempty"` // the validator's
}
