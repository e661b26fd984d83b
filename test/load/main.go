// Command load measures what a run costs beside a bare fork and exec of the same program: in the sandbox, in
// bubblewrap and over HTTP, in turns within one run, so that all meet the same machine.
//
//	make bench
package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxbench"
	"github.com/codecraft-hq/codecraft/test/report"
)

// programs are compiled and run by measureBuildings.
//
//go:embed programs
var programs embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o := options{}
	flag.StringVar(&o.out, "out", "build/bench.json", "file of the figures")
	flag.StringVar(&o.doc, "doc", "", "Markdown file that gets the table, between its markers")
	flag.StringVar(&o.binary, "binary", "bin/codecraft", "the product")
	flag.StringVar(&o.other, "beside", "", "another product, such as that of the release before: runs over HTTP are measured of both in turns")
	flag.StringVar(&o.only, "only", "", "measure this part alone: runs, buildings, test-sets or telemetry")
	flag.IntVar(&o.rounds, "rounds", 9, "how often all ways take their turn; the median round counts")
	flag.IntVar(&o.runs, "runs", 60, "runs of each way in a round")
	flag.BoolVar(&o.short, "short", false, "few rounds: minutes less, and a figure that a busy machine may decide")
	flag.Parse()
	if o.short {
		o.rounds, o.runs = min(o.rounds, 3), min(o.runs, 30)
	}
	if err := o.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

type options struct {
	out, doc, binary string
	other            string
	only             string
	rounds, runs     int
	short            bool
}

func (o options) measures(part string) bool { return o.only == "" || o.only == part }

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
	defer backend.Close() //nolint:errcheck // measured what there was
	f := figures{}
	if o.measures("runs") {
		if err := o.measureRuns(ctx, backend, folder, hello, &f); err != nil {
			return err
		}
	}
	if o.measures("buildings") {
		if f.Buildings, err = o.measureBuildings(ctx, backend, folder); err != nil {
			return err
		}
	}
	if o.measures("test-sets") {
		if f.TestSets, err = o.measureTestSets(ctx, backend, folder); err != nil {
			return err
		}
	}
	if o.measures("telemetry") {
		if f.Telemetry, err = o.measureTelemetry(ctx, folder); err != nil {
			return err
		}
	}
	f.Bounds = f.bounds()
	return errors.Join(o.write(f), missed(f.Bounds))
}

// The programs whose runs are measured.
const (
	staticHello = "static hello"
	pythonHello = "Python"
)

// measureRuns takes a hello bare, in the sandbox, in bubblewrap and over HTTP.
func (o options) measureRuns(ctx context.Context, backend sandbox.Backend, folder, hello string, f *figures) error {
	products, stop, err := o.start(ctx, folder)
	if err != nil {
		return err
	}
	defer stop()
	for _, program := range []struct {
		name, language, source string
		bare, inside           []string
		runs                   int
	}{
		{staticHello, "c", helloC, []string{hello}, []string{"/opt/hello"}, o.runs},
		{pythonHello, "python", helloPython, []string{"/usr/bin/python3", "-c", helloPython}, nil, max(1, o.runs/4)},
	} {
		over := map[string]func(context.Context) error{}
		for name, p := range products {
			over[name] = p.runner(program.language, program.source)
			if err := over[name](ctx); err != nil { // compiles it
				return fmt.Errorf("%s over %s: %w", program.name, name, err)
			}
		}
		list, err := sandboxbench.Measure(ctx, backend, sandboxbench.Options{
			Args: program.bare, Inside: program.inside, AtOnce: atOnce, Rounds: o.rounds, PerTurn: program.runs, Bwrap: true,
			Beside: over,
		})
		if err != nil {
			return fmt.Errorf("%s: %w", program.name, err)
		}
		for i := range list {
			list[i].Program = program.name
		}
		f.Runs = append(f.Runs, list...)
		if program.name == staticHello {
			if f.Tail, err = o.measureTail(ctx, over[overHTTP]); err != nil {
				return err
			}
		}
	}
	f.IdleSlotKB, err = idleSlotKB()
	return err
}

