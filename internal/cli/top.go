package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"
)

type topCommand struct {
	AdminAddr string        `default:"127.0.0.1:9080" help:"Admin address of the process to look at."`
	Every     time.Duration `default:"2s" help:"How often to look; rates are of this time."`
	Once      bool          `help:"Look once, and end."`
	JSON      bool          `name:"json" help:"Print a line of JSON each time."`
}

// Examples are shown in the command's help.
func (topCommand) Examples() []string {
	return []string{
		"codecraft top                                     # live, until Ctrl+C",
		"codecraft top --once                              # for a message to somebody",
		"codecraft top --admin-addr 10.0.0.3:9080 --json   # a worker elsewhere, for a script",
	}
}

// Validate refuses what would look all the time.
func (t *topCommand) Validate() error {
	if t.Every < 100*time.Millisecond {
		return fmt.Errorf("--every %v: 100ms is the least", t.Every)
	}
	return nil
}

// Run looks until ctx ends.
func (t *topCommand) Run(ctx context.Context, o output) error {
	p := probe{base: "http://" + t.AdminAddr}
	before, err := p.look(ctx)
	if err != nil {
		return err
	}
	show, leave := t.screen(o.out)
	defer leave()
	tick := time.NewTicker(t.Every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		now, err := p.look(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if err := show(stateOf(before, now)); err != nil || t.Once {
			return err
		}
		before = now
	}
}

// screen is how a state is shown: live on a terminal, in a screen of its own that leave gives back; else one below the other.
func (t *topCommand) screen(out io.Writer) (show func(state) error, leave func()) {
	if t.JSON {
		encoder := json.NewEncoder(out)
		return func(s state) error { return encoder.Encode(s) }, func() {}
	}
	f, ok := out.(*os.File)
	if t.Once || !ok || !term.IsTerminal(int(f.Fd())) {
		return func(s state) error { return s.print(harmlessWriter{out}) }, func() {}
	}
	_, _ = fmt.Fprint(out, "\x1b[?1049h\x1b[?25l")
	live := func(s state) error {
		var text strings.Builder
		if err := s.print(harmlessWriter{&text}); err != nil {
			return err
		}
		_, err := fmt.Fprint(out, "\x1b[H", strings.ReplaceAll(text.String(), "\n", "\x1b[K\n"), "\x1b[J")
		return err
	}
	return live, func() { _, _ = fmt.Fprint(out, "\x1b[?25h\x1b[?1049l") }
}

// print is a screen of less than 80 columns.
func (s state) print(w io.Writer) error {
	ready := "ready"
	if !s.Ready {
		ready = "NOT READY: " + s.Problem
	}
	lines := []string{
		fmt.Sprintf("CodeCraft %s, %s", s.Version, ready),
		"",
		fmt.Sprintf("Requests   %s a second, %s of them failed; %.0f under way, %.0f streams and sockets", rate(s.Requests.PerSecond), rate(s.Requests.FailedPerSecond), s.Requests.UnderWay, s.Requests.Open),
		fmt.Sprintf("People     %.0f attempts run, %s edits a second, %.0f in video", s.Attempts, rate(s.Edits), s.Video),
		fmt.Sprintf("Queue      runs: %.0f, the oldest for %s; judgings: %.0f, the oldest for %s",
			s.Queue["runs"].Waiting, span(s.Queue["runs"].OldestSeconds), s.Queue["judgings"].Waiting, span(s.Queue["judgings"].OldestSeconds)),
		fmt.Sprintf("Workers    %.0f; here %.0f slots, %.0f with runs, %.0f with judgings", s.Workers.Count, s.Workers.Slots, s.Workers.Busy["runs"], s.Workers.Busy["judgings"]),
		"Runs       " + rates(s.Runs),
		"Verdicts   " + rates(s.Verdicts),
		fmt.Sprintf("Faults     %s of the sandbox a second", rate(s.SandboxFailures)),
		fmt.Sprintf("Memory     %s of %s used, %s by this process", bytesText(s.Memory.Used), bytesText(s.Memory.Limit), bytesText(s.Memory.Process)),
		fmt.Sprintf("Disk       %s free", bytesText(s.DiskFree)),
		"",
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n"))
	return err
}

// rates are those that are not 0, by name.
func rates(all map[string]float64) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] > 0 {
			parts = append(parts, rate(all[name])+" "+name)
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ") + " a second"
}

func rate(perSecond float64) string {
	if perSecond == 0 || perSecond >= 10 {
		return fmt.Sprintf("%.0f", perSecond)
	}
	return fmt.Sprintf("%.1f", perSecond)
}

func span(seconds float64) string {
	return (time.Duration(seconds*1000) * time.Millisecond).Round(100 * time.Millisecond).String()
}

func bytesText(n float64) string {
	if n < 1<<30 {
		return fmt.Sprintf("%.0f MB", n/(1<<20))
	}
	return fmt.Sprintf("%.1f GB", n/(1<<30))
}
