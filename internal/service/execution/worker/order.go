package worker

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// sourceOf is the source, for the compiler.
func sourceOf(o *wire.Order) toolchain.Request {
	r := toolchain.Request{Language: o.Head.Language, Scope: o.Scope}
	for _, f := range o.Files {
		r.Files = append(r.Files, toolchain.File{Name: f.Path, Data: f.Data})
	}
	return r
}

// shownOf is how many bytes of its output a run shows: a problem may allow more than fits into a message.
func shownOf(o *wire.Order) int {
	if o.Plan != "" {
		return wire.StandardOutputKb << 10
	}
	return int(o.Limits.OutputKb) << 10
}

// besideOf are the data files, where the program starts. Those of its files that are no source lie there by themselves.
func besideOf(o *wire.Order) []sandbox.File {
	var all []sandbox.File
	for _, f := range o.Data {
		all = append(all, sandbox.File{Name: f.Path, Data: f.Data})
	}
	return all
}

// sandboxLimits are the limits as the sandbox takes them.
func sandboxLimits(l wire.Limits) sandbox.Limits {
	return sandbox.Limits{
		CPUTime: time.Duration(l.CPUTimeMs) * time.Millisecond, WallTime: time.Duration(l.WallTimeMs) * time.Millisecond,
		Memory: l.MemoryKb << 10, Output: l.OutputKb << 10, Stack: l.StackKb << 10, Processes: l.Processes, FileSize: l.FileKb << 10,
	}
}
