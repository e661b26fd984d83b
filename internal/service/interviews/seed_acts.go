package interviews

import (
	"context"
	"path"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/call"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/evaluation"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// SeedAct is what somebody did, so long after the beginning. Each comes in with what they do first, before the end; a member is the first,
// and lets the candidate in.
type SeedAct struct {
	After time.Duration
	By    SeedMember // the zero one is the candidate
	Do    Act
}

// SeedMember is one of the organization's.
type SeedMember struct {
	User ids.User
	Role identity.Role
}

// Act is done in an interview as who ctx says.
type Act func(ctx context.Context, s *Service, id ids.Interview) error

// Says is a message to an audience.
func Says(audience, text string) Act {
	return func(ctx context.Context, s *Service, id ids.Interview) error {
		_, err := s.workspaces.Send(ctx, id, audience, text)
		return err
	}
}

// Writes appends to a file, which is made by the first who writes in it.
func Writes(name, language, text string) Act {
	return func(ctx context.Context, s *Service, id ids.Interview) error {
		return s.workspaces.Write(ctx, workspace.File{Interview: id, Path: name, Language: language}, text)
	}
}

// Notes is a note about that moment.
func Notes(text string) Act {
	return func(ctx context.Context, s *Service, id ids.Interview) error {
		return s.evaluations.MakeNote(ctx, &evaluation.Note{Interview: id, Text: text}, 0)
	}
}

// Rates is a scorecard.
func Rates(o evaluation.Opinion) Act {
	return func(ctx context.Context, s *Service, id ids.Interview) error {
		_, err := s.evaluations.Begin(ctx, id, o)
		return err
	}
}

// Ends is the end of the interview.
func Ends() Act { return changes(func(i *schedule.Interview) { i.State = schedule.Ended }) }

// Decides is the decision after it.
func Decides(decision, text string) Act {
	return changes(func(i *schedule.Interview) { i.Decision, i.DecisionText = decision, text })
}

func changes(change func(*schedule.Interview)) Act {
	return func(ctx context.Context, s *Service, id ids.Interview) error {
		before, err := s.schedule.One(ctx, id)
		if err != nil {
			return err
		}
		now := before
		change(&now)
		return s.schedule.Update(ctx, &now, before)
	}
}

// stage is an interview in which a seed has people act, at the times at which they did.
type stage struct {
	*Service // with a clock of its own, and without video
	schedule.Interview
	candidate participant.Participant
	host      context.Context // of the first member
	in        map[SeedMember]context.Context
}

func (s *Service) enact(ctx context.Context, i schedule.Interview, candidate participant.Participant, acts []SeedAct) error {
	deps, now := s.deps, i.StartsAt
	deps.Clock, deps.Media, deps.Recorder, deps.Metrics = func() time.Time { return now }, nil, nil, nil
	then, err := New(deps)
	if err != nil {
		return err
	}
	on := stage{Service: then, Interview: i, candidate: candidate, in: map[SeedMember]context.Context{}}
	for _, act := range acts {
		now = i.StartsAt.Add(act.After)
		who, err := on.as(ctx, act.By)
		if err != nil {
			return err
		}
		if err := act.Do(who, then, i.ID); err != nil {
			return err
		}
	}
	return nil
}

// as is somebody in the room, who comes in when they are not yet.
func (on *stage) as(ctx context.Context, who SeedMember) (context.Context, error) {
	if in := on.in[who]; in != nil {
		return in, nil
	}
	enter := on.member
	if who == (SeedMember{}) {
		enter = on.guest
	}
	in, err := enter(ctx, who)
	on.in[who] = in
	return in, err
}

const seedTab = "seeded-tab"

func (on *stage) member(ctx context.Context, who SeedMember) (context.Context, error) {
	in := identity.With(ctx, identity.Principal{User: who.User, Organization: on.Organization, Role: who.Role})
	if on.host == nil {
		on.host = in
	}
	_, err := on.calls.Join(in, on.ID, call.Knock{Tab: seedTab})
	return in, err
}

func (on *stage) guest(ctx context.Context, _ SeedMember) (context.Context, error) {
	_, tokens, err := on.participants.Enter(ctx, path.Base(on.candidate.Link))
	if err != nil {
		return nil, err
	}
	in := identity.With(ctx, identity.Principal{
		Organization: on.Organization, Role: identity.Guest, Session: tokens.Session, Place: identity.InInterview(on.ID),
	})
	if _, err := on.calls.Join(in, on.ID, call.Knock{Tab: seedTab}); err != nil {
		return nil, err
	}
	if _, err = on.participants.SetState(on.host, on.candidate.ID, participant.Admitted); err != nil {
		return nil, err
	}
	_, err = on.calls.Join(in, on.ID, call.Knock{Tab: seedTab})
	return in, err
}
