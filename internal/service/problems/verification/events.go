package verification

import (
	"context"
	"strings"

	execution "github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/parts/run"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
)

// announce adds a durable message to the outbox, in the transaction of ctx.
func (s *Service) announce(ctx context.Context, subject, messageID string, v any) error {
	return outbox.Add(ctx, s.db, subject, messageID, v)
}

// durable names this service's place in the stream of events.
const durable = "problems"

// consumeJudgements takes in what execution has judged for verifications.
func (s *Service) consumeJudgements(ctx context.Context) error {
	config := bus.ConsumerConfig{Stream: execution.Events.Name, Durable: durable, Subjects: []string{execution.SubjectJudgementFinished}, AtOnce: 2}
	return s.bus.Consume(ctx, config, func(ctx context.Context, d bus.Delivery) error {
		var judgement execution.Judgement
		if err := d.Decode(&judgement); err != nil {
			return err
		}
		return s.judged(ctx, judgement)
	})
}

// Listen hears of judgings, and of verifications that change.
func (s *Service) Listen(ears *run.Ears) {
	ears.Add(s.bus.Subscribe(execution.SubjectJudgementProgress+"*", s.onProgress))
	ears.Add(s.bus.Subscribe(subjectChanged+"*", func(_ context.Context, m bus.Message) {
		id := strings.TrimPrefix(m.Subject, subjectChanged)
		s.watchers.Tell(id, id, struct{}{})
	}))
}

// onProgress turns verifications from queued into running. Every replica hears it and only one finds the row still queued.
func (s *Service) onProgress(ctx context.Context, m bus.Message) {
	var p execution.Progress
	if err := m.Decode(&p); err != nil || p.Subject.Kind != execution.SubjectKindReference || p.State == queued {
		return
	}
	started, err := s.startJudging(ctx, p.Organization, p.Subject.ID)
	if err != nil {
		s.log.Warn("problems: progress was not noted", "error", err)
	}
	for _, id := range started {
		s.hint(id)
	}
}

// subjectChanged and a verification's id is where its watchers hear that it has changed. A lost hint is made good by their
// own look now and then.
const subjectChanged = "problems.verification."

func (s *Service) hint(id ids.Verification) {
	if err := s.bus.Publish(context.Background(), subjectChanged+string(id), struct{}{}); err != nil {
		s.log.Warn("problems: watchers were not told", "error", err)
	}
}
