package toolchain

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// trialLimits are wide: a trial finds out whether a language works, not how fast.
var trialLimits = sandbox.Limits{CPUTime: time.Minute, WallTime: 2 * time.Minute, Output: 1 << 20}

// Try finds out how an installed language does where its programs will run: a host's commands may be shims, and a slot may lack
// what the language needs. It compiles and runs the row's first program; a language that cannot is not installed from then
// on, with the reason as its Problem, when it fails twice. Its version becomes the one that is told inside. The error is the slot's.
// What worked at a place (all that decides what a slot offers: the back end, its protections, this start of the machine) is
// not tried again there.
func (t *Toolchain) Try(ctx context.Context, slot sandbox.Slot, id, place string) (Tool, error) {
	tool, err := t.Table().Get(id)
	if err != nil {
		return Tool{}, err
	}
	known := filepath.Join(t.cache.warmRoot(), "tried-"+id+"-"+digest(t.rows[id], place)[:16])
	if version, err := os.ReadFile(known); err == nil {
		tool.tell(string(version))
		t.replace(tool)
		return tool, nil
	}
	l := tool.Language
	problem, err := t.twice(ctx, slot, trial{id, l.Starter, l.Example, "its first program"})
	if err != nil {
		return Tool{}, err
	}
	if problem != "" {
		tool.Installed, tool.Problem = false, "it does not work in the sandbox here: "+problem
		t.replace(tool)
		return tool, nil
	}
	if l.Library != "" {
		if tool.Lacks, err = t.twice(ctx, slot, trial{id, l.Library, Example{}, "a program that uses much of its standard library"}); err != nil {
			return Tool{}, err
		}
	}
	version, err := VersionInside(ctx, slot, tool)
	if err != nil {
		return Tool{}, err
	}
	tool.tell(version)
	t.replace(tool)
	if tool.Lacks != "" { // and is tried again, once that may be mended
		return tool, nil
	}
	return tool, os.WriteFile(known, []byte(version), 0o644) //nolint:gosec // nothing secret
}

// tell takes the version that was told inside.
func (t *Tool) tell(version string) {
	if version != "" && version != t.Version {
		t.OnHost, t.Version = t.Version, version
	}
}

// trial is a program that a language must be able to compile and run.
type trial struct {
	language string
	source   string
	example  Example
	what     string // it is, in a sentence
}

// twice says why a program does not do what it should; once may be a busy machine's doing.
func (t *Toolchain) twice(ctx context.Context, slot sandbox.Slot, a trial) (problem string, err error) {
	for range 2 {
		if problem, err = t.once(ctx, slot, a); problem == "" || err != nil {
			break
		}
	}
	return problem, err
}

func (t *Toolchain) once(ctx context.Context, slot sandbox.Slot, try trial) (problem string, err error) {
	a, compiled, err := t.Compile(ctx, slot, Request{Language: try.language, Files: []File{{Data: []byte(try.source)}}})
	if err != nil {
		return "", err
	}
	if !compiled.OK {
		return try.what + " does not compile: " + oneLine(cmp.Or(compiled.Output, compiled.Detail)), nil
	}
	defer a.Release()
	var out, errOut bytes.Buffer
	spec := a.Spec(strings.NewReader(try.example.Input), trialLimits)
	spec.Stdout, spec.Stderr = &out, &errOut
	ran, err := slot.Run(ctx, spec)
	switch {
	case err != nil:
		return "", err
	case ran.Status == sandbox.Cancelled:
		return "", context.Cause(ctx)
	case ran.Status != sandbox.OK:
		return try.what + " fails: " + cmp.Or(oneLine(errOut.String()), ran.Detail), nil
	case out.String() != try.example.Output:
		return fmt.Sprintf("%s writes %.100q in place of %.100q", try.what, out.String(), try.example.Output), nil
	}
	return "", nil
}

// oneLine is the beginning of what a program or compiler said, for a sentence.
func oneLine(said string) string {
	return fmt.Sprintf("%.400s", strings.Join(strings.Fields(said), " "))
}

// VersionInside is the version that a toolchain tells in a slot; empty where it does not answer, or has no command to ask.
func VersionInside(ctx context.Context, slot sandbox.Slot, tool Tool) (string, error) {
	rule := tool.Language.Version
	if rule.File != "" {
		return "", nil
	}
	command := slices.Clone(rule.Command)
	for i := 0; i < len(tool.bins); i += 2 {
		if tool.bins[i] == "{program}" && command[0] == tool.Language.Programs[0] || tool.bins[i] == "{bin:"+command[0]+"}" {
			command[0] = tool.bins[i+1]
		}
	}
	var out bytes.Buffer
	limits := trialLimits
	limits.Memory, limits.Processes = MaxCompileMemory, 512
	ran, err := slot.Run(ctx, sandbox.Spec{
		Args: command, Env: tool.environment(values{home: tool.home, bins: tool.bins, memory: MaxCompileMemory}, nil), Binds: tool.binds,
		Stdout: &out, Stderr: &out, Limits: limits,
	})
	if err != nil {
		return "", fmt.Errorf("ask for the version of %s inside: %w", tool.Language.Name, err)
	}
	if ran.Status != sandbox.OK {
		return "", nil
	}
	return rule.read(out.String()), nil
}

// replace puts a row of the table in the place of the one there was.
func (t *Toolchain) replace(tool Tool) {
	for {
		was := t.table.Load()
		now := slices.Clone(*was)
		now[slices.IndexFunc(now, func(one Tool) bool { return one.Language.ID == tool.Language.ID })] = tool
		if t.table.CompareAndSwap(was, &now) {
			return
		}
	}
}
