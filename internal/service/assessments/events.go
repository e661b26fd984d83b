package assessments

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/collect"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
)

// Run relays the outbox, takes events in, serves neighbours, keeps the clock and the rooms, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	return run.Until(ctx, s.log, s.listen,
		outbox.Relay{DB: s.db, Bus: s.bus, Log: s.log}.Run,
		quota.Sweeper{DB: s.db, Clock: s.clock, Log: s.log}.Run,
		func(ctx context.Context) error {
			return s.consume(ctx, "judged", execution.SubjectJudgementFinished, 4, s.submissions.OnJudgement)
		},
		func(ctx context.Context) error {
			return s.consume(ctx, "ran", execution.SubjectRunFinished, 2, s.attempts.OnRun)
		},
		s.attempts.FinishOverdue,
		func(ctx context.Context) error { return s.submissions.Lost().Run(ctx, s.late) },
		func(ctx context.Context) error { return s.submissions.LostRounds().Run(ctx, s.late) },
		s.attempts.KeepRooms,
	)
}

func (s *Service) consume(ctx context.Context, name, subject string, atOnce int, handle func(context.Context, bus.Delivery) error) error {
	return s.bus.Consume(ctx, bus.ConsumerConfig{
		Stream: execution.Events.Name, Durable: "assessments-" + name, Subjects: []string{subject}, AtOnce: atOnce,
	}, handle)
}

// listen serves neighbours' questions and hears what other replicas tell.
func (s *Service) listen(ears *run.Ears) {
	for _, subject := range []string{places.SubjectMayRun(identity.PlaceAttempt), places.SubjectMayRunBefore} {
		ears.Add(bus.Serve(s.bus, subject, "assessments", s.MayRun))
	}
	ears.Add(quota.Serve(s.bus, "assessments", s.mails.Used))
	ears.Add(collect.Serve(s.bus, "assessments", s.db, references))
	s.attempts.Listen(ears)
	s.streams.Listen(ears)
}

// MayRun answers execution whether a candidate may run code in the attempt now.
func (s *Service) MayRun(ctx context.Context, q places.MayRun) (places.MayRunAnswer, error) {
	return s.attempts.MayRun(ctx, q)
}
