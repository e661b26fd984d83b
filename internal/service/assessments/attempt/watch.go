package attempt

import (
	"context"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
)

// News is what a stream is woken with: an attempt that changed, or progress of one of its submissions.
type News struct {
	Attempt  ids.Attempt
	Worked   bool // of the attempt, only the time of the last edit has changed
	Progress *execution.Progress
}

// OnlyWorked says whether there are news, and all of them tell of edits alone.
func OnlyWorked(all []News) bool {
	return len(all) > 0 && !slices.ContainsFunc(all, func(n News) bool { return !n.Worked })
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
	key := string(c.Attempt)
	if c.Worked {
		key += " worked" // takes no other news' place
	}
	for _, watched := range []string{string(c.Attempt), string(c.Assessment)} {
		s.watchers.Tell(watched, key, News{Attempt: c.Attempt, Worked: c.Worked})
	}
}
