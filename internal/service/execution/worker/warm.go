package worker

import (
	"context"
	"encoding/json"
	"os"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// idleLook is how often a worker with languages to prepare looks whether nobody needs its slots.
const idleLook = time.Second

// warm prepares languages (a precompiled header, a compiled library) and tries them, one by one while nothing is to be
// judged, so that the first candidate does not wait for the one and does not meet a language that cannot work here.
func (w *Worker) warm(ctx context.Context) error {
	place, err := w.place()
	if err != nil {
		return err
	}
	for _, tool := range w.toolchain.Table() {
		if !tool.Installed {
			continue
		}
		if err := w.idle(ctx); err != nil {
			return err
		}
		if err := w.prepare(ctx, tool.Language, place); err != nil && ctx.Err() == nil {
			w.log.Warn("worker: a language was not prepared", "language", tool.Language.ID, "error", err)
		}
	}
	w.log.Info("languages prepared")
	return nil
}

// idle waits until nobody needs the slots.
func (w *Worker) idle(ctx context.Context) error {
	tick := time.NewTicker(idleLook)
	defer tick.Stop()
	for {
		inUse, waiting := w.lanes.state()
		if inUse[judgings]+waiting[judgings]+inUse[runs]+waiting[runs] == 0 {
			return ctx.Err()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (w *Worker) prepare(ctx context.Context, l toolchain.Language, place string) error {
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
	var tool toolchain.Tool
	if err == nil {
		tool, err = w.toolchain.Try(ctx, slot, l.ID, place)
	}
	if closed := slot.Close(); err == nil {
		err = closed
	}
	switch {
	case err != nil:
		return err
	case !tool.Installed:
		w.log.Warn("worker: a language is not offered", "language", l.ID, "why", tool.Problem)
	case tool.Lacks != "":
		w.log.Warn("worker: a language lacks something", "language", l.ID, "what", tool.Lacks)
	default:
		w.log.Info("language prepared", "language", l.ID, "version", tool.Version, "took_ms", ms(time.Since(began)), "without_gain", len(cold) > 0)
	}
	return w.detect()
}

// place is all that decides what a slot offers: the back end and its protections, and this start of the machine.
func (w *Worker) place() (string, error) {
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id") // hidden in some containers: then the protections say enough
	all, err := json.Marshal([]any{w.backend.Name(), w.backend.Protections(), boot})
	return string(all), err
}
