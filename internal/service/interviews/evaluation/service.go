package evaluation

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB           *db.DB
	Schedule     *schedule.Service
	Participants *participant.Service
	Workspaces   *workspace.Service
}

// Service keeps what interviewers make of the interviews of all organizations.
type Service struct {
	db           *db.DB
	schedule     *schedule.Service
	participants *participant.Service
	workspaces   *workspace.Service
	notes        *httpx.Limiter // of one participant
}

const notesAMinute = 60

// New makes the room.
func New(deps Deps) *Service {
	return &Service{
		db: deps.DB, schedule: deps.Schedule, participants: deps.Participants, workspaces: deps.Workspaces,
		notes: httpx.NewLimiter(notesAMinute, time.Minute, 100_000).Named("interview notes"),
	}
}

const tag = "interviews"

// holders are those who may be an interview's interviewers.
var holders = identity.AnyOf(identity.InterviewsHold, identity.InterviewTake)

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	s.registerNotes(api)
	s.registerScorecards(api)
}

// evaluates answers why who sits there may not write about the interview, or nil.
func evaluates(at workspace.Seat) error {
	switch {
	case at.Participant.Role != participant.Interviewer || at.Participant.State != participant.Admitted:
		return errs.New(errs.Forbidden, "panel_only", "only the interviewers who were in this interview write notes and scorecards about it")
	case at.Interview.StartedAt == nil:
		return errs.New(errs.Conflict, "interview_not_begun", "notes and scorecards are about an interview: this one has not begun").At("/data/relationships/interview")
	}
	return nil
}

// seat is that of who asks at an interview that they write about.
func (s *Service) seat(ctx context.Context, id ids.Interview) (workspace.Seat, error) {
	if err := identity.Admit(ctx, holders); err != nil {
		return workspace.Seat{}, err
	}
	at, err := s.workspaces.Sit(ctx, id)
	if err == nil {
		err = evaluates(at)
	}
	return at, err
}

func of(id ids.Interview) workspace.OfInterview {
	return workspace.OfInterview{Interview: jsonapi.ToOne[schedule.InterviewAttributes](string(id))}
}

// tell notes in the timeline that interviewers find something new here, in the transaction of ctx.
func (s *Service) tell(ctx context.Context, at workspace.Seat, kind, subject string, data map[string]any) error {
	e := at.Entry(kind, subject, data)
	e.Audience = workspace.Interviewers
	return s.workspaces.Record(ctx, e)
}

// Decided prepares the entry about a decision, with who made it; what it answers writes it, in the transaction that stores the decision.
func (s *Service) Decided(ctx context.Context, i schedule.Interview) (func(context.Context) error, error) {
	p := identity.From(ctx)
	who, err := s.participants.Find(ctx, i, p.User, p.Session)
	if err == nil && who.Name == "" {
		who.Name = s.participants.Name(ctx)
	}
	at := workspace.Seat{Interview: i, Participant: who}
	return func(ctx context.Context) error {
		return s.tell(ctx, at, "decision", "", map[string]any{"decision": i.Decision, "text": i.DecisionText})
	}, err
}

var errStale = errs.New(errs.Precondition, "version_conflict", "this was changed in another window at the same moment: load it again")
