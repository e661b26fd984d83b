package wire

import contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

// How an interactive run is talked to. The worker that runs it serves TerminalCalls on SubjectTerminal + run;
// what the program shows goes as TerminalFrames to SubjectTerminal + run + ".shown." + follower, as long as the
// follower has not too much of it unread. All of it is core NATS: it is lost with its machine.
const (
	SubjectTerminal = "runs.terminal."

	CallAttach = "attach" // From: where in the output to begin
	CallInput  = "input"
	CallEnd    = "end" // of the input
	CallSignal = "signal"
	CallResize = "resize"
	CallTaken  = "taken"  // From: up to where the follower has worked through the output
	CallRights = "rights" // ReadOnly: what the follower may do from now on
	CallLeave  = "leave"

	InletBytes = 32 << 10 // of input in a call, and that wait for the program
)

// TerminalCall is one thing that a follower wants of a run.
type TerminalCall struct {
	Kind     string                 `json:"kind"`
	Follower string                 `json:"follower"`
	Name     string                 `json:"name,omitempty"`   // of CallAttach, what the others call them
	Person   string                 `json:"person,omitempty"` // of CallAttach, who it is; several followers may be one
	ReadOnly bool                   `json:"readOnly,omitempty"`
	From     int64                  `json:"from,omitempty"`
	Data     []byte                 `json:"data,omitempty"`
	Size     *contract.TerminalSize `json:"size,omitempty"`
	Signal   string                 `json:"signal,omitempty"`
}

// TerminalAnswer answers a call: of CallAttach where the output begins that follows, of CallInput how many
// bytes were taken. Dropped tells that an interrupt has made the rest pointless.
type TerminalAnswer struct {
	From    int64 `json:"from,omitempty"`
	Taken   int   `json:"taken,omitempty"`
	Dropped bool  `json:"dropped,omitempty"`
}

// TerminalFrame is output, the end, or that another types.
type TerminalFrame struct {
	Kind   string              `json:"kind"`   // stdout, stderr, typing, end
	Offset int64               `json:"offset"` // of Data in all that was shown; a gap was left out
	Data   []byte              `json:"data,omitempty"`
	Name   string              `json:"name,omitempty"` // of who types
	Result *contract.RunResult `json:"result,omitempty"`
}

// TerminalSubject is where a follower of a run hears what is shown.
func TerminalSubject(run, follower string) string {
	return SubjectTerminal + run + ".shown." + follower
}
