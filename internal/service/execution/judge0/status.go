package judge0

import (
	"bytes"
	"strings"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// The statuses, by Judge0's numbers.
const (
	inQueue           = 1
	processing        = 2
	accepted          = 3
	wrongAnswer       = 4
	timeLimitExceeded = 5
	compilationError  = 6
	runtimeSIGSEGV    = 7
	runtimeSIGXFSZ    = 8
	runtimeSIGFPE     = 9
	runtimeSIGABRT    = 10
	runtimeNZEC       = 11
	runtimeOther      = 12
	internalError     = 13
	execFormatError   = 14
)

// status is a row of GET /statuses.
type status struct {
	ID          int    `json:"id"`
	Description string `json:"description"`
}

var statuses = []status{
	{inQueue, "In Queue"},
	{processing, "Processing"},
	{accepted, "Accepted"},
	{wrongAnswer, "Wrong Answer"},
	{timeLimitExceeded, "Time Limit Exceeded"},
	{compilationError, "Compilation Error"},
	{runtimeSIGSEGV, "Runtime Error (SIGSEGV)"},
	{runtimeSIGXFSZ, "Runtime Error (SIGXFSZ)"},
	{runtimeSIGFPE, "Runtime Error (SIGFPE)"},
	{runtimeSIGABRT, "Runtime Error (SIGABRT)"},
	{runtimeNZEC, "Runtime Error (NZEC)"},
	{runtimeOther, "Runtime Error (Other)"},
	{internalError, "Internal Error"},
	{execFormatError, "Exec Format Error"},
}

// signals are those that have a status of their own.
var signals = map[string]int{
	"SIGSEGV": runtimeSIGSEGV, "SIGXFSZ": runtimeSIGXFSZ, "SIGFPE": runtimeSIGFPE, "SIGABRT": runtimeSIGABRT,
}

// statusOf translates how a run ended; expected nil accepts every output.
func statusOf(r contract.RunResult, expected []byte) int {
	switch r.Status {
	case "ok":
		if expected == nil || sameOutput(expected, []byte(r.Stdout)) {
			return accepted
		}
		return wrongAnswer
	case "failed":
		return runtimeNZEC
	case "signalled":
		if s, ok := signals[r.Signal]; ok {
			return s
		}
		return runtimeOther
	case "cpu_limit", "wall_limit", "idle_limit":
		return timeLimitExceeded
	case "memory_limit":
		return runtimeOther
	case "output_limit":
		return runtimeSIGXFSZ
	case "compile_error":
		return compilationError
	case "not_started":
		return execFormatError
	}
	return internalError
}

// sameOutput compares as Judge0 does: white space at the end of each line and of the whole does not count.
func sameOutput(a, b []byte) bool { return bytes.Equal(trimmed(a), trimmed(b)) }

func trimmed(text []byte) []byte {
	const space = " \t\r\v\f\n\x00"
	lines := bytes.Split(text, []byte("\n"))
	for i, line := range lines {
		lines[i] = bytes.TrimRight(line, space)
	}
	return bytes.TrimRight(bytes.Join(lines, []byte("\n")), space)
}

// message is the sentence beside a status; none for a program that ended well.
func message(r contract.RunResult) string {
	switch {
	case r.Status == "ok" || r.Status == "compile_error":
		return ""
	case r.Detail != "":
		return r.Detail
	}
	return strings.ReplaceAll(r.Status, "_", " ")
}
