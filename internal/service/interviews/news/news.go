// Package news carries word of what changes at interviews to the streams and sockets of every replica. What is lost they see
// at their next look.
package news

import (
	"context"
	"log/slog"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/parts/live"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
)

// News is what those who watch an interview are woken with: the interview itself has changed, or
type News struct {
	Participant ids.Participant `json:"participant,omitempty"` // somebody who takes part,
	Workspace   bool            `json:"workspace,omitempty"`   // or something in its workspace,
	Board       bool            `json:"board,omitempty"`       // or its whiteboard.
}

// key keeps news apart that do not replace one another.
func (n News) key() string {
	switch {
	case n.Workspace:
		return "workspace"
	case n.Board:
		return "board"
	}
	return string(n.Participant)
}

// Service tells, and hears what other replicas tell.
type Service struct {
	bus      *bus.Bus
	log      *slog.Logger
	watchers live.Watchers[News]
}

// New tells over the bus.
func New(b *bus.Bus, log *slog.Logger) *Service { return &Service{bus: b, log: log} }

const subjectChanged = "interviews.changed."

// Listen hears what other replicas tell.
func (s *Service) Listen(ears *run.Ears) {
	ears.Add(s.bus.Subscribe(subjectChanged+"*", func(_ context.Context, m bus.Message) {
		var news News
		if m.Decode(&news) == nil {
			s.watchers.Tell(strings.TrimPrefix(m.Subject, subjectChanged), news.key(), news)
		}
	}))
}

// Tell wakes all who watch an interview.
func (s *Service) Tell(ctx context.Context, id ids.Interview, news News) {
	if err := s.bus.Publish(context.WithoutCancel(ctx), subjectChanged+string(id), news); err != nil {
		s.log.Warn("a change of an interview was not told", "interview", id, "error", err)
	}
}

// Watch begins to watch an interview, until leave.
func (s *Service) Watch(id ids.Interview) (_ *live.Watch[News], leave func()) {
	return s.watchers.Add(string(id))
}
