package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/codecraft-hq/codecraft/internal/cli/top"
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
	p := top.Probe{Base: "http://" + t.AdminAddr}
	before, err := p.Look(ctx)
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
		now, err := p.Look(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if err := show(top.Between(before, now)); err != nil || t.Once {
			return err
		}
		before = now
	}
}

// screen is how a state is shown: live on a terminal, in a screen of its own that leave gives back; else one below the other.
func (t *topCommand) screen(out io.Writer) (show func(top.State) error, leave func()) {
	if t.JSON {
		encoder := json.NewEncoder(out)
		return func(s top.State) error { return encoder.Encode(s) }, func() {}
	}
	f, ok := out.(*os.File)
	if t.Once || !ok || !term.IsTerminal(int(f.Fd())) {
		return func(s top.State) error { return s.Print(harmlessWriter{out}) }, func() {}
	}
	_, _ = fmt.Fprint(out, "\x1b[?1049h\x1b[?25l")
	live := func(s top.State) error {
		var text strings.Builder
		if err := s.Print(harmlessWriter{&text}); err != nil {
			return err
		}
		_, err := fmt.Fprint(out, "\x1b[H", strings.ReplaceAll(text.String(), "\n", "\x1b[K\n"), "\x1b[J")
		return err
	}
	return live, func() { _, _ = fmt.Fprint(out, "\x1b[?25h\x1b[?1049l") }
}
