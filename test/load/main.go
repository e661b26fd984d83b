// Command load measures what a run costs beside a bare fork and exec of the same program: in the sandbox, in
// bubblewrap and over HTTP, in turns within one run, so that all meet the same machine.
//
//	go run ./test/load -out build/bench.json -doc docs/performance.md
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxbench"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o := options{}
	flag.StringVar(&o.out, "out", "build/bench.json", "file of the figures")
	flag.StringVar(&o.doc, "doc", "", "Markdown file that gets the table, between its markers")
	flag.StringVar(&o.binary, "binary", "bin/codecraft", "the product")
	flag.IntVar(&o.rounds, "rounds", 5, "how often all ways take their turn; the median round counts")
	flag.IntVar(&o.runs, "runs", 60, "runs of each way in a round")
	flag.Parse()
	if err := o.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

type options struct {
	out, doc, binary string
	rounds, runs     int
}

// The hello of the C compiler, measured as a static program beside the product's own build of the same source.
const helloC = "#include <unistd.h>\nint main(void) { write(1, \"hello\\n\", 6); return 0; }\n"

const helloPython = "print('hello')\n"

// atOnce are the degrees of concurrency.
var atOnce = []int{1, 2, 4}

func (o options) run(ctx context.Context) (err error) {
	folder, err := os.MkdirTemp("", "codecraft-load-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := os.Chmod(folder, 0o755); err != nil { // programs in the sandbox and in bubblewrap are other users
		return err
	}
	hello, err := compile(ctx, folder)
	if err != nil {
		return err
	}
	backend, err := native.New(ctx, native.Config{Slots: slices.Max(atOnce), Roots: []sandbox.Bind{{Host: hello, Path: "/opt/hello"}}})
	if err != nil {
		return err
	}
	defer backend.Close()
	p, err := start(ctx, o.binary, folder)
	if err != nil {
		return err
	}
	defer p.stop()
	var all []sandboxbench.Comparison
	for _, program := range []struct {
		name, language, source string
		bare, inside           []string
		runs                   int
	}{
		{"static hello", "c", helloC, []string{hello}, []string{"/opt/hello"}, o.runs},
		{"Python", "python", helloPython, []string{"/usr/bin/python3", "-c", helloPython}, nil, max(1, o.runs/4)},
	} {
		over := p.runner(program.language, program.source)
		if err := over(ctx); err != nil { // compiles it
			return fmt.Errorf("%s over HTTP: %w", program.name, err)
		}
		list, err := sandboxbench.Measure(ctx, backend, sandboxbench.Options{
			Args: program.bare, Inside: program.inside, AtOnce: atOnce, Rounds: o.rounds, PerTurn: program.runs, Bwrap: true,
			Beside: map[string]func(context.Context) error{overHTTP: over},
		})
		if err != nil {
			return fmt.Errorf("%s: %w", program.name, err)
		}
		for i := range list {
			list[i].Program = program.name
		}
		all = append(all, list...)
	}
	return o.write(all)
}

// overHTTP names the way through the product's API.
const overHTTP = "http"

func compile(ctx context.Context, folder string) (string, error) {
	program := filepath.Join(folder, "hello")
	gcc := exec.CommandContext(ctx, "gcc", "-O2", "-static", "-x", "c", "-o", program, "-")
	gcc.Stdin = strings.NewReader(helloC)
	if out, err := gcc.CombinedOutput(); err != nil {
		return "", fmt.Errorf("compile the hello: %w\n%s", err, out)
	}
	return program, nil
}

func (o options) write(all []sandboxbench.Comparison) error {
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(o.out), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(o.out, append(text, '\n'), 0o644); err != nil {
		return err
	}
	lines := table(all)
	fmt.Print(lines)
	if o.doc == "" {
		return nil
	}
	return document(o.doc, lines)
}
