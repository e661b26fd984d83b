package judging

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// seats are the slots one test needs at once.
type seats struct {
	program   sandbox.Slot
	validator sandbox.Slot // of interactive problems only
}

func (s seats) leave() error {
	err := s.program.Close()
	if s.validator != nil {
		err = errors.Join(err, s.validator.Close())
	}
	return err
}

// pairing lets one judging at a time gather two slots of the same back end.
//
// Nobody can wait for ever: whoever holds a slot and waits for a second one is the only one who does so. The other
// slots are held by those who run something and give them back. Where validators have a back end of
// their own, everybody takes a slot for the program first and one for the validator then, and never the other way.
var pairing = make(chan struct{}, 1)

// seating tells how workers of this judging get their seats. The first worker gets the slot that is open already.
func (j *judging) seating(first sandbox.Slot) func(ctx context.Context, isFirst bool) (seats, error) {
	program := func(ctx context.Context, isFirst bool) (sandbox.Slot, error) {
		if isFirst {
			return first, nil
		}
		return j.Backend.Open(ctx)
	}
	switch {
	case j.referee == nil || !j.referee.Interactive:
		return func(ctx context.Context, isFirst bool) (seats, error) {
			slot, err := program(ctx, isFirst)
			return seats{program: slot}, err
		}
	case j.Validators != nil && j.Validators != j.Backend:
		return func(ctx context.Context, isFirst bool) (seats, error) {
			slot, err := program(ctx, isFirst)
			if err != nil {
				return seats{}, err
			}
			return beside(ctx, slot, j.Validators)
		}
	}
	return func(ctx context.Context, isFirst bool) (seats, error) {
		if isFirst {
			if err := first.Close(); err != nil {
				return seats{}, err
			}
		}
		return j.pair(ctx)
	}
}

// beside opens a second slot, or gives the first one back.
func beside(ctx context.Context, slot sandbox.Slot, other sandbox.Backend) (seats, error) {
	second, err := other.Open(ctx)
	if err != nil {
		return seats{}, errors.Join(err, slot.Close())
	}
	return seats{program: slot, validator: second}, nil
}

// pair opens two slots of the one back end there is.
func (j *judging) pair(ctx context.Context) (seats, error) {
	if j.Backend.Slots() < 2 {
		return seats{}, errs.New(errs.Unavailable, "judging_needs_two_slots", "an interactive problem needs two sandbox slots at once, and this host has one")
	}
	select {
	case pairing <- struct{}{}:
	case <-ctx.Done():
		return seats{}, ctx.Err()
	}
	defer func() { <-pairing }()
	slot, err := j.Backend.Open(ctx)
	if err != nil {
		return seats{}, err
	}
	return beside(ctx, slot, j.Backend)
}
