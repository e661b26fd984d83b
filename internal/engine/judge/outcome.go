package judge

import (
	"fmt"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Verdict is a closed, append-only list.
type Verdict string

// The verdicts.
const (
	Accepted     Verdict = "AC"
	WrongAnswer  Verdict = "WA"
	TimeLimit    Verdict = "TLE"
	MemoryLimit  Verdict = "MLE"
	OutputLimit  Verdict = "OLE"
	RuntimeError Verdict = "RTE"
	CompileError Verdict = "CE"
	JudgingError Verdict = "JE" // ours: the program is not to blame
	Skipped      Verdict = "SK" // not run, because an earlier failure decided
)

// Name is the verdict in words.
func (v Verdict) Name() string {
	names := map[Verdict]string{
		Accepted: "Accepted", WrongAnswer: "Wrong answer", TimeLimit: "Time limit exceeded",
		MemoryLimit: "Memory limit exceeded", OutputLimit: "Output limit exceeded", RuntimeError: "Run-time error",
		CompileError: "Compile error", JudgingError: "Judging error", Skipped: "Skipped",
	}
	return names[v]
}

// Meets reports whether the verdict is as expected. As in the package formats, a program that is ended for
// its memory or its output counts as one with a run-time error too.
func (v Verdict) Meets(expected Verdict) bool {
	return v == expected || expected == RuntimeError && (v == MemoryLimit || v == OutputLimit)
}

// Outcome is all that judging found out. It is for staff: see Redact.
type Outcome struct {
	Verdict     Verdict        `json:"verdict"` // of the first group in the plan's order that failed, or AC
	Score       float64        `json:"score"`
	MaxScore    float64        `json:"maxScore"`
	Language    string         `json:"language"`
	Compiler    string         `json:"compiler,omitempty"` // its version
	Compilation Compilation    `json:"compilation"`
	CPUTimeMs   int64          `json:"cpuTimeMs"` // the worst test's
	WallTimeMs  int64          `json:"wallTimeMs"`
	MemoryKb    int64          `json:"memoryKb"`
	Limits      Limits         `json:"limits"` // those that held, all set
	Groups      []GroupOutcome `json:"groups"`
	Group       string         `json:"group,omitempty"`  // the group of the test that decided the verdict, unless it is AC
	Test        string         `json:"test,omitempty"`   // that test
	Detail      string         `json:"detail,omitempty"` // for JE: what went wrong
}

// Failed is the outcome of a judging that was given up: every test has the verdict JE.
func Failed(p Plan, language, detail string) Outcome {
	o := NewOutcome(p, language)
	o.Verdict, o.Detail = JudgingError, detail
	for i := range o.Groups {
		o.Groups[i].Verdict = JudgingError
		for k := range o.Groups[i].Tests {
			o.Groups[i].Tests[k].Verdict = JudgingError
		}
	}
	return o
}

// NewOutcome is that of a judging in which nothing has been run yet: every test has the verdict SK.
func NewOutcome(p Plan, language string) Outcome {
	o := Outcome{Language: language, MaxScore: p.MaxScore(), Groups: make([]GroupOutcome, len(p.Groups))}
	for i, g := range p.Groups {
		o.Groups[i] = GroupOutcome{Name: g.Name, Parent: g.Parent, Sample: g.Sample, Points: g.Points, Tests: make([]TestOutcome, len(g.Tests))}
		for k, t := range g.Tests {
			o.Groups[i].Tests[k] = TestOutcome{Name: t.Name, Verdict: Skipped}
		}
	}
	return o
}

// Compilation is what the compiler did.
type Compilation struct {
	Output    string `json:"output,omitempty"` // its messages, bounded
	CPUTimeMs int64  `json:"cpuTimeMs"`
	Cached    bool   `json:"cached,omitempty"`
}

// GroupOutcome is what a group earned.
type GroupOutcome struct {
	Name    string        `json:"name"`
	Parent  string        `json:"parent,omitempty"` // the group it is in
	Sample  bool          `json:"sample,omitempty"`
	Verdict Verdict       `json:"verdict" enum:"AC,WA,TLE,MLE,OLE,RTE,CE,JE,SK"` // of its first test that failed or of the first group in it that did, or AC
	Earned  float64       `json:"earned"`                                        // points of groups in others are counted in those
	Points  float64       `json:"points"`
	Tests   []TestOutcome `json:"tests"`
}

// TestOutcome is what the program did on one test.
type TestOutcome struct {
	Name       string      `json:"name"`
	Verdict    Verdict     `json:"verdict" enum:"AC,WA,TLE,MLE,OLE,RTE,CE,JE,SK"`
	CPUTimeMs  int64       `json:"cpuTimeMs"`
	WallTimeMs int64       `json:"wallTimeMs"`
	MemoryKb   int64       `json:"memoryKb"`
	ExitCode   int         `json:"exitCode"`
	Signal     string      `json:"signal,omitempty"`  // "SIGSEGV"
	Limit      Limit       `json:"limit,omitempty"`   // the one it met
	Detail     string      `json:"detail,omitempty"`  // one sentence: why this verdict
	Earned     float64     `json:"earned,omitempty"`  // points, in a group that adds up or takes the least
	Runs       int         `json:"runs,omitempty"`    // how often it was run, when more than once: its time was near the limit
	Stretch    float64     `json:"stretch,omitempty"` // of the limit of processor time, which it would have exceeded: the machine was that much slower than when quiet
	Passes     int         `json:"passes,omitempty"`  // of a test with several: the times and the memory are the worst pass's
	Difference *Difference `json:"difference,omitempty"`
	Output     *Excerpt    `json:"output,omitempty"` // of samples only
	Stderr     *Excerpt    `json:"stderr,omitempty"`
	// JudgeMessage is what the validator tells those who look after the problem; TeamMessage is for candidates.
	JudgeMessage *Excerpt `json:"judgeMessage,omitempty"`
	TeamMessage  *Excerpt `json:"teamMessage,omitempty"`
}

// Limit names a limit that a program met.
type Limit string

// The limits.
const (
	LimitCPU    Limit = "cpu"
	LimitWall   Limit = "wall"
	LimitMemory Limit = "memory"
	LimitOutput Limit = "output"
)

// Excerpt is the beginning of an output, made valid UTF-8.
type Excerpt struct {
	Text      string `json:"text"`
	Bytes     int64  `json:"bytes"` // of the whole output
	Truncated bool   `json:"truncated,omitempty"`
}

// NewExcerpt shows what is kept of an output of so many bytes.
func NewExcerpt(kept []byte, of int64) *Excerpt {
	return &Excerpt{Text: readable(kept), Bytes: of, Truncated: int64(len(kept)) < of}
}

// readable is text that JSON, terminals and databases take: valid UTF-8 without NUL.
func readable(b []byte) string {
	return strings.ToValidUTF8(strings.ReplaceAll(string(b), "\x00", "\uFFFD"), "\uFFFD")
}

// Difference is the first place where output and answer part. Lines and columns (in bytes) count from 1.
type Difference struct {
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Expected string `json:"expected"` // excerpt of what the answer has there; empty at its end
	Got      string `json:"got"`      // excerpt of what the output has there; empty at its end
	Reason   string `json:"reason"`   // one sentence
}

// Event is progress of a judging. Events of hidden groups are for staff.
type Event struct {
	Stage   Stage   `json:"stage"`
	Group   string  `json:"group,omitempty"`
	Sample  bool    `json:"sample,omitempty"`
	Test    string  `json:"test,omitempty"`
	Verdict Verdict `json:"verdict,omitempty"`
	Done    int     `json:"done"`  // tests decided
	Total   int     `json:"total"` // tests of the plan
}

// Stage is what an Event tells of.
type Stage string

// The stages, in their order.
const (
	Compiling Stage = "compiling"
	Compiled  Stage = "compiled"
	Tested    Stage = "tested"  // one test is decided
	Grouped   Stage = "grouped" // all tests of a group are decided
)

func invalid(at, detail string, args ...any) error {
	return errs.New(errs.Invalid, "plan_invalid", detail, args...).At(at)
}

func pointer(list string, i int) string { return fmt.Sprintf("/%s/%d", list, i) }
