package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/cli/top"
)

type drainCommand struct {
	AdminAddr string        `default:"127.0.0.1:9080" help:"Admin address of the process that is to be stopped."`
	AtLeast   time.Duration `default:"15s" help:"Wait so long in any case: balancers learn meanwhile that the process goes."`
	AtMost    time.Duration `default:"90m" help:"Wait no longer for calls to end."`
	Every     time.Duration `default:"2s" help:"How often to look."`
}

// Examples are shown in the command's help.
func (drainCommand) Examples() []string {
	return []string{
		"codecraft drain                                   # until nobody is in a call, 90 minutes at most",
		"codecraft drain --at-most 2h && systemctl restart codecraft",
	}
}

// Validate refuses times that contradict one another.
func (d *drainCommand) Validate() error {
	if d.AtLeast > d.AtMost {
		return fmt.Errorf("--at-least %v is longer than --at-most %v", d.AtLeast, d.AtMost)
	}
	if d.Every < 100*time.Millisecond {
		return fmt.Errorf("--every %v: 100ms is the least", d.Every)
	}
	return nil
}

// Run waits. That calls go on at the end is said and no failure: what comes next is the stop, whatever this says. Who has answered once
// and is silent now is busy: an error would have calls broken off.
func (d *drainCommand) Run(ctx context.Context, o output) error {
	began := time.Now()
	tick := time.NewTicker(d.Every)
	defer tick.Stop()
	for people, asked := 0, false; ; asked = true {
		look, err := top.Probe{Base: "http://" + d.AdminAddr}.Look(ctx)
		if err != nil && !asked {
			return err
		}
		waited := time.Since(began)
		if err == nil {
			people = look.InCalls()
		}
		switch {
		case waited >= d.AtMost:
			_, err = fmt.Fprintf(o.out, "%s is over, and %d people are in calls still\n", d.AtMost, people)
			return err
		case err == nil && people == 0 && waited >= d.AtLeast:
			_, err = fmt.Fprintln(o.out, "nobody is in a call")
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
