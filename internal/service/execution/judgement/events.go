package judgement

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// Run carries judgements through until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return s.consumeRequests(ctx) })
	all.Go(func() error { return s.consumeResults(ctx) })
	all.Go(func() error { return s.releaseWaiting(ctx) })
	all.Go(func() error { return s.sweep(ctx) })
	return all.Wait()
}

// consumeRequests takes in what the neighbours want judged.
func (s *Service) consumeRequests(ctx context.Context) error {
	config := bus.ConsumerConfig{Stream: contract.Events.Name, Durable: wire.Queue, Subjects: []string{contract.SubjectJudgingRequested}, AtOnce: 4}
	return s.bus.Consume(ctx, config, func(ctx context.Context, d bus.Delivery) error {
		var q contract.JudgingRequest
		if err := d.Decode(&q); err != nil {
			return err
		}
		return s.queueJudging(ctx, q)
	})
}

// consumeResults takes in what the workers have judged.
func (s *Service) consumeResults(ctx context.Context) error {
	config := bus.ConsumerConfig{Stream: wire.StreamResults, Durable: wire.Queue, AtOnce: 4}
	return s.bus.Consume(ctx, config, func(ctx context.Context, d bus.Delivery) error {
		var r wire.Result
		if err := d.Decode(&r); err != nil {
			return err
		}
		return s.finish(ctx, r)
	})
}

// NoteProgress remembers how far a judging has come, and turns a judgement from queued into judging.
func (s *Service) NoteProgress(ctx context.Context, m bus.Message) {
	var p contract.Progress
	if err := m.Decode(&p); err != nil {
		return
	}
	s.progress.note(p)
	if p.State != wire.StatusCompiling {
		return // told once, at the beginning of every judging
	}
	if err := s.startJudgement(ctx, p.Judgement); err != nil {
		s.log.Warn("execution: progress was not noted", "judgement", p.Judgement, "error", err)
	}
	s.Wake() // a place in the stream is free
}

const (
	sweepEvery = 10 * time.Second
	sweepBatch = 100
	// maxSent is how often a job that the queue loses is sent before the judgement is given up.
	maxSent = 5
)

// sweep looks after unfinished judgements: what the queue still knows of takes its time, what it has lost
// is sent again, and what was lost again and again ends in a judging error.
func (s *Service) sweep(ctx context.Context) error {
	tick := time.NewTicker(min(sweepEvery, s.config.Grace))
	defer tick.Stop()
	for {
		if err := s.sweepOnce(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("execution: unfinished judgements could not be looked after", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (s *Service) sweepOnce(ctx context.Context) error {
	sum, err := s.unfinished(ctx)
	if err != nil {
		return err
	}
	age := func(since *time.Time) float64 {
		if since == nil {
			return 0
		}
		return max(s.now().Sub(*since), 0).Seconds()
	}
	s.metrics.queued.Set(float64(sum.Count))
	s.metrics.oldest.Set(age(sum.Oldest))
	s.metrics.setDepth(sum.Waiting, age(sum.WaitingSince))
	late, err := s.overdue(ctx, s.now().Add(-s.config.Grace), sweepBatch)
	if err != nil {
		return err
	}
	for i := range late {
		if err := s.lookAfter(ctx, &late[i]); err != nil {
			return err
		}
	}
	return nil
}

// lookAfter sends one judgement's job again unless the queue has it, or its result.
func (s *Service) lookAfter(ctx context.Context, j *Judgement) error {
	for _, place := range []struct{ stream, subject string }{{wire.StreamJudge, jobSubject(j)}, {wire.StreamResults, wire.SubjectResults + string(j.ID)}} {
		_, _, err := s.bus.Last(ctx, place.stream, place.subject)
		if err == nil {
			return s.postpone(ctx, j)
		}
		if !errors.Is(err, bus.ErrNoMessage) {
			return err
		}
	}
	if j.Sent >= maxSent {
		return s.giveUp(ctx, j, "the judging was lost several times; judge it again")
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		claimed, err := s.claimResend(ctx, j)
		if err != nil || !claimed {
			return err
		}
		s.log.Warn("execution: a judging was lost by the queue and is sent again", "judgement", j.ID, "sent", j.Sent)
		s.db.AfterCommit(ctx, s.metrics.resent.Inc)
		return s.sendJob(ctx, j)
	})
}
