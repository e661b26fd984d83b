package judgement

import (
	"context"
	"sync"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
)

// queueCount is how many judgements wait, as it was a moment ago: who asks often does not count them each time.
type queueCount struct {
	mu      sync.Mutex
	counted time.Time
	total   int
	of      map[ids.Organization]int
}

// countLasts is how long a count is good for.
const countLasts = time.Second

// waiting counts the judgements that wait, of an organization and of all.
func (s *Service) waiting(ctx context.Context, org ids.Organization) (own, total int, err error) {
	b := &s.queued
	b.mu.Lock()
	defer b.mu.Unlock()
	if time.Since(b.counted) > countLasts {
		lines, err := s.lines(ctx)
		if err != nil {
			return 0, 0, err
		}
		b.counted, b.total, b.of = time.Now(), 0, map[ids.Organization]int{}
		for _, l := range lines {
			b.of[l.Organization] = l.Waiting
			b.total += l.Waiting
		}
	}
	return b.of[org], b.total, nil
}

// When those come again who find a queue full: it drains in minutes, not in moments.
const (
	afterOwnQueue = 10 * time.Second
	afterQueue    = 30 * time.Second
)

// MayJudge refuses an organization whose queue is full, or who had its judgings of the day, or anybody when the whole queue is full.
func (s *Service) MayJudge(ctx context.Context, q contract.MayJudge) (contract.MayJudgeAnswer, error) {
	own, total, err := s.waiting(ctx, q.Organization)
	switch {
	case err != nil:
		return contract.MayJudgeAnswer{}, err
	case own >= s.config.OrganizationQueue:
		return contract.MayJudgeAnswer{}, errs.New(errs.TooMany, "organization_queue_full",
			"%d judgements of your organization wait, as many as it may have queued: this one would have place %d. Try again when some are done", own, own+1).After(afterOwnQueue)
	case total >= s.config.Queue:
		return contract.MayJudgeAnswer{}, errs.New(errs.Unavailable, "queue_full",
			"%d judgements wait, as many as there is room for: this one would have place %d. Try again when some are done", total, total+1).After(afterQueue)
	}
	return contract.MayJudgeAnswer{Waiting: own}, s.judgings.Room(ctx, q.Organization, 1)
}

// Used tells how many judgings an organization had today.
func (s *Service) Used(ctx context.Context, organization ids.Organization) (quota.Usage, error) {
	return s.judgings.Used(ctx, organization)
}
