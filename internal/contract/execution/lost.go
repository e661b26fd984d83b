package execution

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

const (
	// lookForLost is how often a neighbour looks after what may be lost.
	lookForLost = 10 * time.Second
	// LostAtOnce is how many of what waits for its judgement a neighbour looks after each time.
	LostAtOnce = 50
)

// Lost looks after what execution may have told in vain, or was never asked. The stream of events is bounded and a machine
// may lose power before it is on disk: what has gone with it is asked for again.
type Lost[T any] struct {
	What string // it is, for the log
	Log  *slog.Logger
	Next func(ctx context.Context, after string) ([]T, error) // a few, in the order of their ids
	ID   func(T) string
	Look func(ctx context.Context, one T) error
}

// Run looks after one part after the other, and after the last one at the beginning, until ctx ends. What is younger than
// late is left alone.
func (l Lost[T]) Run(ctx context.Context, late time.Duration) error {
	tick := time.NewTicker(min(lookForLost, late))
	defer tick.Stop()
	after := ""
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		next, err := l.After(ctx, after)
		if err != nil && ctx.Err() == nil {
			l.Log.Warn("what may be lost could not be looked after", "what", l.What, "error", err)
		}
		after = next
	}
}

// After looks after the part that follows an id and tells where to go on; after the last, at the beginning. One that
// fails is passed over until the next time round.
func (l Lost[T]) After(ctx context.Context, after string) (next string, err error) {
	all, err := l.Next(ctx, after)
	if err != nil {
		return after, err
	}
	for _, one := range all {
		next = l.ID(one)
		if err := l.Look(ctx, one); err != nil {
			return next, fmt.Errorf("%s %s: %w", l.What, next, err)
		}
	}
	return next, nil
}

// Recovery is what a neighbour does about a judging of which it has heard nothing.
type Recovery struct {
	Log   *slog.Logger
	Find  func(context.Context, Find) (FindAnswer, error)
	Take  func(context.Context, Judgement) error // takes a result in as if it had been told
	Again func(context.Context) error            // sends the request again
}

// Of asks execution what became of the judging of a subject. A result that has not arrived is taken in, a request that has not
// is sent again.
func (r Recovery) Of(ctx context.Context, q Find) error {
	asked, cancel := context.WithTimeout(ctx, AskTimeout)
	defer cancel()
	found, err := r.Find(asked, q)
	switch {
	case err != nil:
		return err
	case found.Judgement != nil:
		r.Log.Warn("a result had not arrived and is taken in", "kind", q.Subject.Kind, "subject", q.Subject.ID, "round", q.Subject.Round)
		return r.Take(ctx, *found.Judgement)
	case found.Known:
		return nil // it takes its time
	}
	r.Log.Warn("a request to judge had not arrived and is sent again", "kind", q.Subject.Kind, "subject", q.Subject.ID)
	return r.Again(ctx)
}
