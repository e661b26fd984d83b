package run_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/parts/run"
)

func TestWhatIsMissingIsNamedInOrder(t *testing.T) {
	err := run.Required("rooms", map[string]bool{"Log": true, "Bus": false, "DB": true})
	if err == nil || err.Error() != "rooms: DB is missing\nrooms: Log is missing" {
		t.Errorf("got %v", err)
	}
	if err := run.Required("rooms", map[string]bool{"Bus": false}); err != nil {
		t.Errorf("nothing is missing, and yet %v", err)
	}
}

func TestHearingBeginsBeforeWorkAndEndsAfterIt(t *testing.T) {
	var order []string
	ear := func(name string) (func() error, error) {
		order = append(order, "hear "+name)
		return func() error { order = append(order, "deaf "+name); return nil }, nil
	}
	fault := errors.New("a worker failed")
	err := run.Until(t.Context(), slog.New(slog.DiscardHandler), func(ears *run.Ears) {
		ears.Add(ear("a"))
		ears.Add(ear("b"))
	}, func(context.Context) error {
		return fault
	}, func(ctx context.Context) error {
		<-ctx.Done() // the other's fault ends this one
		order = append(order, "work ended")
		return ctx.Err()
	})
	if want := []string{"hear a", "hear b", "work ended", "deaf b", "deaf a"}; !errors.Is(err, fault) || !slices.Equal(order, want) {
		t.Errorf("%v: %v, want %v", err, order, want)
	}
}

func TestASubscriptionThatFailsEndsTheOthersAndNoWorkBegins(t *testing.T) {
	ended, fault := false, errors.New("no such stream")
	err := run.Until(t.Context(), slog.New(slog.DiscardHandler), func(ears *run.Ears) {
		ears.Add(func() error { ended = true; return nil }, nil)
		ears.Add(nil, fault)
	}, func(context.Context) error { t.Error("work began"); return nil })
	if !errors.Is(err, fault) || !ended {
		t.Errorf("%v, the other one ended: %v", err, ended)
	}
}
