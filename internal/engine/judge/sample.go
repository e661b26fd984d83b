package judge

import (
	"io"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Sample is the plan with one test of a sample group alone, which is judged there as it is among all. An empty group is
// any; false is that candidates see no such test.
func (p Plan) Sample(group, name string) (Plan, bool) {
	for _, g := range p.Groups {
		i := slices.IndexFunc(g.Tests, func(t Test) bool { return t.Name == name && !t.Static })
		if i >= 0 && g.Sample && (group == "" || group == g.Name) {
			return p.alone(g, g.Tests[i]), true
		}
	}
	return Plan{}, false
}

// alone leaves a test, its group and those around it, whose arguments hold for it.
func (p Plan) alone(group Group, test Test) Plan {
	group.Tests = []Test{test}
	line, name := []Group{group}, group.Parent
	for _, g := range slices.Backward(p.Groups) {
		if g.Name == name {
			g.Tests, name = nil, g.Parent
			line = append(line, g)
		}
	}
	slices.Reverse(line)
	for i := range line {
		line[i].RequirePass = nil
	}
	p.Groups = line
	return p
}

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
