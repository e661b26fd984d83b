package sandboxbench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Options say what is measured.
type Options struct {
	Args    []string // the program
	Inside  []string // the same as the sandbox sees it; nil is Args
	AtOnce  []int    // how many run side by side; at most the backend's slots
	Rounds  int      // how often all ways take their turn; the median round counts
	PerTurn int      // runs of one way in one round
	Bwrap   bool     // measure bubblewrap too, where it is installed

	// Beside are other ways to run the same program, by name, such as through an API.
	Beside map[string]func(context.Context) error
}

// Figures are those of one way of running.
type Figures struct {
	P50Millis float64 `json:"p50_ms"`
	P99Millis float64 `json:"p99_ms"`
	PerSecond float64 `json:"per_second"`
}

// Comparison is one program at one degree of concurrency.
type Comparison struct {
	Program string   `json:"program"`
	AtOnce  int      `json:"at_once"`
	Bare    Figures  `json:"bare"`
	Sandbox Figures  `json:"sandbox"`
	Bwrap   *Figures `json:"bwrap,omitempty"`

	Beside map[string]Figures `json:"beside,omitempty"`

	// P50Ratio is sandbox to bare, lower is better; ThroughputRatio likewise, higher is better. Each is of the median
	// round: both took their turns within it, so that it does not matter how busy the machine is in which round.
	P50Ratio        float64 `json:"p50_ratio"`
	P99Ratio        float64 `json:"p99_ratio"`
	ThroughputRatio float64 `json:"throughput_ratio"`

	// BesideP50Ratio is that of the other ways to bare.
	BesideP50Ratio map[string]float64 `json:"beside_p50_ratio,omitempty"`
}

// way runs the program once.
type way func(ctx context.Context) error

// turn is what one way did in one round.
type turn struct {
	times []time.Duration
	total time.Duration
}

