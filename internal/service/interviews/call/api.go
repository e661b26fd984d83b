package call

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/live"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// SessionAttributes is one tab's way into the room. It is made and answered, not kept: who comes back asks again.
type SessionAttributes struct {
	Tab           string     `json:"tab" minLength:"8" maxLength:"64" pattern:"^[A-Za-z0-9-]+$" doc:"A name of the page's own making, the same while it is open"`
	TakeOver      bool       `json:"takeOver" writeOnly:"true" required:"false" doc:"Come in here though one is in already with another tab or device, which then makes way"`
	Consent       string     `json:"consent" enum:",given,refused" required:"false" doc:"To being recorded; needed each time when the interview is to be recorded"`
	ParticipantID string     `json:"participantId" readOnly:"true"`
	Role          string     `json:"role" readOnly:"true" enum:"candidate,interviewer,observer"`
	Holds         bool       `json:"holds" readOnly:"true" doc:"Whether one may admit, remove, show problems, set the timer and end it for all"`
	State         string     `json:"state" readOnly:"true" enum:"invited,waiting,admitted,removed" doc:"waiting: ask again once the interview's events tell that you are admitted"`
	Provider      string     `json:"provider,omitempty" readOnly:"true" doc:"Of video: livekit or chime; absent while waiting, and where there is no video"`
	Address       string     `json:"address,omitempty" readOnly:"true" doc:"Where the provider is reached: a path here, or a URL"`
	Token         string     `json:"token,omitempty" readOnly:"true"`
	ExpiresAt     *time.Time `json:"expiresAt,omitempty" readOnly:"true" doc:"Until when the token lets its holder connect"`
}

// ResourceType is the JSON:API type.
func (SessionAttributes) ResourceType() string { return "interview-sessions" }

type sessionResource = jsonapi.Resource[SessionAttributes, participant.OfInterview]

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/interview-sessions", Name: "joinInterview", Tag: "interviews", Needs: schedule.Readers, Status: http.StatusCreated,
		Summary: "Knock at an interview, or enter it: the answer says whether you wait, and how to connect to its video",
	}, s.apiJoin)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/interviews/{id}/events", Name: "streamInterview", Tag: "interviews", Needs: schedule.Readers, Produces: "text/event-stream",
		Summary: "Follow an interview and those who take part",
	}, s.events)
}

func (s *Service) apiJoin(ctx context.Context, in *sessionResource) (*sessionResource, error) {
	session, err := s.Join(ctx, ids.Interview(in.Relationships.Interview.ID), Knock{Tab: in.Attributes.Tab, Consent: in.Attributes.Consent, TakeOver: in.Attributes.TakeOver})
	if err != nil {
		return nil, err
	}
	x := SessionAttributes{
		Tab: session.ID, Consent: session.Participant.Consent, ParticipantID: string(session.Participant.ID), Role: session.Participant.Role,
		State: session.Participant.State, Holds: s.participants.Holds(ctx, session.Interview.ID) == nil,
	}
	if t := session.Ticket; t != nil {
		x.Provider, x.Address, x.Token, x.ExpiresAt = t.Provider, t.Address, t.Token, &t.Expires
	}
	return &sessionResource{ID: ids.New[string](), Relationships: in.Relationships, Attributes: x}, nil
}

type event struct {
	ID         string `json:"id"`
	Attributes any    `json:"attributes"`
}

// events streams an interview to those who may see it: "interview", with all who take part and whether it is recorded
// (off, on, paused, failing), again as it changes; "workspace",
// likewise, an "entry" for each of the timeline, and "board" with the number of the last drawing; "ready" once all that there was has been told.
// A participant's stream is their sign of life.
func (s *Service) events(w http.ResponseWriter, q *http.Request) {
	interview, err := s.schedule.One(q.Context(), ids.Interview(q.PathValue("id")))
	if err != nil {
		httpx.WriteError(w, q, err)
		return
	}
	watch, leave := s.news.Watch(interview.ID)
	defer leave()
	var workspace func(ctx context.Context, out *httpx.EventStream) error
	var told []byte
	tab := q.URL.Query().Get("tab") != "" // a page in the lobby or in the room, and not one that looks from outside
	live.Stream[news.News]{
		Watch: watch, Pause: pause,
		Begin: func(ctx context.Context, out *httpx.EventStream) error {
			workspace = s.follow(interview.ID, out.LastEventID)
			if err := errors.Join(s.send(ctx, out, interview.ID, &told), workspace(ctx, out)); err != nil {
				return err
			}
			return out.Send("", "ready", struct{}{})
		},
		News: func(ctx context.Context, out *httpx.EventStream, all []news.News) error {
			// Of what happens in the workspace the interview is not told again: who must not know of it would see that it has.
			if len(all) == 0 || slices.ContainsFunc(all, func(n news.News) bool { return !n.Workspace && !n.Board }) {
				if err := s.send(ctx, out, interview.ID, &told); err != nil {
					return err
				}
			}
			return workspace(ctx, out)
		},
		Glance: func(ctx context.Context, _ *httpx.EventStream) error {
			if !tab {
				return nil
			}
			return s.see(ctx, interview)
		},
		GlanceEvery: participant.SeenEvery,
	}.Serve(w, q)
}

// pause gathers changes: people come and go together.
const pause = 200 * time.Millisecond

func (s *Service) see(ctx context.Context, interview schedule.Interview) error {
	p, err := s.participants.Of(ctx, interview)
	if err != nil {
		return err
	}
	return s.participants.See(ctx, p)
}

// send sends all of it: an interview has few participants, and a page that has all of them has missed nothing. What is as it was told
// last is not told again: word of a change may come after what it is about was read.
func (s *Service) send(ctx context.Context, out *httpx.EventStream, id ids.Interview, told *[]byte) error {
	interview, err := s.schedule.One(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	all, err := s.participants.All(ctx, interview)
	if err != nil {
		return err
	}
	light, err := s.light(ctx, interview)
	if err != nil {
		return err
	}
	people := []event{}
	for _, r := range s.participants.Resources(ctx, all) {
		people = append(people, event{r.ID, r.Attributes})
	}
	i := s.schedule.Resources(ctx, []schedule.Interview{interview})[0]
	now, err := json.Marshal(struct {
		event
		Participants []event         `json:"participants"`
		Recording    recording.Light `json:"recording"`
	}{event{i.ID, i.Attributes}, people, light})
	if err != nil || bytes.Equal(now, *told) {
		return err
	}
	*told = now
	return out.Send("", "interview", json.RawMessage(now))
}
