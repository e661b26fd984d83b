package execution

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// idleLook is how often a worker with languages to prepare looks whether nobody needs its slots.
const idleLook = time.Second

// warm prepares languages (a precompiled header, a compiled library) one by one while nothing is to be
// judged, so that the first candidate does not wait for it. What is prepared stays on the host.
func (w *Worker) warm(ctx context.Context) error {
	tick := time.NewTicker(idleLook)
	defer tick.Stop()
	for _, tool := range w.toolchain.Table() {
		if !tool.Installed || len(tool.Language.Warm.Run) == 0 {
			continue
		}
		for busy := true; busy; {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-tick.C:
			}
			inUse, waiting := w.lanes.state()
			busy = inUse[judgings]+waiting[judgings]+inUse[runs]+waiting[runs] > 0
		}
		if err := w.warmOne(ctx, tool.Language); err != nil && ctx.Err() == nil {
			w.log.Warn("worker: a language was not prepared", "language", tool.Language.ID, "error", err)
		}
	}
	w.log.Info("languages prepared")
	return nil
}

func (w *Worker) warmOne(ctx context.Context, l toolchain.Language) error {
	if err := w.lanes.enter(ctx, judgings, ""); err != nil {
		return err
	}
	defer w.lanes.leave(judgings, "")
	slot, err := w.backend.Open(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	cold, err := w.toolchain.Warm(ctx, slot, l.ID)
	if err == nil {
		w.log.Info("language prepared", "language", l.ID, "took_ms", ms(time.Since(began)), "without_gain", len(cold) > 0)
	}
	if closed := slot.Close(); err == nil {
		err = closed
	}
	return err
}
