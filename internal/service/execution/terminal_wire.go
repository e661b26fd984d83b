package execution

import (
	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// How an interactive run is talked to. The worker that runs it serves terminalCalls on subjectTerminal + run;
// what the program shows goes as terminalFrames to subjectTerminal + run + ".shown." + follower, as long as the
// follower has not more than followWindow bytes of it unread. All of it is core NATS: it is lost with its machine.
const (
	subjectTerminal = "runs.terminal."

	callAttach = "attach" // From: where in the output to begin
	callInput  = "input"
	callEnd    = "end" // of the input
	callSignal = "signal"
	callResize = "resize"
	callTaken  = "taken" // From: up to where the follower has worked through the output
	callLeave  = "leave"
)

// terminalCall is one thing that a follower wants of a run.
type terminalCall struct {
	Kind     string        `json:"kind"`
	Follower string        `json:"follower"`
	ReadOnly bool          `json:"readOnly,omitempty"`
	From     int64         `json:"from,omitempty"`
	Data     []byte        `json:"data,omitempty"`
	Size     *TerminalSize `json:"size,omitempty"`
	Signal   string        `json:"signal,omitempty"`
}

// terminalAnswer answers a call: of callAttach where the output begins that follows, of callInput how many
// bytes were taken. Dropped tells that an interrupt has made the rest pointless.
type terminalAnswer struct {
	From    int64 `json:"from,omitempty"`
	Taken   int   `json:"taken,omitempty"`
	Dropped bool  `json:"dropped,omitempty"`
}

// terminalFrame is output, or the end.
type terminalFrame struct {
	Kind   string              `json:"kind"`   // stdout, stderr, end
	Offset int64               `json:"offset"` // of Data in all that was shown; a gap was left out
	Data   []byte              `json:"data,omitempty"`
	Result *contract.RunResult `json:"result,omitempty"`
}

func terminalSubject(run, follower string) string {
	return subjectTerminal + run + ".shown." + follower
}
