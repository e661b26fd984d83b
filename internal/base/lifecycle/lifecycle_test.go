package lifecycle_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/lifecycle"
)

const grace = 10 * time.Second

var errBroken = errors.New("broken")

// diary is what happened, in its order.
type diary struct {
	mu    sync.Mutex
	lines []string
}

func (d *diary) note(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, line)
}

func (d *diary) read() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.lines)
}

// unit is ready some time after it began, and drains for some time after it is told to stop.
func (d *diary) unit(name string, warmUp, drain time.Duration) lifecycle.Unit {
	var ready atomic.Pointer[time.Time]
	return lifecycle.Unit{
		Name: name,
		Run: func(ctx context.Context) error {
			d.note(name + " runs")
			at := time.Now().Add(warmUp)
			ready.Store(&at)
			<-ctx.Done()
			time.Sleep(drain) // the bubble's clock
			d.note(name + " stopped")
			return ctx.Err()
		},
		Ready: func(context.Context) error {
			if at := ready.Load(); at == nil || time.Now().Before(*at) {
				return errors.New("warming up")
			}
			return nil
		},
	}
}

func group(units ...lifecycle.Unit) *lifecycle.Group {
	g := lifecycle.New(slog.New(slog.DiscardHandler), grace)
	for _, u := range units {
		g.Add(u)
	}
	return g
}

func TestUnitsStartInOrderAndStopInReverse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		g := group(d.unit("database", 3*time.Second, time.Second), d.unit("queue", time.Second, 0), d.unit("http", 0, 5*time.Second))
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(2*time.Second, func() {
			if err := g.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "database") {
				t.Errorf("while the database warms up the group says %v", err)
			}
		})
		err := g.Run(ctx, func() {
			d.note("all ready")
			if err := g.Check(t.Context()); err != nil {
				t.Error("started, but", err)
			}
			time.AfterFunc(time.Minute, stop)
		})
		if err != nil {
			t.Error(err)
		}
		want := []string{"database runs", "queue runs", "http runs", "all ready", "http stopped", "queue stopped", "database stopped"}
		if !slices.Equal(d.read(), want) {
			t.Errorf("got  %q\nwant %q", d.read(), want)
		}
		if g.Check(t.Context()) == nil {
			t.Error("a stopped group says that it is ready")
		}
	})
}

func TestAFailingUnitStopsTheOthers(t *testing.T) {
	fails := func(after time.Duration, err error, ready func(context.Context) error) lifecycle.Unit {
		return lifecycle.Unit{Name: "worker", Ready: ready, Run: func(context.Context) error {
			time.Sleep(after) // the bubble's clock
			return err
		}}
	}
	never := func(context.Context) error { return errors.New("not yet") }
	tests := map[string]struct {
		unit    lifecycle.Unit
		started bool
		says    string
	}{
		"at once":                       {fails(0, errBroken, nil), false, "worker: broken"},
		"after a while":                 {fails(time.Hour, errBroken, nil), true, "worker: broken"},
		"without an error":              {fails(time.Hour, nil, nil), true, "worker: ended by itself"},
		"before it is ready":            {fails(time.Second, errBroken, never), false, "worker: broken"},
		"while one after it warms up":   {fails(time.Second, errBroken, nil), false, "worker: broken"},
		"never, but its readiness lags": {lifecycle.Unit{Name: "worker", Ready: never, Run: func(ctx context.Context) error { <-ctx.Done(); return nil }}, false, "worker did not become ready: not yet"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var d diary
				warmUp := time.Duration(0)
				if strings.Contains(name, "warms up") {
					warmUp = 24 * time.Hour
				}
				ctx, stop := context.WithTimeout(t.Context(), 2*time.Hour)
				defer stop()
				started := false
				err := group(d.unit("first", 0, 0), c.unit, d.unit("last", warmUp, 0)).Run(ctx, func() { started = true })
				if err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("ended with %v, want %q", err, c.says)
				}
				if started != c.started {
					t.Errorf("all ready: %v, want %v", started, c.started)
				}
				if lines := d.read(); lines[len(lines)-1] != "first stopped" {
					t.Errorf("the first was not stopped last: %q", lines)
				}
			})
		})
	}
}

func TestAUnitThatDoesNotDrainIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		ctx, stop := context.WithCancel(t.Context())
		began := time.Now()
		err := group(d.unit("first", 0, time.Second), d.unit("stuck", 0, time.Hour), d.unit("slow", 0, grace-time.Second)).Run(ctx, stop)
		if err == nil || !strings.Contains(err.Error(), "stuck did not stop within 10s") || strings.Contains(err.Error(), "slow") {
			t.Errorf("ended with %v", err)
		}
		if took := time.Since(began); took > 2*grace+time.Second {
			t.Errorf("stopping took %v", took)
		}
		if want, got := []string{"slow stopped", "first stopped"}, d.read()[3:]; !slices.Equal(got, want) {
			t.Errorf("stopped %q, want %q", got, want)
		}
		time.Sleep(time.Hour) // the bubble's clock: it ends after all, and nobody minds
	})
}

func TestTheStateOfEachUnitIsToldWithItsReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		down := errors.New("the database does not answer")
		slow := func(context.Context) error { time.Sleep(time.Second); return down }
		broken := lifecycle.Unit{Name: "broken", Run: func(ctx context.Context) error { <-ctx.Done(); return nil }}
		var asked atomic.Bool
		broken.Ready = func(ctx context.Context) error {
			if asked.Load() {
				return slow(ctx)
			}
			return nil
		}
		also := broken
		also.Name = "also"
		g := group(broken, also, d.unit("http", 0, 0))
		for _, state := range g.States(t.Context()) {
			if state.Err == nil {
				t.Errorf("%s is ready before it was begun", state.Name)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		err := g.Run(ctx, func() {
			asked.Store(true)
			began := time.Now()
			states := g.States(t.Context())
			if len(states) != 3 || !errors.Is(states[0].Err, down) || !errors.Is(states[1].Err, down) || states[2] != (lifecycle.State{Name: "http"}) {
				t.Errorf("the units are %v", states)
			}
			if took := time.Since(began); took != time.Second {
				t.Errorf("they were asked one after the other: %v", took) // the bubble's clock
			}
			stop()
		})
		if err != nil {
			t.Error(err)
		}
	})
}
