package participant

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// What is told of somebody and the room. A row changes only once, by whichever replica is first, and that is who tells it.
//
//	away → in the room: admitted, and their page is there (Arrive, See)
//	in the room → away: not seen for seenFor, removed, or the interview ended
const (
	Joined = "joined"
	Left   = "left"
)

const goneLimit = 100 // participants a round; the next follows at once when there are more

// Arrive notes that somebody who was admitted is in the room; who is there already does not come again.
func (s *Service) Arrive(ctx context.Context, p Participant) error {
	if p.CameAt != nil || p.State != Admitted {
		return nil
	}
	now := s.now()
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		came, err := s.came(ctx, p, now)
		if err != nil {
			return err
		}
		return s.passed(ctx, came, Joined, now)
	})
	if errors.Is(err, db.ErrNoRows) {
		return nil
	}
	return err
}

// settle comes before a sign of life: whoever was silent for longer than a moment has left meanwhile, though nobody had looked yet.
func (s *Service) settle(ctx context.Context, p Participant) (Participant, error) {
	if p.CameAt == nil || p.Here(s.now()) {
		return p, nil
	}
	p.CameAt = nil
	return p, s.leaveSilent(ctx, p)
}

// leaveSilent has somebody leave at their last sign of life, unless there was another meanwhile.
func (s *Service) leaveSilent(ctx context.Context, p Participant) error {
	silent := one(p).And("seen_at <= ?", s.now().Add(-seenFor))
	return s.leave(ctx, silent, func(gone Participant) time.Time { return *gone.SeenAt })
}

// LeaveAll has everybody leave an interview that ended, in the transaction that ends it.
func (s *Service) LeaveAll(ctx context.Context, ended schedule.Interview) error {
	all := db.Where("organization_id = ?", ended.Organization).And("interview_id = ?", ended.ID)
	return s.leave(ctx, all, func(Participant) time.Time { return *ended.EndedAt })
}

// leave notes of those in the room whom the conditions name that they have left it.
func (s *Service) leave(ctx context.Context, who *db.Conditions, when func(Participant) time.Time) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		gone, err := s.went(ctx, who)
		if err != nil {
			return err
		}
		for _, p := range gone {
			if err := s.passed(ctx, p, Left, when(p)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Watch notes who has left without a word, until ctx ends.
func (s *Service) Watch(ctx context.Context) error {
	return s.every(ctx, seenFor, "who left interviews was not noted", s.LeaveGone)
}

// LeaveGone does it for all that are gone now.
func (s *Service) LeaveGone(ctx context.Context) error {
	for {
		gone, err := s.gone(ctx, s.now().Add(-seenFor), goneLimit)
		if err != nil {
			return err
		}
		for _, p := range gone {
			err = errors.Join(err, s.leaveSilent(ctx, p))
		}
		if err != nil || len(gone) < goneLimit {
			return err
		}
	}
}
