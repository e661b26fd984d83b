// Package lifecycle starts long-running units in order and stops them in reverse.
package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Unit is one long thing. Run works until ctx ends and then drains; Ready says when neighbours may count on it.
type Unit struct {
	Name  string
	Run   func(ctx context.Context) error
	Ready func(ctx context.Context) error // nil: ready as soon as it runs
}

// Group runs units. The zero value is not usable; use New.
type Group struct {
	log   *slog.Logger
	grace time.Duration // how long one unit may drain
	units []Unit
	mu    sync.Mutex
	ready map[string]bool
}

// New makes a group whose units each get grace to drain when they are stopped.
func New(log *slog.Logger, grace time.Duration) *Group {
	return &Group{log: log, grace: grace, ready: map[string]bool{}}
}

// Add appends a unit; it is started after those added before it, and stopped before them.
func (g *Group) Add(u Unit) { g.units = append(g.units, u) }

type running struct {
	unit Unit
	stop context.CancelFunc
	done chan error
}

// Run starts every unit, waits until ctx ends or one of them fails, and stops them in reverse.
// started is called once all are ready.
func (g *Group) Run(ctx context.Context, started func()) error {
	failed := make(chan error, len(g.units))
	var live []running
	var err error
	for _, u := range g.units {
		r := g.start(ctx, u, failed)
		live = append(live, r)
		if err = g.await(ctx, r, failed); err != nil {
			break
		}
		g.setReady(u.Name, true)
	}
	if err == nil {
		started()
		select {
		case <-ctx.Done():
		case err = <-failed:
		}
	}
	return errors.Join(err, g.stop(live))
}

func (g *Group) start(ctx context.Context, u Unit, failed chan<- error) running {
	own, stop := context.WithCancel(context.WithoutCancel(ctx))
	r := running{u, stop, make(chan error, 1)}
	go func() {
		err := u.Run(own)
		if own.Err() == nil && err == nil {
			err = errors.New("ended by itself")
		}
		if own.Err() != nil && errors.Is(err, context.Canceled) {
			err = nil
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", u.Name, err)
			failed <- err
		}
		r.done <- err
	}()
	return r
}

// await waits until the unit is ready, or until it or one before it fails.
func (g *Group) await(ctx context.Context, r running, failed <-chan error) error {
	if r.unit.Ready == nil {
		return nil
	}
	for wait := time.Millisecond; ; wait = min(2*wait, 250*time.Millisecond) {
		err := r.unit.Ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s did not become ready: %w", r.unit.Name, err)
		case failure := <-failed:
			return failure
		case <-time.After(wait):
		}
	}
}

func (g *Group) stop(live []running) error {
	var all error
	for i := len(live) - 1; i >= 0; i-- {
		r := live[i]
		g.setReady(r.unit.Name, false)
		r.stop()
		select {
		case err := <-r.done:
			if err != nil {
				g.log.Error("stopped with an error", "unit", r.unit.Name, "error", err)
			}
		case <-time.After(g.grace):
			all = errors.Join(all, fmt.Errorf("%s did not stop within %v", r.unit.Name, g.grace))
		}
	}
	return all
}

func (g *Group) setReady(name string, v bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ready[name] = v
}

// Check answers an error naming the first unit that is not ready; for /readyz.
func (g *Group) Check(ctx context.Context) error {
	for _, u := range g.units {
		if err := g.check(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

func (g *Group) check(ctx context.Context, u Unit) error {
	g.mu.Lock()
	ok := g.ready[u.Name]
	g.mu.Unlock()
	if !ok {
		return fmt.Errorf("%s is not ready", u.Name)
	}
	if u.Ready != nil {
		if err := u.Ready(ctx); err != nil {
			return fmt.Errorf("%s: %w", u.Name, err)
		}
	}
	return nil
}

// State is how a unit is.
type State struct {
	Name string
	Err  error // why it is not ready; nil: it is
}

// States are all units in their order. They are asked at once, so that those that wait for the same thing wait together.
func (g *Group) States(ctx context.Context) []State {
	all := make([]State, len(g.units))
	var asked sync.WaitGroup
	for i, u := range g.units {
		asked.Go(func() { all[i] = State{u.Name, g.check(ctx, u)} })
	}
	asked.Wait()
	return all
}
