package piston

import (
	"fmt"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// stage is what came of one of a job's two steps.
type stage struct {
	Stdout   string   `json:"stdout"`
	Stderr   string   `json:"stderr"`
	Output   string   `json:"output"`
	Code     *int     `json:"code"`
	Signal   *string  `json:"signal"`
	Message  *string  `json:"message"`
	Status   *string  `json:"status"` // RE, SG, TO, OL, EL, XX; null when all is well
	CPUTime  *float64 `json:"cpu_time"`
	WallTime *float64 `json:"wall_time"`
	Memory   *int64   `json:"memory"`
}

// outcome is the answer of POST /api/v2/execute.
type outcome struct {
	Run      *stage `json:"run"`
	Compile  *stage `json:"compile,omitempty"`
	Language string `json:"language"`
	Version  string `json:"version"`
}

// result tells a run in Piston's words. A program that did not compile has no run of its own: the compilation stands
// in both places, as there.
func (j job) result(r contract.RunResult) outcome {
	out := outcome{Language: j.runtime.Language, Version: j.runtime.Version}
	if r.Status == "compile_error" {
		code, status, message := 1, "RE", "the program does not compile"
		if r.Detail != "" {
			message = r.Detail
		}
		out.Compile = &stage{Stderr: r.CompileOutput, Output: r.CompileOutput, Code: &code, Status: &status, Message: &message, WallTime: &r.CompileTimeMs}
		if r.CompileStatus != "" { // the compiler did not end by itself
			ended := contract.RunResult{Status: r.CompileStatus, Detail: message, Signal: "SIGKILL"}
			out.Compile.Code, out.Compile.Signal, out.Compile.Status, out.Compile.Message = ending(ended)
		}
		out.Run = out.Compile
		return out
	}
	if j.runtime.compiled() {
		code := 0
		out.Compile = &stage{Stderr: r.CompileOutput, Output: r.CompileOutput, Code: &code, WallTime: &r.CompileTimeMs}
	}
	memory := r.MemoryKb << 10
	out.Run = &stage{Stdout: r.Stdout, Stderr: r.Stderr, Output: r.Combined, CPUTime: &r.CPUTimeMs, WallTime: &r.WallTimeMs, Memory: &memory}
	out.Run.Code, out.Run.Signal, out.Run.Status, out.Run.Message = ending(r)
	return out
}

// ending is how a program ended: exactly one of code and signal is there.
func ending(r contract.RunResult) (code *int, signal, status, message *string) {
	say := func(short, long string) (*string, *string) {
		if r.Detail != "" {
			long = r.Detail
		}
		return &short, &long
	}
	kill := "SIGKILL"
	switch r.Status {
	case "ok":
		return &r.ExitCode, nil, nil, nil
	case "failed":
		status, message = say("RE", fmt.Sprintf("exited with error status %d", r.ExitCode))
		return &r.ExitCode, nil, status, message
	case "signalled":
		status, message = say("SG", "caught "+r.Signal)
		return nil, &r.Signal, status, message
	case "cpu_limit", "wall_limit", "idle_limit":
		status, message = say("TO", "time limit exceeded")
	case "output_limit":
		short, long := "OL", "stdout length exceeded"
		if len(r.Stderr) > len(r.Stdout) {
			short, long = "EL", "stderr length exceeded"
		}
		status, message = &short, &long
	case "memory_limit":
		status, message = say("SG", "memory limit exceeded")
	default:
		status, message = say("XX", "the program could not be run")
	}
	return nil, &kill, status, message
}
