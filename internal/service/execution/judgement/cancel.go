package judgement

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// cancelJudgement ends a judgement that waits or is judged; a result that comes even so changes nothing.
func (s *Service) cancelJudgement(ctx context.Context, id ids.Judgement) error {
	who, err := identity.Require(ctx, identity.JudgementsManage)
	if err != nil {
		return err
	}
	if _, err := s.GetJudgement(ctx, who.Organization, id); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		j, err := s.saveCancellation(ctx, who, id)
		if err != nil {
			return err
		}
		if j == nil {
			return errs.New(errs.Conflict, "judgement_finished", "the judging has ended already: there is nothing to cancel")
		}
		s.db.AfterCommit(ctx, func() { s.withdraw(context.WithoutCancel(ctx), j) })
		return s.announce(ctx, j)
	})
}

// withdraw takes a cancelled judgement's job from the workers. What of that fails costs a judging in vain.
func (s *Service) withdraw(ctx context.Context, j *Judgement) {
	s.metrics.cancelled.Inc()
	s.Wake()
	if j.Sent == 0 {
		return
	}
	if err := s.bus.Remove(ctx, wire.StreamJudge, jobSubject(j)); err != nil {
		s.log.Warn("execution: the job of a cancelled judgement was not removed", "judgement", j.ID, "error", err)
	}
	if err := s.bus.Publish(ctx, wire.SubjectCancel, wire.Cancellation{Judgement: j.ID}); err != nil {
		s.log.Warn("execution: a cancellation was not sent", "judgement", j.ID, "error", err)
	}
}
