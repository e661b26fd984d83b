package workspace

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// Seat is where somebody is at an interview: what they may see and do follows from it.
type Seat struct {
	Interview   schedule.Interview
	Participant participant.Participant // the zero one of a member who has not come
	member      bool
}

var (
	errNotAdmitted = errs.New(errs.Forbidden, "not_admitted", "you are not in the room of this interview: join it, and wait until an interviewer admits you")
	errNotLive     = errs.New(errs.Conflict, "interview_not_live", "this interview is not under way: its room is as it was left")
	errObserver    = errs.New(errs.Forbidden, "observer_reads", "observers see and hear, and leave the work to the others")
	errLocked      = errs.New(errs.Forbidden, "files_locked", "an interviewer has locked files and whiteboard for a while: you can read them")
)

// Sit answers the seat of who asks; NotFound to whom the interview is not there, and a refusal to guests who are not let in.
func (s *Service) Sit(ctx context.Context, id ids.Interview) (Seat, error) {
	interview, err := s.schedule.One(ctx, id)
	if err != nil {
		return Seat{}, errs.Of(err).At("/data/relationships/interview")
	}
	p := identity.From(ctx)
	return s.seatOf(ctx, interview, p.User, p.Session)
}

func (s *Service) seatOf(ctx context.Context, interview schedule.Interview, user ids.User, session ids.Session) (Seat, error) {
	who, err := s.participants.Find(ctx, interview, user, session)
	at := Seat{Interview: interview, Participant: who, member: user != ""}
	switch {
	case err != nil:
		return at, err
	case who.State == participant.Removed:
		return at, participant.ErrRemoved
	case !at.member && who.State != participant.Admitted:
		return at, errNotAdmitted
	}
	return at, nil
}

// Interviewers reports whether they hear what interviewers tell one another, and see what is not shown yet. Of members all do but
// one who is the candidate.
func (at Seat) Interviewers() bool {
	return at.Participant.Role == participant.Interviewer || at.member && at.Participant.Role != participant.Candidate
}

// acts answers why they may not do anything in the room, or nil.
func (at Seat) acts() error {
	return acts(at.Interview.State, at.Participant.State, at.Participant.Role)
}

// edits answers why they may not edit files, or nil.
func (at Seat) edits(w Workspace) error {
	return edits(at.Interview.State, at.Participant.State, at.Participant.Role, w.Locked)
}

func acts(interview, state, role string) error {
	switch {
	case state == participant.Removed:
		return participant.ErrRemoved
	case state != participant.Admitted:
		return errNotAdmitted
	case interview != schedule.Live:
		return errNotLive
	case role == participant.Observer:
		return errObserver
	}
	return nil
}

func edits(interview, state, role string, locked bool) error {
	err := acts(interview, state, role)
	if err == nil && locked && role == participant.Candidate {
		err = errLocked
	}
	return err
}

// holds is Sit for those who lead the interview, before it and in it.
func (s *Service) holds(ctx context.Context, id ids.Interview) (Seat, error) {
	at, err := s.Sit(ctx, id)
	if err == nil {
		err = s.participants.Holds(ctx, id)
	}
	if err == nil && at.Interview.State != schedule.Live && at.Interview.State != schedule.Scheduled {
		err = errs.New(errs.Conflict, "interview_over", "this interview is %s: its room is as it was left", at.Interview.State)
	}
	return at, err
}
