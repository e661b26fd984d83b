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
	problem, err := t.greets(ctx, slot, tool)
	if problem != "" { // once may be a busy machine's doing
		problem, err = t.greets(ctx, slot, tool)
	}
	if err != nil {
		return Tool{}, err
	}
	if problem != "" {
		tool.Installed, tool.Problem = false, "it does not work in the sandbox here: "+problem
		t.replace(tool)
		return tool, nil
	}
	version, err := VersionInside(ctx, slot, tool)
	if err != nil {
		return Tool{}, err
	}
	tool.tell(version)
	t.replace(tool)
	return tool, os.WriteFile(known, []byte(version), 0o644) //nolint:gosec // nothing secret
}

// tell takes the version that was told inside.
func (t *Tool) tell(version string) {
	if version != "" && version != t.Version {
		t.OnHost, t.Version = t.Version, version
	}
}

// greets runs the row's first program, and says why it does not do what it should.
func (t *Toolchain) greets(ctx context.Context, slot sandbox.Slot, tool Tool) (problem string, err error) {
	l := tool.Language
	a, compiled, err := t.Compile(ctx, slot, Request{Language: l.ID, Files: []File{{Data: []byte(l.Starter)}}})
	if err != nil {
		return "", err
	}
	if !compiled.OK {
		return "its first program does not compile: " + firstLine(cmp.Or(compiled.Output, compiled.Detail)), nil
	}
	defer a.Release()
	var out, errOut bytes.Buffer
	spec := a.Spec(strings.NewReader(l.Example.Input), trialLimits)
	spec.Stdout, spec.Stderr = &out, &errOut
	ran, err := slot.Run(ctx, spec)
	switch {
	case err != nil:
		return "", err
	case ran.Status == sandbox.Cancelled:
		return "", context.Cause(ctx)
	case ran.Status != sandbox.OK:
		return "its first program fails: " + cmp.Or(firstLine(errOut.String()), ran.Detail), nil
	case out.String() != l.Example.Output:
		return fmt.Sprintf("its first program writes %.100q in place of %.100q", out.String(), l.Example.Output), nil
	}
	return "", nil
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
