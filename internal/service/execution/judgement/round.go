package judgement

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// nextRound is a judgement's subject once more, judged by the same plan.
func (s *Service) nextRound(ctx context.Context, last *Judgement, of ids.Rejudging) *Judgement {
	q := last.Job.V.Request
	q.Subject.Round, q.Priority = last.Round+1, contract.PriorityRejudge
	q.RequestID = httpx.RequestID(ctx)
	j := newJudgement(q, s.now())
	j.Rejudging = of
	return j
}

// QueueRound queues a judgement's subject once more.
func (s *Service) QueueRound(ctx context.Context, last *Judgement, of ids.Rejudging) error {
	return s.queue(ctx, s.nextRound(ctx, last, of))
}
