package judge_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
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

func newBench(t *testing.T, slots int) *bench {
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
func (b *bench) blob(t *testing.T, text string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(text))
	digest := hex.EncodeToString(sum[:])
	if err := os.WriteFile(filepath.Join(b.dir, digest), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return digest
}

func (b *bench) test(t *testing.T, name, input, answer string) judge.Test {
	t.Helper()
	return judge.Test{Name: name, Input: b.blob(t, input), Answer: b.blob(t, answer)}
}

func (b *bench) judge(t *testing.T, plan judge.Plan, slots int, program toolchain.Request, progress func(judge.Event)) judge.Outcome {
	t.Helper()
	plan.Version = judge.PlanVersion
	if plan.Comparison.Mode == "" {
		plan.Comparison.Mode = judge.Exact
	}
	o, err := judge.Run(t.Context(), judge.Request{
		Backend: b.backend, Toolchain: b.tools, Plan: plan, Program: program, Slots: slots, Progress: progress,
		Blobs: func(_ context.Context, digest string) (string, error) { return filepath.Join(b.dir, digest), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func program(language, source string) toolchain.Request {
	return toolchain.Request{Language: language, Files: []toolchain.File{{Data: []byte(source)}}}
}

// The programs in testdata/programs/<language>/ are named for what they do.
func TestVerdictsOfEveryLanguage(t *testing.T) {
	b := newBench(t, 1)
	want := map[string]judge.Verdict{
		"accepted": judge.Accepted, "wrong": judge.WrongAnswer, "loop": judge.TimeLimit,
		"hog": judge.MemoryLimit, "crash": judge.RuntimeError, "broken": judge.CompileError,
	}
	const text = "Grüße, Мир 🌍\nsecond line\n"
	for _, tool := range b.tools.Table() {
		id := tool.Language.ID
		t.Run(id, func(t *testing.T) {
			if !tool.Installed {
				t.Skipf("SKIPPED, %s", tool.Problem)
			}
			files, err := filepath.Glob(filepath.Join("testdata", "programs", id, "*"))
			if err != nil || len(files) < 5 {
				t.Fatalf("testdata/programs/%s has too few programs: %v", id, files)
			}
			input := text
			if id == "sql" {
				input = "CREATE TABLE input (number INTEGER, line TEXT);\nINSERT INTO input VALUES (2, 'second line'), (1, 'Grüße, Мир 🌍');\n"
			}
			plan := judge.Plan{
				Limits: judge.Limits{CPUTimeMs: 1000, MemoryKb: 96 << 10},
				Groups: []judge.Group{{Name: "only", Sample: true, Points: 10, Tests: []judge.Test{b.test(t, "1", input, text)}}},
			}
			for _, file := range files {
				name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
				source, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				o := b.judge(t, plan, 1, program(id, string(source)), nil)
				if o.Verdict != want[name] {
					report, _ := json.MarshalIndent(o, "", " ")
					t.Errorf("%s: got %s, want %s\n%s", file, o.Verdict, want[name], report)
				}
				if o.Verdict == judge.CompileError && o.Compilation.Output == "" {
					t.Errorf("%s: the compiler's messages are missing", file)
				}
			}
		})
	}
}
