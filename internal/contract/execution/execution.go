// Package execution is what the execution service exchanges with the others and with its workers.
package execution

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// Subjects on the bus. Events go through the durable stream EVENTS (events.>); requests are request/reply.
const (
	SubjectJudgingRequested  = "events.judging.requested"            // JudgingRequest, from assessments and problems
	SubjectJudgementFinished = "events.execution.judgement.finished" // Judgement
	SubjectJudgementProgress = "progress.judgement."                 // + judgement id, core NATS: Progress; may be lost
	SubjectRunFinished       = "events.execution.run.finished"       // Run
)

// Subject kinds of a judgement.
const (
	SubjectKindSubmission = "submission"
	SubjectKindReference  = "reference" // a reference solution in a verification
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
}

// SourceFile is one file of a program, by digest.
type SourceFile struct {
	Path   string      `json:"path"`
	Digest blob.Digest `json:"digest"`
}

// Judgement is one result, written once. Failed tells a judging error that no retry will mend.
type Judgement struct {
	ID           ids.Judgement    `json:"id"`
	Organization ids.Organization `json:"organization"`
	Subject      Subject          `json:"subject"`
	Outcome      judge.Outcome    `json:"outcome"`
	QueuedAt     time.Time        `json:"queuedAt"`
	FinishedAt   time.Time        `json:"finishedAt"`
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
	Attempt      ids.Attempt      `json:"attempt,omitempty"`
	Answer       ids.Answer       `json:"answer,omitempty"`
	Language     string           `json:"language"`
	Status       string           `json:"status"`           // see RunResult
	Source       []SourceFile     `json:"source,omitempty"` // of an attempt's runs only: kept as blobs
	Stdin        string           `json:"stdin,omitempty"`  // its first 4 KiB
	Document     int              `json:"documentVersion,omitempty"`
	Result       RunResult        `json:"result"` // outputs cut to 4 KiB each
	StartedAt    time.Time        `json:"startedAt"`
}

// RunResult is what happened, in the field's words.
type RunResult struct {
	Status        string  `json:"status"` // ok, failed, signalled, cpu_limit, wall_limit, memory_limit, output_limit, cancelled, compile_error, not_started, internal_error
	Stdout        string  `json:"stdout"`
	Stderr        string  `json:"stderr"`
	Truncated     bool    `json:"truncated"`
	ExitCode      int     `json:"exitCode"`
	Signal        string  `json:"signal,omitempty"`
	Detail        string  `json:"detail,omitempty"`
	CPUTimeMs     float64 `json:"cpuTimeMs"`
	WallTimeMs    float64 `json:"wallTimeMs"`
	MemoryKb      int64   `json:"memoryKb"`
	CompileOutput string  `json:"compileOutput,omitempty"`
	CompileTimeMs float64 `json:"compileTimeMs,omitempty"`
}
