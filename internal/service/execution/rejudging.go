package execution

import (
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Rejudging asks for the next round of one subject, or of all submissions of an assessment or of a
// problem's version. The rounds of many are queued in the background, a batch a transaction: a crash goes
// on after the last batch.
//
//	preparing ── every round is queued ──► judging ── every round has ended ──► finished
type Rejudging struct {
	ID           ids.Rejudging      `db:"id"`
	Organization ids.Organization   `db:"organization_id"`
	Judgement    ids.Judgement      `db:"judgement_id"`
	Assessment   ids.Assessment     `db:"assessment_id"`
	Version      ids.ProblemVersion `db:"problem_version_id"`
	Prepared     int                `db:"prepared"`
	Place        ids.Judgement      `db:"place"`
	CreatedBy    ids.User           `db:"created_by"`
	CreatedAt    time.Time          `db:"created_at"`
}

// rejudge starts a rejudging; what it names is checked.
func (s *Service) rejudge(ctx context.Context, r *Rejudging) error {
	who, err := identity.Require(ctx, identity.JudgementsManage)
	if err != nil {
		return err
	}
	r.ID, r.Organization, r.CreatedBy, r.CreatedAt = ids.New[ids.Rejudging](), who.Organization, who.User, s.clock()
	if _, err := s.MayJudge(ctx, contract.MayJudge{Organization: who.Organization}); err != nil {
		return err
	}
	named := 0
	for _, id := range []string{string(r.Judgement), string(r.Assessment), string(r.Version)} {
		if id != "" {
			named++
		}
	}
	if named != 1 {
		return errs.New(errs.Invalid, "rejudging_subject", "say what to judge again: one of judgementId, assessmentId and problemVersionId").At("/data/attributes")
	}
	defer s.wake()
	if r.Judgement != "" {
		return s.rejudgeOne(ctx, r)
	}
	some, err := s.rejudgeable(ctx, r, 1)
	if err != nil {
		return err
	}
	if len(some) == 0 {
		return errs.New(errs.NotFound, "rejudging_empty", "no submission of it has been judged: there is nothing to judge again")
	}
	return s.insertRejudging(ctx, r)
}

// rejudgeOne queues the next round of a judgement's subject.
func (s *Service) rejudgeOne(ctx context.Context, r *Rejudging) error {
	j, err := s.getJudgement(ctx, r.Organization, r.Judgement)
	if err != nil {
		return err
	}
	if j.Kind != contract.SubjectKindSubmission {
		return errs.New(errs.Conflict, "rejudging_reference", "a reference solution is judged by a verification: verify its problem again")
	}
	r.Prepared = 1
	return s.db.InTx(ctx, func(ctx context.Context) error {
		last, err := s.lastRound(ctx, j)
		if err != nil {
			return err
		}
		if last.State != stateFinished {
			return errs.New(errs.Conflict, "judging_running", "round %d of it is still being judged: wait for its result", last.Round)
		}
		if err := s.insertRejudging(ctx, r); err != nil {
			return err
		}
		_, err = s.insertJudgement(ctx, s.nextRound(ctx, last, r.ID))
		return err
	})
}

// nextRound is a judgement's subject once more, judged by the same plan.
func (s *Service) nextRound(ctx context.Context, last *Judgement, of ids.Rejudging) *Judgement {
	q := last.Job.V.Request
	q.Subject.Round, q.Priority = last.Round+1, contract.PriorityRejudge
	q.RequestID = httpx.RequestID(ctx)
	j := newJudgement(q, s.clock())
	j.Rejudging = of
	return j
}

const (
	prepareEvery = 2 * time.Second
	prepareBatch = 100
)

// prepareRejudgings queues the rounds of rejudgings of many, and tells of those that have ended, until ctx ends.
func (s *Service) prepareRejudgings(ctx context.Context) error {
	tick := time.NewTicker(prepareEvery)
	defer tick.Stop()
	for {
		if err := s.prepareAll(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("execution: a rejudging could not be prepared", "error", err)
		}
		if err := s.endRejudgings(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("execution: the end of a rejudging could not be told", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (s *Service) prepareAll(ctx context.Context) error {
	all, err := s.unprepared(ctx)
	if err != nil {
		return err
	}
	for _, r := range all {
		for more := true; more; {
			_, err := s.MayJudge(ctx, contract.MayJudge{Organization: r.Organization})
			if errs.Is(err, errs.TooMany) || errs.Is(err, errs.Unavailable) {
				break // the queue is full: later
			}
			if err != nil {
				return err
			}
			if more, err = s.prepare(ctx, r.ID); err != nil {
				return err
			}
			s.wake()
		}
	}
	return nil
}

// prepare queues one batch and reports whether there may be more. Replicas that prepare at once take turns.
func (s *Service) prepare(ctx context.Context, id ids.Rejudging) (more bool, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		r, err := s.lockRejudging(ctx, id)
		if err != nil || r == nil {
			return err
		}
		batch, err := s.rejudgeable(ctx, r, prepareBatch)
		if err != nil {
			return err
		}
		for i := range batch {
			if _, err := s.insertJudgement(ctx, s.nextRound(ctx, &batch[i], r.ID)); err != nil {
				return err
			}
			r.Place = batch[i].ID
		}
		more = len(batch) == prepareBatch
		if !more {
			r.Prepared = 1
		}
		return s.savePlace(ctx, r)
	})
	return more, err
}
