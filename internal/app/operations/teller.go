package operations

import (
	"context"
	"log/slog"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

// Teller tells how this process is.
type Teller struct {
	Bus   *bus.Bus
	Log   *slog.Logger
	Board *Board                       // of this process, which hears it without the queue; nil: there is none
	Make  func(context.Context) Report // waits no longer than a few seconds
}

// Run tells until ctx ends, and at last that the process leaves.
func (t Teller) Run(ctx context.Context) error {
	tick := time.NewTicker(TellEvery)
	defer tick.Stop()
	for {
		r := t.Make(ctx)
		t.tell(ctx, r)
		select {
		case <-ctx.Done():
			r.Leaving = true
			t.tell(context.WithoutCancel(ctx), r)
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (t Teller) tell(ctx context.Context, r Report) {
	if t.Board != nil {
		t.Board.take(r)
	}
	if err := t.Bus.Publish(ctx, Subject, r); err != nil && ctx.Err() == nil {
		t.Log.Warn("operations: a report was not sent", "error", err)
	}
}
