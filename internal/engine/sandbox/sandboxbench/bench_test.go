package sandboxbench_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxbench"
)

// TestRatios prints the comparison; with CODECRAFT_BENCH=1 it takes enough runs to be worth quoting.
func TestRatios(t *testing.T) {
	dir := t.TempDir()
	hello := filepath.Join(dir, "hello")
	src := filepath.Join(dir, "hello.c")
	if err := os.WriteFile(src, []byte("#include <unistd.h>\nint main(void){write(1,\"hello\\n\",6);return 0;}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("gcc", "-O2", "-static", "-o", hello, src).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: no static C compiler: %v %s", err, out)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	b, err := native.New(t.Context(), native.Config{Slots: 4, Roots: []sandbox.Bind{{Host: hello, Path: "/opt/hello"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	rounds, runs := 1, 20
	if os.Getenv("CODECRAFT_BENCH") != "" {
		rounds, runs = 5, 100
	}
	for _, args := range [][]string{{hello}, {"/usr/bin/python3", "-c", "print(1)"}} {
		inside := slices.Clone(args)
		if args[0] == hello {
			inside[0] = "/opt/hello"
		}
		list, err := sandboxbench.Measure(t.Context(), b, sandboxbench.Options{
			Args: args, Inside: inside, AtOnce: []int{1, 2, 4}, Rounds: rounds, PerTurn: runs, Bwrap: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			if c.Bwrap == nil {
				t.Log("NOT COMPARED WITH bubblewrap, which is not here or cannot run here")
			}
			line, _ := json.Marshal(c)
			t.Logf("%s", line)
		}
		runs /= 4
	}
}
