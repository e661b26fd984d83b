package judgement

import (
	"cmp"
	"context"
	"slices"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const (
	// releaseEvery is for what another replica has queued or finished; what happens here wakes the release at once.
	releaseEvery = time.Second
	// leastAhead is released even when no worker is known: its first sign may be on its way.
	leastAhead = 2
)

// urgency is the place of a request within its organization: what nobody waits for comes last. Requests of
// a neighbour that names no priority are judged by their kind.
func urgency(q contract.JudgingRequest) int {
	least := contract.PrioritySubmission
	switch {
	case q.Subject.Kind == contract.SubjectKindReference:
		least = contract.PriorityVerification
	case q.Subject.Round > 1:
		least = contract.PriorityRejudge
	}
	return max(least, q.Priority)
}

// Wake has waiting judgements looked at now.
func (s *Service) Wake() {
	select {
	case s.bell <- struct{}{}:
	default: // it rings already
	}
}

// releaseWaiting hands judgements to the workers in fair order until ctx ends.
//
// The queue of judgements is the database. Of it no more is in the stream than the workers have slots
// for, and one for each to follow, so that an organization which comes late waits for that much and
// never for what another one has queued before it.
func (s *Service) releaseWaiting(ctx context.Context) error {
	tick := time.NewTicker(releaseEvery)
	defer tick.Stop()
	for {
		if err := s.release(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("execution: waiting judgements could not be released", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.bell:
		case <-tick.C:
		}
	}
}

// release gives turns while there is room in the stream. A crash after the commit leaves the jobs in the
// outbox, one before it leaves them waiting.
func (s *Service) release(ctx context.Context) error {
	waiting, err := s.anyWaiting(ctx)
	if err != nil || !waiting {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.lockTurns(ctx); err != nil { // releases of several processes come one after another
			return err
		}
		shares, err := s.shares(ctx)
		if err != nil {
			return err
		}
		busy, room := map[ids.Organization]int{}, max(leastAhead, s.roster.Capacity())
		for _, one := range shares {
			busy[one.Organization] = one.Busy
			room -= one.Queued
		}
		if room <= 0 {
			return nil
		}
		all, err := s.contenders(ctx)
		if err != nil {
			return err
		}
		for i := range all {
			all[i].Busy = busy[all[i].Organization]
		}
		return s.giveTurns(ctx, all, room)
	})
}

// giveTurns releases a judgement for each turn, of the organization that has least under way and, among
// such, had its last turn longest ago.
func (s *Service) giveTurns(ctx context.Context, all []contender, room int) error {
	for ; room > 0 && len(all) > 0; room-- {
		next := slices.MinFunc(all, fairer)
		at := slices.Index(all, next)
		j, err := s.releaseNext(ctx, next.Organization)
		if err != nil {
			return err
		}
		if j == nil {
			all = slices.Delete(all, at, at+1)
			room++
			continue
		}
		turn, err := s.lockTurns(ctx)
		if err != nil {
			return err
		}
		all[at].Busy, all[at].Turn = next.Busy+1, turn
		if err := s.saveTurn(ctx, next.Organization, turn); err != nil {
			return err
		}
		if why := s.roster.Lacks(j.Language); why != "" { // trying would not mend it
			s.log.Info("a judging is given up", "judgement", j.ID, "language", j.Language, "why", why)
			err = s.giveUp(ctx, j, why)
		} else {
			err = s.sendJob(ctx, j)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func fairer(a, b contender) int {
	return cmp.Or(cmp.Compare(a.Busy, b.Busy), cmp.Compare(a.Turn, b.Turn), cmp.Compare(a.Organization, b.Organization))
}

// position is the place of a queued judgement: how many are begun before it, and itself. It is an estimate:
// others may come and go, and organizations take turns.
func (s *Service) position(ctx context.Context, j *Judgement) (int, error) {
	if j.Sent > 0 {
		n, err := s.ahead(ctx, j)
		return n + 1, err
	}
	own, err := s.before(ctx, j)
	if err != nil {
		return 0, err
	}
	lines, err := s.lines(ctx)
	if err != nil {
		return 0, err
	}
	shares, err := s.shares(ctx)
	if err != nil {
		return 0, err
	}
	place := own + 1
	for _, l := range lines {
		if l.Organization != j.Organization {
			place += min(l.Waiting, own+1)
		}
	}
	for _, one := range shares {
		place += one.Queued
	}
	return place, nil
}

// Place answers a neighbour where the judgement of its subject waits.
func (s *Service) Place(ctx context.Context, q contract.Place) (contract.PlaceAnswer, error) {
	j, err := s.waitingOf(ctx, q)
	if err != nil || j == nil {
		return contract.PlaceAnswer{}, err
	}
	n, err := s.position(ctx, j)
	return contract.PlaceAnswer{Position: n}, err
}
