// Command backends measures what a run costs in a warm slot of the native back end and in a fresh container, by turns
// in one run, and writes the table of docs/sandbox-backends.md. It starts a Docker engine of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/dockertest"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := measure(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "backends:", err)
		os.Exit(1)
	}
}

// program is what every way runs.
type program struct {
	name string
	args []string
}

var programs = []program{
	{"echo hello", []string{"/bin/echo", "hello"}},
	{"Python hello", []string{"/usr/bin/python3", "-c", "print('hello')"}},
}

func measure(ctx context.Context) error {
	doc := flag.String("doc", "docs/sandbox-backends.md", "page whose table is written")
	rounds := flag.Int("rounds", 3, "how often all ways take their turn; the median counts")
	turn := flag.Int("turn", 8, "runs of one slot in one turn")
	flag.Parse()
	if why := dockertest.Missing(); why != "" {
		return errors.New(why)
	}
	daemon, err := dockertest.Start(ctx, dockertest.Full)
	if err != nil {
		return err
	}
	defer daemon.Stop()
	ways, err := open(ctx, daemon)
	if err != nil {
		return err
	}
	rows := []string{"| Program | At once | Native p50 | Docker p50 | Docker p50, none made ahead | Native runs/s | Docker runs/s | Docker costs |", "|---|--:|--:|--:|--:|--:|--:|--:|"}
	for _, p := range programs {
		for _, n := range []int{1, 2} {
			f, err := compare(ctx, ways, p, n, *rounds, *turn)
			if err != nil {
				return err
			}
			rows = append(rows, fmt.Sprintf("| %s | %d | %.2f ms | %.0f ms | %.0f ms | %.1f | %.1f | %.0fx |",
				p.name, n, f[0].p50, f[1].p50, f[2].p50, f[0].perSecond, f[1].perSecond, f[1].p50/f[0].p50))
		}
	}
	for _, w := range ways {
		if err := w.Close(); err != nil {
			return err
		}
	}
	return write(*doc, strings.Join(rows, "\n"))
}

// open makes the back ends to compare: native, docker, and docker without containers made ahead.
func open(ctx context.Context, d *dockertest.Daemon) ([]sandbox.Backend, error) {
	first, err := native.New(ctx, native.Config{Slots: 2})
	if err != nil {
		return nil, err
	}
	all := []sandbox.Backend{first}
	for _, notAhead := range []bool{false, true} {
		b, err := docker.New(ctx, docker.Config{Slots: 2, Host: d.Host, Image: d.Image, Dir: d.Dir(), NotAhead: notAhead})
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

// figures are those of one way of running.
type figures struct{ p50, perSecond float64 }

func compare(ctx context.Context, ways []sandbox.Backend, p program, atOnce, rounds, turn int) ([]figures, error) {
	collected := make([][]figures, len(ways))
	for round := range rounds + 1 { // the first one warms caches and is not counted
		for i, w := range ways {
			f, err := take(ctx, w, p, atOnce, turn)
			if err != nil {
				return nil, fmt.Errorf("%s in %s: %w", p.name, w.Name(), err)
			}
			if round > 0 {
				collected[i] = append(collected[i], f)
			}
		}
	}
	out := make([]figures, len(ways))
	for i, list := range collected {
		slices.SortFunc(list, func(a, b figures) int { return int(1000 * (a.p50 - b.p50)) })
		out[i] = list[len(list)/2]
	}
	return out, nil
}

// take has each of some slots run the program a few times, one after another.
func take(ctx context.Context, b sandbox.Backend, p program, atOnce, turn int) (figures, error) {
	var (
		mu    sync.Mutex
		times []time.Duration
		fails []error
		all   sync.WaitGroup
	)
	begun := time.Now()
	for range atOnce {
		all.Go(func() {
			mine, err := row(ctx, b, p, turn)
			mu.Lock()
			defer mu.Unlock()
			times, fails = append(times, mine...), append(fails, err)
		})
	}
	all.Wait()
	took := time.Since(begun)
	if err := errors.Join(fails...); err != nil {
		return figures{}, err
	}
	slices.Sort(times)
	return figures{p50: float64(times[len(times)/2].Microseconds()) / 1000, perSecond: float64(len(times)) / took.Seconds()}, nil
}

func row(ctx context.Context, b sandbox.Backend, p program, turn int) ([]time.Duration, error) {
	slot, err := b.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer slot.Close() //nolint:errcheck // it hands a slot back
	var times []time.Duration
	for range turn {
		var out strings.Builder
		begun := time.Now()
		res, err := slot.Run(ctx, sandbox.Spec{Args: p.args, Stdout: &out})
		if err != nil {
			return nil, err
		}
		if res.Status != sandbox.OK || out.String() != "hello\n" {
			return nil, fmt.Errorf("ended as %s with %q: %s", res.Status, out.String(), res.Detail)
		}
		times = append(times, time.Since(begun))
	}
	return times, nil
}

// The table stands between these lines of the page.
const (
	tableBegins = "<!-- figures: backends, written by make bench-docker -->\n"
	tableEnds   = "<!-- end of figures -->"
)

func write(doc, table string) error {
	data, err := os.ReadFile(doc)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(data), tableBegins)
	_, after, ended := strings.Cut(rest, tableEnds)
	if !found || !ended {
		return fmt.Errorf("%s has no place for the table", doc)
	}
	fmt.Println(table)
	return os.WriteFile(doc, []byte(before+tableBegins+table+"\n"+tableEnds+after), 0o644) //nolint:gosec // a page that anybody may read
}
