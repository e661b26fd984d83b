package call

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
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
	// Light is what everybody is shown of an interview's recording.
	Light func(ctx context.Context, i schedule.Interview) (recording.Light, error)
}

// Service lets people into rooms.
type Service struct {
	news         *news.Service
	schedule     *schedule.Service
	participants *participant.Service
	media        media.Rooms
	log          *slog.Logger
	follow       func(id ids.Interview, after string) (send func(ctx context.Context, out *httpx.EventStream) error)
	light        func(ctx context.Context, i schedule.Interview) (recording.Light, error)
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{news: deps.News, schedule: deps.Schedule, participants: deps.Participants, media: deps.Media, log: deps.Log, follow: deps.Follow, light: deps.Light}
}

// Session is one tab that was let in, or waits.
type Session struct {
	ID          string // of the tab
	Interview   schedule.Interview
	Participant participant.Participant
	Ticket      *media.Ticket // nil: they wait, or there is no video
}

// Knock is how a tab asks to be let in. Its name is the page's own: one that comes back takes its own place again.
type Knock struct {
	Tab, Consent string
	TakeOver     bool // another tab of theirs makes way
}

// Join has who asks knock, and lets them in as far as they may.
func (s *Service) Join(ctx context.Context, id ids.Interview, k Knock) (session Session, err error) {
	session.ID = k.Tab
	if session.Interview, err = s.schedule.One(ctx, id); err != nil {
		return session, errs.Of(err).At("/data/relationships/interview")
	}
	if err := session.Interview.Enterable(s.schedule.Now()); err != nil {
		return session, err
	}
	if session.Participant, err = s.participants.Knock(ctx, session.Interview, k.Consent); err != nil || session.Participant.State != participant.Admitted {
		return session, err
	}
	if session.Participant.Role == participant.Interviewer {
		if session.Interview, err = s.schedule.Begin(ctx, session.Interview); err != nil {
			return session, err
		}
	}
	if err := s.participants.Arrive(ctx, session.Participant); err != nil {
		return session, err
	}
	return session, s.ticket(ctx, &session, k.TakeOver)
}

func (s *Service) ticket(ctx context.Context, session *Session, takesOver bool) error {
	if s.media == nil {
		return nil
	}
	room := string(session.Interview.ID)
	err := s.media.Open(ctx, room)
	if err == nil && !takesOver {
		err = s.alone(ctx, room, session)
	}
	var t media.Ticket
	if err == nil {
		t, err = s.media.Ticket(ctx, room, media.Person{
			Identity: identityOf(session.Participant.ID, session.ID), Name: session.Participant.Name, Silent: session.Participant.Role == participant.Observer,
		})
	}
	switch {
	case errs.Is(err, errs.Conflict), errs.Is(err, errs.Invalid):
		return err
	case err != nil:
		return errs.New(errs.Unavailable, "video_unavailable", "the video server does not answer: the interview goes on without video, and tries again by itself").Because(err)
	}
	session.Ticket = &t
	return s.still(ctx, session)
}

// still looks again once there is a ticket: who was removed meanwhile, or whose interview ended, was not in the room when it was emptied.
func (s *Service) still(ctx context.Context, session *Session) error {
	now, err := s.participants.Get(ctx, session.Interview.Organization, session.Participant.ID)
	if err != nil {
		return err
	}
	if now.State == participant.Removed {
		return errors.Join(participant.ErrRemoved, s.evict(ctx, now))
	}
	interview, err := s.schedule.One(ctx, session.Interview.ID)
	if err == nil && interview.State == schedule.Ended {
		err = errors.Join(interview.Enterable(s.schedule.Now()), s.media.Close(ctx, string(interview.ID)))
	}
	return err
}

// alone answers why somebody does not come in with a second tab or device by the way: they are asked first.
func (s *Service) alone(ctx context.Context, room string, session *Session) error {
	present, err := s.media.Present(ctx, room)
	own := identityOf(session.Participant.ID, session.ID)
	if slices.ContainsFunc(present, func(x string) bool { return x != own && isOf(x, session.Participant.ID) }) {
		return errs.New(errs.Conflict, "in_elsewhere", "you are in this interview already, in another window or on another device: take over here, and the other one makes way").At("/data/attributes/takeOver")
	}
	return err
}

// isOf reports whether somebody in the call is a tab of the participant.
func isOf(identity string, id ids.Participant) bool {
	return strings.HasPrefix(identity, string(id)+".")
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
		if isOf(identity, removed.ID) {
			err = errors.Join(err, s.media.Evict(ctx, room, identity))
		}
	}
	return err
}
