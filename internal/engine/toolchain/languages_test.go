package toolchain_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// host is what a test of real programs needs.
type host struct {
	tools *toolchain.Toolchain
	slot  sandbox.Slot
}

// cacheDir is shared by all tests of this machine: what is warmed up takes half a minute to make.
func cacheDir(t *testing.T) string {
	t.Helper()
	dir, err := os.UserCacheDir()
	if err != nil {
		return t.TempDir()
	}
	return filepath.Join(dir, "codecraft", "toolchain")
}

func newHost(t *testing.T, table toolchain.Table) host {
	t.Helper()
	backend, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Skipf("SKIPPED, no program can be run here: %v", err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	slot, err := backend.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = slot.Close() })
	tools, err := toolchain.New(toolchain.Config{Dir: cacheDir(t)}, table)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tools.Close(); err != nil {
			t.Error(err)
		}
	})
	return host{tools, slot}
}

// builtin is what this machine has: over a hundred programs are asked for their versions, once.
var builtin = sync.OnceValue(func() toolchain.Table { return toolchain.Detect(context.Background(), toolchain.Builtin()) })

func (h host) compile(t *testing.T, r toolchain.Request) (*toolchain.Artifact, toolchain.CompileResult) {
	t.Helper()
	a, result, err := h.tools.Compile(t.Context(), h.slot, r)
	if err != nil {
		t.Fatalf("%s: %v", r.Language, err)
	}
	if a != nil {
		t.Cleanup(a.Release)
	}
	return a, result
}

func (h host) run(t *testing.T, a *toolchain.Artifact, stdin string, args ...string) (sandbox.Result, string, string) {
	t.Helper()
	var out, errOut bytes.Buffer
	spec := a.Spec(strings.NewReader(stdin), sandbox.Limits{CPUTime: 10 * time.Second, Memory: 256 << 20}, args...)
	spec.Stdout, spec.Stderr = &out, &errOut
	r, err := h.slot.Run(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	return r, out.String(), errOut.String()
}

func source(text string) []toolchain.File { return []toolchain.File{{Data: []byte(text)}} }

func TestEveryStarterCompilesAndRuns(t *testing.T) {
	h := newHost(t, builtin())
	for _, tool := range h.tools.Table() {
		l := tool.Language
		t.Run(l.ID, func(t *testing.T) {
			if !tool.Installed {
				t.Skipf("SKIPPED, %s", tool.Problem)
			}
			a, c := h.compile(t, toolchain.Request{Language: l.ID, Files: source(l.Starter)})
			if !c.OK {
				t.Fatalf("does not compile: %s\n%s", c.Detail, c.Output)
			}
			if c.Output != "" {
				t.Errorf("the compiler said %q", c.Output)
			}
			r, out, errOut := h.run(t, a, l.Example.Input)
			if r.Status != sandbox.OK || out != l.Example.Output || errOut != "" {
				t.Errorf("%+v\nstdout %q\nstderr %q", r, out, errOut)
			}
			t.Logf("%s %s: compile %v %d MB, run %v wall %v, %d KB", l.Name, tool.Version, c.CPUTime, c.Memory>>20, r.CPUTime, r.WallTime, r.Memory>>10)
		})
	}
}