// start starts the product, and the other one where there is one.
func (o options) start(ctx context.Context, folder string) (products map[string]*product, stop func(), err error) {
	products = map[string]*product{}
	stop = func() {
		for _, p := range products {
			p.stop()
		}
	}
	for name, binary := range map[string]string{overHTTP: o.binary, overOther: o.other} {
		if binary == "" {
			continue
		}
		if products[name], err = start(ctx, binary, filepath.Join(folder, name)); err != nil {
			delete(products, name)
			stop()
			return nil, nil, fmt.Errorf("%s: %w", binary, err)
		}
	}
	return products, stop, nil
}

// tail is how the slowest of many runs compares with the middle one.
type tail struct {
	Runs  int     `json:"runs"` // in a round
	P50Ms float64 `json:"p50Ms"`
	P99Ms float64 `json:"p99Ms"`
	Ratio float64 `json:"ratio"` // of the median round
}

// tailRuns are so many that some ten are slower than the 99th of a hundred.
const tailRuns = 1000

// measureTail takes one run after the other over HTTP.
func (o options) measureTail(ctx context.Context, over func(context.Context) error) (*tail, error) {
	var p50, p99, ratio []float64
	for range o.rounds {
		times := make([]float64, 0, tailRuns)
		for range tailRuns {
			began := time.Now()
			if err := over(ctx); err != nil {
				return nil, err
			}
			times = append(times, millis(time.Since(began)))
		}
		slices.Sort(times)
		p50, p99 = append(p50, times[tailRuns/2]), append(p99, times[tailRuns*99/100])
		ratio = append(ratio, times[tailRuns*99/100]/times[tailRuns/2])
	}
	return &tail{Runs: tailRuns, P50Ms: median(p50), P99Ms: median(p99), Ratio: median(ratio)}, nil
}

// figures are all that was measured.
type figures struct {
	Runs       []sandboxbench.Comparison `json:"runs"`
	Tail       *tail                     `json:"tail,omitempty"`
	IdleSlotKB int                       `json:"idleSlotKb,omitempty"`
	Buildings  []building                `json:"buildings"`
	TestSets   []testSet                 `json:"testSets"`
	Telemetry  *telemetry                `json:"telemetry,omitempty"`
	Bounds     []bound                   `json:"bounds"`
}

// The ways through the API of the product, and of the one that it is measured beside.
const (
	overHTTP  = "http"
	overOther = "other"
)

func compile(ctx context.Context, folder string) (string, error) {
	program := filepath.Join(folder, "hello")
	gcc := exec.CommandContext(ctx, "gcc", "-O2", "-static", "-x", "c", "-o", program, "-")
	gcc.Stdin = strings.NewReader(helloC)
	if out, err := gcc.CombinedOutput(); err != nil {
		return "", fmt.Errorf("compile the hello: %w\n%s", err, out)
	}
	return program, nil
}

func (o options) write(all figures) error {
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
	tables := map[string]string{}
	if len(all.Runs) > 0 {
		tables["runs"] = runsTable(all.Runs)
	}
	if len(all.Buildings) > 0 {
		tables["buildings"] = buildingsTable(all.Buildings)
	}
	if len(all.TestSets) > 0 {
		tables["test sets"] = testSetsTable(all.TestSets)
	}
	if all.Telemetry != nil {
		tables["telemetry"] = telemetryTable(all.Telemetry)
	}
	if o.only == "" {
		tables["bounds"] = boundsTable(all.Bounds)
	}
	for _, lines := range tables {
		fmt.Println(lines)
	}
	if o.other != "" {
		fmt.Println(besideTable(all.Runs))
	}
	if o.doc == "" {
		return nil
	}
	return report.Tables(o.doc, "bench", tables)
}
