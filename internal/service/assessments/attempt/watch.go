package attempt

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
)

// News is what a stream is woken with: an attempt that changed, or progress of one of its submissions.
type News struct {
	Attempt  ids.Attempt
	Progress *execution.Progress
}

// KeepRooms ends rooms that everybody has left, until ctx ends.
func (s *Service) KeepRooms(ctx context.Context) error { return s.rooms.Run(ctx) }

// Listen hears what other replicas tell of attempts and documents.
func (s *Service) Listen(ears *run.Ears) {
	ears.Add(s.bus.Subscribe(subjectChanged+"*", s.onChanged))
	s.rooms.Listen(ears)
}

func (s *Service) onChanged(_ context.Context, m bus.Message) {
	var c changed
	if m.Decode(&c) != nil {
		return
	}
	for _, watched := range []string{string(c.Attempt), string(c.Assessment)} {
		s.watchers.Tell(watched, string(c.Attempt), News{Attempt: c.Attempt})
	}
}
