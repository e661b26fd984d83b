package rejudging

import (
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/judgement"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
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

// which are the rounds of a rejudging of many that are still to be judged again.
func (r *Rejudging) which() judgement.Rejudgeable {
	return judgement.Rejudgeable{
		Organization: r.Organization, Assessment: r.Assessment, Version: r.Version, After: r.Place, QueuedUntil: r.CreatedAt, Without: r.ID,
	}
}

// rejudge starts a rejudging; what it names is checked.
func (s *Service) rejudge(ctx context.Context, r *Rejudging) error {
	who, err := identity.Require(ctx, identity.JudgementsManage)
	if err != nil {
		return err
	}
	r.ID, r.Organization, r.CreatedBy, r.CreatedAt = ids.New[ids.Rejudging](), who.Organization, who.User, s.now()
	if _, err := s.judgements.MayJudge(ctx, contract.MayJudge{Organization: who.Organization}); err != nil {
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
	defer s.judgements.Wake()
	if r.Judgement != "" {
		return s.rejudgeOne(ctx, r)
	}
	some, err := s.judgements.LastRounds(ctx, r.which(), 1)
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
	j, err := s.judgements.GetJudgement(ctx, r.Organization, r.Judgement)
	if err != nil {
		return err
	}
	if j.Kind != contract.SubjectKindSubmission {
		return errs.New(errs.Conflict, "rejudging_reference", "a reference solution is judged by a verification: verify its problem again")
	}
	r.Prepared = 1
	return s.db.InTx(ctx, func(ctx context.Context) error {
		last, err := s.judgements.LastRound(ctx, j)
		if err != nil {
			return err
		}
		if last.State != judgement.StateFinished {
			return errs.New(errs.Conflict, "judging_running", "round %d of it is still being judged: wait for its result", last.Round)
		}
		if err := s.insertRejudging(ctx, r); err != nil {
			return err
		}
		return s.judgements.QueueRound(ctx, last, r.ID)
	})
}

const (
	prepareEvery = 2 * time.Second
	prepareBatch = 100
)

// Run queues the rounds of rejudgings of many, and tells of those that have ended, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
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
			_, err := s.judgements.MayJudge(ctx, contract.MayJudge{Organization: r.Organization})
			if errs.Is(err, errs.TooMany) || errs.Is(err, errs.Unavailable) {
				break // the queue is full: later
			}
			if err != nil {
				return err
			}
			if more, err = s.prepare(ctx, r.Organization, r.ID); err != nil {
				return err
			}
			s.judgements.Wake()
		}
	}
	return nil
}

// prepare queues one batch and reports whether there may be more. Replicas that prepare at once take turns.
func (s *Service) prepare(ctx context.Context, organization ids.Organization, id ids.Rejudging) (more bool, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		r, err := s.lockRejudging(ctx, organization, id)
		if err != nil || r == nil {
			return err
		}
		batch, err := s.judgements.LastRounds(ctx, r.which(), prepareBatch)
		if err != nil {
			return err
		}
		for i := range batch {
			if err := s.judgements.QueueRound(ctx, &batch[i], r.ID); err != nil {
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

// rejudgingTold is what webhooks are told of a rejudging.
type rejudgingTold struct {
	ID         ids.Rejudging      `json:"id"`
	Judgement  ids.Judgement      `json:"judgementId,omitempty"`
	Assessment ids.Assessment     `json:"assessmentId,omitempty"`
	Version    ids.ProblemVersion `json:"problemVersionId,omitempty"`
	Total      int                `json:"total"`
	Changed    int                `json:"changed"`
	CreatedAt  time.Time          `json:"createdAt"`
}

// endRejudgings tells webhooks of each rejudging whose last round has ended, once.
func (s *Service) endRejudgings(ctx context.Context) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		ended, err := s.noteEnds(ctx)
		if err != nil || len(ended) == 0 {
			return err
		}
		var which []ids.Rejudging
		for _, r := range ended {
			which = append(which, r.ID)
		}
		tallies, err := s.judgements.Tallies(ctx, which)
		if err != nil {
			return err
		}
		for _, r := range ended {
			t := tallies[r.ID]
			told := rejudgingTold{r.ID, r.Judgement, r.Assessment, r.Version, t.Total, t.Changed, r.CreatedAt}
			if err := s.webhooks.Add(ctx, r.Organization, webhook.RejudgingEnded, told); err != nil {
				return err
			}
		}
		return nil
	})
}
