package judging

import (
	"io"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Watcher looks on while the program of a plan with one test runs. Near a limit, and with several passes, it runs more
// than once.
type Watcher interface {
	// Begin is before a run. Started is called when it starts; what the program writes is copied.
	Begin() (started func(), stdout, stderr io.Writer)
	// Counts tells that the last run is the one of which the verdict is, so far.
	Counts()
}

// watched has somebody look on at a run. Of a conversation only what goes to the standard error passes through here.
func (j *judging) watched(spec *sandbox.Spec) {
	if j.Watch == nil {
		return
	}
	started, stdout, stderr := j.Watch.Begin()
	spec.Started, spec.Stderr = started, io.MultiWriter(spec.Stderr, stderr)
	if _, direct := spec.Stdout.(sandbox.Pipe); !direct {
		spec.Stdout = io.MultiWriter(spec.Stdout, stdout)
	}
}

func (j *judging) counts() {
	if j.Watch != nil {
		j.Watch.Counts()
	}
}
