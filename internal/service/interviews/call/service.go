package call

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// Deps is what the room works with; all of it must be there but Media.
type Deps struct {
	News         *news.Service
	Schedule     *schedule.Service
	Participants *participant.Service
	Media        media.Rooms // nil: interviews without video
	Log          *slog.Logger
	// Follow begins to follow what happens in an interview's workspace behind the entry of its timeline that a client has
	// seen; what it answers sends what is new, as far as who asks may see it.
	Follow func(id ids.Interview, after string) (send func(ctx context.Context, out *httpx.EventStream) error)
}

// Service lets people into rooms.
type Service struct {
	news         *news.Service
	schedule     *schedule.Service
	participants *participant.Service
	media        media.Rooms
	log          *slog.Logger
	follow       func(id ids.Interview, after string) (send func(ctx context.Context, out *httpx.EventStream) error)
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{news: deps.News, schedule: deps.Schedule, participants: deps.Participants, media: deps.Media, log: deps.Log, follow: deps.Follow}
}

// Session is one tab that was let in, or waits.
type Session struct {
	ID          string // of the tab
	Interview   schedule.Interview
	Participant participant.Participant
	Ticket      *media.Ticket // nil: they wait, or there is no video
}

// Join has who asks knock, and lets them in as far as they may. The tab is named by the page: one that comes back takes its own place again.
func (s *Service) Join(ctx context.Context, id ids.Interview, tab, consent string) (Session, error) {
	session := Session{ID: tab}
	visible, err := s.schedule.Visible(ctx, []ids.Interview{id})
	if err != nil {
		return session, err
	}
	if len(visible) == 0 {
		return session, errs.Missing("interview", string(id)).At("/data/relationships/interview")
	}
	session.Interview = visible[0]
	if err := session.Interview.Enterable(s.schedule.Now()); err != nil {
		return session, err
	}
	if session.Participant, err = s.participants.Knock(ctx, session.Interview, consent); err != nil || session.Participant.State != participant.Admitted {
		return session, err
	}
	if session.Participant.Role == participant.Interviewer {
		if session.Interview, err = s.schedule.Begin(ctx, session.Interview); err != nil {
			return session, err
		}
	}
	return session, s.ticket(ctx, &session)
}

func (s *Service) ticket(ctx context.Context, session *Session) error {
	if s.media == nil {
		return nil
	}
	room := string(session.Interview.ID)
	if err := s.media.Open(ctx, room); err != nil {
		return errs.New(errs.Unavailable, "video_unavailable", "the video server does not answer: the interview goes on without video, and tries again by itself").Because(err)
	}
	t, err := s.media.Ticket(ctx, room, media.Person{
		Identity: identityOf(session.Participant.ID, session.ID), Name: session.Participant.Name, Silent: session.Participant.Role == participant.Observer,
	})
	session.Ticket = &t
	return err
}

// identityOf is how video names a tab of a participant.
func identityOf(id ids.Participant, tab string) string { return string(id) + "." + tab }

// OnInterview is told of an interview that changed: nobody stays in a room that is over.
func (s *Service) OnInterview(ctx context.Context, interview schedule.Interview) {
	s.news.Tell(ctx, interview.ID, news.News{})
	if s.media == nil || interview.State != schedule.Ended {
		return
	}
	if err := s.media.Close(ctx, string(interview.ID)); err != nil {
		s.log.Warn("a room was not closed", "interview", interview.ID, "error", err)
	}
}

// OnParticipant is told of somebody who changed: who was removed is disconnected, in all their tabs.
func (s *Service) OnParticipant(ctx context.Context, changed participant.Participant) {
	s.news.Tell(ctx, changed.Interview, news.News{Participant: changed.ID})
	if s.media == nil || changed.State != participant.Removed {
		return
	}
	if err := s.evict(ctx, changed); err != nil {
		s.log.Warn("somebody who was removed may be connected still", "interview", changed.Interview, "participant", changed.ID, "error", err)
	}
}

func (s *Service) evict(ctx context.Context, removed participant.Participant) error {
	room := string(removed.Interview)
	present, err := s.media.Present(ctx, room)
	for _, identity := range present {
		if strings.HasPrefix(identity, string(removed.ID)+".") {
			err = errors.Join(err, s.media.Evict(ctx, room, identity))
		}
	}
	return err
}
