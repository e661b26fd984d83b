package workspace

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

const tag = "interviews"

// writers are those who may work in a room.
var writers = identity.AnyOf(identity.InterviewsHold, identity.InterviewTake)

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[Attributes, jsonapi.None]{
		Path: "/v1/interview-workspaces", Tag: tag,
		Read: schedule.Readers, Write: writers,
		Get: s.apiGet, Update: s.apiUpdate,
	})
	s.registerProblems(api)
	s.registerFiles(api)
	s.registerMessages(api)
	s.registerReactions(api)
	s.registerReplay(api)
	s.registerTerminals(api)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/interview-files/{id}/socket", Name: "openInterviewFileSocket", Tag: tag, Needs: schedule.Readers, Status: http.StatusSwitchingProtocols,
		Summary: "Edit a file of an interview over a WebSocket, with everybody else",
	}, s.socket)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/interview-problems/{id}/pictures/{name}", Name: "getInterviewPicture", Tag: tag, Needs: schedule.Readers, Produces: "image/*",
		Summary: "See a picture of a problem's statement or samples",
	}, s.picture)
}

// Attributes is the resource, whose id is the interview's.
type Attributes struct {
	Locked           bool       `json:"locked" required:"false" doc:"Candidates read the files, and do not write"`
	TimerState       string     `json:"timerState" enum:"stopped,running,paused" default:"stopped" required:"false" doc:"Set by whoever holds the interview; stopped resets it"`
	TimerSeconds     int        `json:"timerSeconds" minimum:"0" maximum:"86400" required:"false" doc:"What the timer is set to; a change of it counts at once"`
	TimerSecondsLeft float64    `json:"timerSecondsLeft" readOnly:"true" doc:"When this was read"`
	TimerEndsAt      *time.Time `json:"timerEndsAt" readOnly:"true" doc:"While it runs, on the server's clock"`
	ServerTime       time.Time  `json:"serverTime" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (Attributes) ResourceType() string { return "interview-workspaces" }

type resource = jsonapi.Resource[Attributes, jsonapi.None]

func (s *Service) show(w Workspace) resource {
	now := s.schedule.Now()
	return resource{ID: string(w.Interview), Version: strconv.Itoa(w.Revision), Attributes: Attributes{
		Locked: w.Locked, TimerState: w.Timer, TimerSeconds: w.TimerSeconds, TimerSecondsLeft: w.left(now).Seconds(), TimerEndsAt: w.TimerEndsAt, ServerTime: now,
	}}
}

func (s *Service) apiGet(ctx context.Context, wanted []string) ([]resource, error) {
	var all []resource
	err := s.EachSeat(ctx, wanted, func(at Seat) error {
		w, err := s.workspace(ctx, at.Interview)
		all = append(all, s.show(w))
		return err
	})
	return all, err
}

func (s *Service) apiUpdate(ctx context.Context, r *resource, _ jsonapi.Changes) error {
	w, err := s.Arrange(ctx, ids.Interview(r.ID), listing.Revision(r.Version), r.Attributes.Locked, r.Attributes.TimerState, r.Attributes.TimerSeconds)
	if err == nil {
		*r = s.show(w)
	}
	return err
}

// OfInterview says which one.
type OfInterview struct {
	Interview jsonapi.One[schedule.InterviewAttributes] `json:"interview" required:"true" immutable:"true"`
}

func of(id ids.Interview) OfInterview {
	return OfInterview{Interview: jsonapi.ToOne[schedule.InterviewAttributes](string(id))}
}

// EachSeat calls do with the seat of who asks at each of the interviews; those that are not there for them are left out.
func (s *Service) EachSeat(ctx context.Context, wanted []string, do func(Seat) error) error {
	if err := identity.Admit(ctx, schedule.Readers); err != nil {
		return err
	}
	for _, id := range wanted {
		at, err := s.Sit(ctx, ids.Interview(id))
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err == nil {
			err = do(at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Listed is the seat of who asks at the one interview whose list is asked for; false when it is not there for them.
func (s *Service) Listed(ctx context.Context, q *jsonapi.Query) (at Seat, there bool, err error) {
	wanted, err := listing.Required(q, "interview")
	if err != nil {
		return at, false, err
	}
	if len(wanted) > 1 {
		return at, false, errs.New(errs.Malformed, "interview_several", "what is in a room is listed for one interview at a time").In("filter[interview]")
	}
	err = s.EachSeat(ctx, wanted, func(found Seat) error { at, there = found, true; return nil })
	return at, there, err
}
