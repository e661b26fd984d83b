package execution_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const hello = "#include <stdio.h>\nint main(){puts(\"hello\");}"

// BenchmarkHello is a C program that was compiled before, through the API to its end, beside a bare fork,
// exec and wait of the same program by Go's os/exec.
func BenchmarkHello(b *testing.B) {
	b.Run("bare", func(b *testing.B) {
		file := filepath.Join(b.TempDir(), "hello")
		compile := exec.Command("gcc", "-O2", "-static", "-x", "c", "-o", file, "-")
		compile.Stdin, compile.Stderr = strings.NewReader(hello), os.Stderr
		if err := compile.Run(); err != nil {
			b.Skip("NO C COMPILER: ", err)
		}
		for b.Loop() {
			if out, err := exec.Command(file).Output(); err != nil || string(out) != "hello\n" {
				b.Fatal(err, string(out))
			}
		}
	})
	b.Run("API", func(b *testing.B) {
		backend, tools := realTools(b, 2)
		w := newWorld(b, harness.Database(b)("execution"), harness.Bus(b), nil)
		w.startWorker(backend, tools)
		who := member(identity.Author)
		run := func() {
			_, doc := w.do(who, "POST", "/v1/runs?waitForEnd=true", map[string]any{"language": "c", "source": hello})
			if doc.text("stdout") != "hello\n" {
				b.Fatalf("%+v", doc)
			}
		}
		run()
		for b.Loop() {
			run()
		}
	})
}
