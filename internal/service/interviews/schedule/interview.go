package schedule

import (
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// States of an interview. The first of its interviewers who enters makes it live; an interviewer ends it, and nothing opens it again.
//
//	scheduled → live → ended
//	scheduled → cancelled
const (
	Scheduled = "scheduled"
	Live      = "live"
	Ended     = "ended"
	Cancelled = "cancelled"
)

// early is how long before its time an interview can be entered, and people are reminded of it.
const early = time.Hour

// Interview is one row.
type Interview struct {
	ID              ids.Interview    `db:"id"`
	Organization    ids.Organization `db:"organization_id"`
	Title           string           `db:"title"`
	Agenda          string           `db:"agenda"` // Markdown, for all who take part
	StartsAt        time.Time        `db:"starts_at"`
	DurationMinutes int              `db:"duration_minutes"`
	TimeZone        string           `db:"time_zone"` // of the IANA database
	State           string           `db:"state"`
	Recorded        bool             `db:"recorded"`
	Sequence        int              `db:"sequence"`
	Revision        int              `db:"revision"`
	CreatedBy       ids.User         `db:"created_by"`
	CreatedAt       time.Time        `db:"created_at"`
	StartedAt       *time.Time       `db:"started_at"`
	EndedAt         *time.Time       `db:"ended_at"`
	RemindedOf      *time.Time       `db:"reminded_of"` // the start of which people were reminded
	Evaluation
}

// EndsAt is when it is planned to end.
func (i Interview) EndsAt() time.Time {
	return i.StartsAt.Add(time.Duration(i.DurationMinutes) * time.Minute)
}

// Enterable answers why nobody can enter it at the time, or nil.
func (i Interview) Enterable(at time.Time) error {
	switch {
	case i.State == Cancelled:
		return errs.New(errs.Gone, "interview_cancelled", "this interview was cancelled: ask whoever invited you")
	case i.State == Ended:
		return errs.New(errs.Gone, "interview_ended", "this interview has ended")
	case i.State == Scheduled && at.Before(i.StartsAt.Add(-early)):
		return errs.New(errs.Conflict, "interview_not_yet", "this interview begins at %s; its door opens an hour before", i.StartsIn())
	}
	return nil
}

// zone was checked when the interview was stored.
func (i Interview) zone() *time.Location {
	zone, err := time.LoadLocation(i.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Create schedules an interview.
func (s *Service) Create(ctx context.Context, interview *Interview) error {
	p, err := identity.Require(ctx, identity.InterviewsWrite)
	if err != nil {
		return err
	}
	interview.ID, interview.Organization, interview.CreatedBy = ids.New[ids.Interview](), p.Organization, p.User
	interview.State, interview.Revision, interview.CreatedAt = Scheduled, 1, s.now()
	interview.knownWithin(interview.CreatedAt)
	if err := errors.Join(s.check(ctx, *interview, Interview{}), interview.decide(Evaluation{}, *interview, interview.CreatedAt)); err != nil {
		return err
	}
	return s.insert(ctx, *interview)
}

func (s *Service) check(ctx context.Context, i, before Interview) error {
	if recorded := i.Recorded && !before.Recorded; recorded && !s.records {
		return errs.New(errs.Invalid, "recording_unavailable", "there is no video here that could be recorded: leave recorded out, or send false").At("/data/attributes/recorded")
	} else if recorded {
		if err := s.room(ctx, i.Organization); err != nil {
			return errs.Of(err).At("/data/attributes/recorded")
		}
	}
	if _, err := time.LoadLocation(i.TimeZone); err != nil || i.TimeZone == "Local" {
		return errs.New(errs.Invalid, "time_zone_unknown", "%q is no time zone: give a name like Europe/Berlin", i.TimeZone).At("/data/attributes/timeZone")
	}
	return nil
}

// Get is one of an organization's; NotFound for another's.
func (s *Service) Get(ctx context.Context, organization ids.Organization, id ids.Interview) (Interview, error) {
	all, err := s.byIDs(ctx, organization, []ids.Interview{id})
	if err != nil {
		return Interview{}, err
	}
	if len(all) == 0 {
		return Interview{}, errs.Missing("interview", string(id))
	}
	return all[0], nil
}

// Update stores an interview as it was read at its revision, and what follows of a state that has changed.
func (s *Service) Update(ctx context.Context, interview *Interview, before Interview) error {
	if err := s.may(ctx, *interview, before); err != nil {
		return err
	}
	if err := errors.Join(transition(before.State, interview.State), s.check(ctx, *interview, before), interview.decide(before.Evaluation, before, s.now())); err != nil {
		return err
	}
	moved := !interview.StartsAt.Equal(before.StartsAt) || interview.DurationMinutes != before.DurationMinutes
	if moved && before.State != Scheduled {
		return errs.New(errs.Conflict, "interview_begun", "an interview that is %s keeps its time", before.State).At("/data/attributes/startsAt")
	}
	if inCalendars := moved || interview.Title != before.Title || (interview.State == Cancelled) != (before.State == Cancelled); inCalendars {
		interview.Sequence++
	}
	interview.follow(before, s.now())
	return s.save(ctx, interview, before)
}

// follow is what a change brings with it.
func (i *Interview) follow(before Interview, now time.Time) {
	if !i.StartsAt.Equal(before.StartsAt) {
		i.knownWithin(now)
	}
	if i.State == Live && i.StartedAt == nil {
		i.StartedAt = &now
	}
	if i.State == Ended && i.EndedAt == nil {
		i.EndedAt = &now
	}
}

// knownWithin spares people a reminder right after the mail that tells them of the time.
func (i *Interview) knownWithin(now time.Time) {
	if soon := now.Add(early); !i.StartsAt.After(soon) {
		start := i.StartsAt
		i.RemindedOf = &start
	}
}

// save stores a change and queues the mails about it, both or neither.
func (s *Service) save(ctx context.Context, interview *Interview, before Interview) error {
	tell, err := s.announce(ctx, *interview, before)
	if err != nil {
		return err
	}
	stored := *interview
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		stored = *interview // a transaction that lost a race is run again
		if err := s.store(ctx, &stored); err != nil {
			return err
		}
		return tell(ctx)
	})
	if errors.Is(err, db.ErrNoRows) {
		return errs.New(errs.Precondition, "version_conflict", "somebody else changed this interview: load it again")
	}
	if err == nil {
		*interview = stored
		if !reflect.DeepEqual(stored.public(), before.public()) {
			s.changed(ctx, stored)
		}
	}
	return err
}

// may answers why who asks may not change it so, or nil. To begin and to end one falls to whoever holds it.
func (s *Service) may(ctx context.Context, now, before Interview) error {
	now.State, now.Revision = before.State, before.Revision
	if reflect.DeepEqual(now, before) {
		return s.holds(ctx, before.ID)
	}
	_, err := identity.Require(ctx, identity.InterviewsWrite)
	return err
}

func transition(from, to string) error {
	switch from + " " + to {
	case "scheduled scheduled", "live live", "ended ended", "cancelled cancelled", "scheduled live", "live ended", "scheduled cancelled", "cancelled scheduled":
		return nil
	}
	return errs.New(errs.Conflict, "state_impossible", "an interview that is %s cannot become %s", from, to).At("/data/attributes/state")
}

// Begin makes an interview live that its interviewers have entered.
func (s *Service) Begin(ctx context.Context, interview Interview) (Interview, error) {
	if interview.State != Scheduled {
		return interview, nil
	}
	started, err := s.begin(ctx, interview.Organization, interview.ID)
	if err != nil {
		return interview, err
	}
	s.changed(ctx, started)
	return started, nil
}

// Delete forgets an interview that has not begun, with all who were invited.
func (s *Service) Delete(ctx context.Context, id ids.Interview) error {
	p, err := identity.Require(ctx, identity.InterviewsWrite)
	if err != nil {
		return err
	}
	interview, err := s.Get(ctx, p.Organization, id)
	if err != nil {
		return err
	}
	if interview.StartedAt != nil {
		return errs.New(errs.Conflict, "interview_begun", "an interview that was held is kept")
	}
	return s.erase(ctx, p.Organization, id)
}
