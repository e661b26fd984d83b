package toolchain_test

import (
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/test/form"
)

// slowly reads as a busy host does: what a program writes waits in the pipe meanwhile.
type slowly struct{ all strings.Builder }

func (s *slowly) Write(p []byte) (int, error) {
	time.Sleep(time.Millisecond) // the reader's own work
	return s.all.Write(p)
}

// What a program wrote before it ended is there, however it ended, up to the limit.
func TestAllThatAProgramWroteIsThere(t *testing.T) {
	h := newHost(t, builtin())
	const kilobytes = 12 << 10
	worker := func(body string) string {
		return "const { Worker } = require('worker_threads');\nnew Worker(" + "`const s = 'x'.repeat(12 << 20); const { parentPort } = require('worker_threads'); " + body + "`, { eval: true }).on('message', () => process.exit(0)).on('error', () => process.exit(4));\n"
	}
	js := "const s = 'x'.repeat(12 << 20);\n"
	tests := map[string]struct{ language, source string }{
		"exit":                   {"javascript", js + "console.log(s); process.exit(0);"},
		"exit from a module":     {"javascript", "import process from 'process';\n" + js + "console.log(s); process.exit(0);"},
		"exit after many lines":  {"javascript", "for (let i = 0; i < 12 << 10; i++) console.log('x'.repeat(1024));\nprocess.exit(0);"},
		"an exit code":           {"javascript", js + "process.stdout.write(s); process.exitCode = 3; process.exit();"},
		"a throw":                {"javascript", js + "console.log(s); throw new Error('end');"},
		"an unhandled rejection": {"javascript", js + "console.log(s); Promise.reject(new Error('end'));"},
		"an abort":               {"javascript", js + "console.log(s); process.abort();"},
		"a kill":                 {"javascript", js + "console.log(s); process.kill(process.pid, 'SIGKILL');"},
		"standard error":         {"javascript", js + "console.error(s); process.exit(1);"},
		"a stream":               {"javascript", js + "require('stream').Readable.from([s]).pipe(process.stdout).on('finish', () => process.exit(0)); setTimeout(() => process.exit(0), 3000);"},
		"a worker that says so":  {"javascript", worker("console.log(s); parentPort.postMessage(1);")},
		"a worker that throws":   {"javascript", worker("console.log(s); throw new Error('end');")},
		"TypeScript":             {"typescript", "const s: string = 'x'.repeat(12 << 20);\nconsole.log(s); process.exit(0);"},
		"a TypeScript module":    {"typescript", "await 1;\nconst s: string = 'x'.repeat(12 << 20);\nconsole.log(s); throw new Error('end');"},
		"Python":                 {"python", "import sys\nprint('x' * (12 << 20))\nsys.exit(1)\n"},
		"Python that raises":     {"python", "print('x' * (12 << 20))\nraise ValueError('end')\n"},
		"Ruby":                   {"ruby", "puts 'x' * (12 << 20)\nraise 'end'\n"},
		"PHP":                    {"php", "<?php echo str_repeat('x', 12 << 20); exit(1);"},
		"Java":                   {"java", "class Main { public static void main(String[] a) { System.out.println(\"x\".repeat(12 << 20)); System.exit(1); } }"},
		"Java that throws":       {"java", "class Main { public static void main(String[] a) { System.out.println(\"x\".repeat(12 << 20)); throw new RuntimeException(\"end\"); } }"},
		"Go":                     {"go", "package main\nimport (\"fmt\"; \"strings\"; \"os\")\nfunc main() { fmt.Println(strings.Repeat(\"x\", 12<<20)); os.Exit(1) }"},
		"Rust":                   {"rust", "fn main() { println!(\"{}\", \"x\".repeat(12 << 20)); panic!(\"end\"); }"},
		"C":                      {"c", "#include <stdio.h>\n#include <stdlib.h>\nint main(void) { for (int i = 0; i < 12 << 20; i++) putchar('x'); exit(1); }"},
		"C++":                    {"cpp", "#include <iostream>\nint main() { std::cout << std::string(12 << 20, 'x') << std::flush; abort(); }"},
		"Bash":                   {"bash", "head -c 12582912 /dev/zero | tr '\\0' x; exit 1\n"},
		"SQL":                    {"sql", "SELECT replace(hex(zeroblob(6291456)), '0', 'x'); SELECT nothing_such;"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			form.Part(t, name, "exit", "a throw", "a kill", "a worker that throws", "TypeScript", "Python", "Java", "Go", "C", "SQL")
			if _, err := h.tools.Table().Get(c.language); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			a, result := h.compile(t, toolchain.Request{Language: c.language, Files: source(c.source)})
			if !result.OK {
				t.Fatalf("%s\n%s", result.Detail, result.Output)
			}
			var out slowly
			spec := a.Spec(nil, sandbox.Limits{CPUTime: 20 * time.Second, WallTime: time.Minute, Memory: 512 << 20, Output: 16 << 20})
			spec.Stdout, spec.Stderr = &out, &out
			r, err := h.slot.Run(t.Context(), spec)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Count(out.all.String(), "x") >> 10; got < kilobytes {
				t.Errorf("%d KiB of %d are there: %+v\n%.500s", got, kilobytes, r, strings.ReplaceAll(out.all.String(), "xxxx", ""))
			}
		})
	}
}
