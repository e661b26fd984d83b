// Package run begins and ends what a service does beside answering: it names the dependencies that are missing, keeps
// what the service hears on the bus until everything that works with it has stopped, and ends all when one part fails.
package run

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Required names each dependency that is absent, in the order of their names; nil when all are there.
func Required(service string, absent map[string]bool) error {
	var missing []error
	for _, name := range slices.Sorted(maps.Keys(absent)) {
		if absent[name] {
			missing = append(missing, fmt.Errorf("%s: %s is missing", service, name))
		}
	}
	return errors.Join(missing...)
}

// Ears are the subscriptions of a service.
type Ears struct {
	stops []func() error
	err   error
}

// Add takes what a subscription answered: how to end it, or why it could not begin.
func (e *Ears) Add(stop func() error, err error) {
	if err != nil {
		e.err = errors.Join(e.err, err)
		return
	}
	e.stops = append(e.stops, stop)
}

// Err is why a subscription could not begin; nil when all did.
func (e *Ears) Err() error { return e.err }

// Close ends the subscriptions, the last one first.
func (e *Ears) Close() (err error) {
	for _, stop := range slices.Backward(e.stops) {
		err = errors.Join(err, stop())
	}
	e.stops = nil
	return err
}

// Until works until ctx ends or a worker fails, which ends the others. It begins to hear before the first worker begins,
// and stops when the last one has ended.
func Until(ctx context.Context, log *slog.Logger, listen func(*Ears), workers ...func(context.Context) error) error {
	var ears Ears
	listen(&ears)
	defer func() {
		if err := ears.Close(); err != nil {
			log.Warn("a subscription did not stop", "error", err) // the connection may be gone already
		}
	}()
	if err := ears.Err(); err != nil {
		return err
	}
	all, ctx := errgroup.WithContext(ctx)
	for _, work := range workers {
		all.Go(func() error { return work(ctx) })
	}
	return all.Wait()
}