// Measure runs the comparison. It fails if any run does not end well: a fast failure is no figure.
func Measure(ctx context.Context, b sandbox.Backend, o Options) ([]Comparison, error) {
	bwrap, err := exec.LookPath("bwrap")
	if !o.Bwrap || err != nil || exec.CommandContext(ctx, bwrap, wrapped(bwrap, []string{"/usr/bin/true"})[1:]...).Run() != nil {
		bwrap = "" // in a nested container it may not be able to mount its /proc
	}
	if o.Inside == nil {
		o.Inside = o.Args
	}
	var out []Comparison
	for _, n := range o.AtOnce {
		if n > b.Slots() {
			return nil, fmt.Errorf("%d at once need as many slots; there are %d", n, b.Slots())
		}
		c, err := compare(ctx, b, o, n, bwrap)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func compare(ctx context.Context, b sandbox.Backend, o Options, n int, bwrap string) (Comparison, error) {
	slots := make([]sandbox.Slot, n)
	for i := range slots {
		s, err := b.Open(ctx)
		if err != nil {
			return Comparison{}, err
		}
		defer s.Close()
		slots[i] = s
	}
	ways := map[string][]way{}
	for i := range n {
		ways["bare"] = append(ways["bare"], bare(o.Args))
		ways["sandbox"] = append(ways["sandbox"], inside(slots[i], o.Inside))
		if bwrap != "" {
			ways["bwrap"] = append(ways["bwrap"], bare(wrapped(bwrap, o.Args)))
		}
		for name, run := range o.Beside {
			ways[name] = append(ways[name], run)
		}
	}
	turns := map[string][]turn{}
	for range o.Rounds + 1 { // the first round warms caches and is not counted
		for name, list := range ways {
			t, err := take(ctx, list, o.PerTurn)
			if err != nil {
				return Comparison{}, fmt.Errorf("%s: %w", name, err)
			}
			turns[name] = append(turns[name], t)
		}
	}
	c := Comparison{Program: o.Args[0], AtOnce: n, Bare: figures(turns["bare"][1:]), Sandbox: figures(turns["sandbox"][1:])}
	if bwrap != "" {
		f := figures(turns["bwrap"][1:])
		c.Bwrap = &f
	}
	for name := range o.Beside {
		if c.Beside == nil {
			c.Beside, c.BesideP50Ratio = map[string]Figures{}, map[string]float64{}
		}
		c.Beside[name] = figures(turns[name][1:])
		c.BesideP50Ratio[name] = toBare(turns, name).P50Millis
	}
	ratio := toBare(turns, "sandbox")
	c.P50Ratio, c.P99Ratio, c.ThroughputRatio = ratio.P50Millis, ratio.P99Millis, ratio.PerSecond
	return c, nil
}

// toBare are the ratios of a way's figures to bare ones, each of the median round.
func toBare(turns map[string][]turn, name string) Figures {
	var p50, p99, rate []float64
	for round := 1; round < len(turns["bare"]); round++ {
		f, bare := figures(turns[name][round:round+1]), figures(turns["bare"][round:round+1])
		p50, p99 = append(p50, f.P50Millis/bare.P50Millis), append(p99, f.P99Millis/bare.P99Millis)
		rate = append(rate, f.PerSecond/bare.PerSecond)
	}
	return Figures{P50Millis: median(p50), P99Millis: median(p99), PerSecond: median(rate)}
}

// take runs each way's share side by side.
func take(ctx context.Context, list []way, count int) (turn, error) {
	var (
		t     turn
		mu    sync.Mutex
		wg    sync.WaitGroup
		fails []error
	)
	begun := time.Now()
	for _, w := range list {
		wg.Add(1)
		go func() {
			defer wg.Done()
			times := make([]time.Duration, 0, count)
			var err error
			for range count {
				start := time.Now()
				if err = w(ctx); err != nil {
					break
				}
				times = append(times, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			t.times = append(t.times, times...)
			fails = append(fails, err)
		}()
	}
	wg.Wait()
	t.total = time.Since(begun)
	return t, errors.Join(fails...)
}

// figures are the medians over the rounds.
func figures(turns []turn) Figures {
	var p50, p99, rate []float64
	for _, t := range turns {
		slices.Sort(t.times)
		p50 = append(p50, millis(t.times[len(t.times)/2]))
		p99 = append(p99, millis(t.times[len(t.times)*99/100]))
		rate = append(rate, float64(len(t.times))/t.total.Seconds())
	}
	return Figures{P50Millis: median(p50), P99Millis: median(p99), PerSecond: median(rate)}
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

// count counts output, which every way must carry out of the program.
type count struct{ n int }

func (c *count) Write(p []byte) (int, error) {
	c.n += len(p)
	return len(p), nil
}

var errSilent = errors.New("the program printed nothing")

func bare(args []string) way {
	return func(context.Context) error {
		var out, errs count
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Env = environment
		cmd.Stdout, cmd.Stderr = &out, &errs
		if err := cmd.Run(); err != nil {
			return err
		}
		if out.n == 0 {
			return errSilent
		}
		return nil
	}
}

func inside(s sandbox.Slot, args []string) way {
	return func(ctx context.Context) error {
		var out, errs count
		res, err := s.Run(ctx, sandbox.Spec{Args: args, Env: environment, Stdout: &out, Stderr: &errs})
		if err != nil {
			return err
		}
		if res.Status != sandbox.OK {
			return fmt.Errorf("%s: %s", res.Status, res.Detail)
		}
		if out.n == 0 {
			return errSilent
		}
		return nil
	}
}

var environment = []string{"PATH=/usr/bin:/bin"}

// wrapped is bubblewrap with a like isolation.
func wrapped(bwrap string, args []string) []string {
	list := []string{bwrap, "--unshare-all", "--die-with-parent", "--ro-bind", "/usr", "/usr",
		"--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
		"--proc", "/proc", "--dev", "/dev", "--tmpfs", "/w", "--chdir", "/w"}
	if _, err := os.Stat(args[0]); err == nil && !slices.Contains([]string{"/usr", "/bin"}, args[0]) {
		list = append(list, "--ro-bind", args[0], args[0])
	}
	return append(append(list, "--"), args...)
}
