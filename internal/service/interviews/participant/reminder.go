package participant

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const (
	remindEvery = 30 * time.Second
	remindLimit = 100 // interviews a round; the next follows at once when there are more
)

// Remind mails those invited to what begins within the hour, until ctx ends.
func (s *Service) Remind(ctx context.Context) error {
	return s.every(ctx, remindEvery, "people were not reminded of interviews", s.RemindDue)
}

// every does something again and again until ctx ends, and says in the log what was not done.
func (s *Service) every(ctx context.Context, pace time.Duration, undone string, do func(context.Context) error) error {
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			s.log.Error(undone+", trying again", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// RemindDue does it for all that is due now.
func (s *Service) RemindDue(ctx context.Context) error {
	for {
		due, err := s.schedule.Due(ctx, remindLimit)
		if err != nil {
			return err
		}
		for _, id := range due {
			err = errors.Join(err, s.remind(ctx, id))
		}
		if err != nil || len(due) < remindLimit {
			return err
		}
	}
}

// remind takes an interview and queues its mails in one transaction: once, whoever else looks or dies meanwhile.
func (s *Service) remind(ctx context.Context, id ids.Interview) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		interview, err := s.schedule.TakeDue(ctx, id)
		if err != nil {
			return err
		}
		return s.mailAll(ctx, reminder, letter{Interview: interview})
	})
	if errors.Is(err, db.ErrNoRows) {
		return nil
	}
	return err
}
