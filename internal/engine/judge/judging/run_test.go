package judging_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// bench is a judge on this host with test data in a folder.
type bench struct {
	backend sandbox.Backend
	tools   *toolchain.Toolchain
	dir     string
}

var detected = sync.OnceValue(func() toolchain.Table {
	return toolchain.Detect(context.Background(), toolchain.Builtin())
})

func newBench(t testing.TB, slots int) *bench {
	t.Helper()
	backend, err := native.New(t.Context(), native.Config{Slots: slots})
	if err != nil {
		t.Skipf("SKIPPED, no program can be run here: %v", err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	dir := t.TempDir()
	if cache, err := os.UserCacheDir(); err == nil { // what is warmed up takes half a minute to make
		dir = filepath.Join(cache, "codecraft", "toolchain")
	}
	tools, err := toolchain.New(toolchain.Config{Dir: dir}, detected())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tools.Close() })
	return &bench{backend, tools, t.TempDir()}
}

// blob keeps test data under its digest.
func (b *bench) blob(t testing.TB, text string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(text))
	digest := hex.EncodeToString(sum[:])
	if err := os.WriteFile(filepath.Join(b.dir, digest), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return digest
}

// path finds a blob's file.
func (b *bench) path(_ context.Context, digest string) (string, error) {
	return filepath.Join(b.dir, digest), nil
}

func (b *bench) test(t testing.TB, name, input, answer string) judge.Test {
	t.Helper()
	return judge.Test{Name: name, Input: b.blob(t, input), Answer: b.blob(t, answer)}
}

func (b *bench) judge(t *testing.T, plan judge.Plan, slots int, program toolchain.Request, progress func(judge.Event)) judge.Outcome {
	t.Helper()
	plan.Version = judge.PlanVersion
	if plan.Comparison.Mode == "" {
		plan.Comparison.Mode = judge.Exact
	}
	o, err := judging.Run(t.Context(), judging.Request{
		Backend: b.backend, Toolchain: b.tools, Plan: plan, Program: program, Slots: slots, Progress: progress,
		Blobs: b.path,
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func program(language, source string) toolchain.Request {
	return toolchain.Request{Language: language, Files: []toolchain.File{{Data: []byte(source)}}}
}
