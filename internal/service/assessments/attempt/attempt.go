package attempt

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/invitation"
)

// States of an attempt. The link makes it ready; the candidate starts it, which sets the clock; it is finished by the
// candidate or by the clock, and nothing opens it again.
//
//	(link) → ready → started → finished
const (
	Ready    = "ready"
	Started  = "started"
	Finished = "finished"
)

// Attempt is one candidate's at an assessment.
type Attempt struct {
	ID             ids.Attempt      `db:"id"`
	Organization   ids.Organization `db:"organization_id"`
	Assessment     ids.Assessment   `db:"assessment_id"`
	Invitation     ids.Invitation   `db:"invitation_id"`
	CandidateName  string           `db:"candidate_name"`
	CandidateEmail string           `db:"candidate_email"`
	State          string           `db:"state"`
	Score          float64          `db:"score"`
	MaxScore       float64          `db:"max_score"`
	CreatedAt      time.Time        `db:"created_at"`
	StartedAt      *time.Time       `db:"started_at"`
	EndsAt         *time.Time       `db:"ends_at"`
	FinishedAt     *time.Time       `db:"finished_at"`
	LastActivityAt time.Time        `db:"last_activity_at"`
	LastActivity   int              `db:"last_activity"`
	Revision       int              `db:"revision"`
	WorkingOn      ids.Answer       `db:"working_on"` // the answer last before the candidate; empty at first
	AwaySince      *time.Time       `db:"away_since"`
	Absences       int              `db:"absences"` // that are over and were not too short to count
	AwayMs         int64            `db:"away_ms"`  // their lengths together
	Pastes         int              `db:"pastes"`   // of text from elsewhere
}

// secondsLeft on the server's clock; 0 when it is over, the whole limit before the start.
func (attempt Attempt) secondsLeft(now time.Time, limitMinutes int) int {
	switch {
	case attempt.State == Ready:
		return limitMinutes * 60
	case attempt.State == Finished || attempt.EndsAt == nil || !now.Before(*attempt.EndsAt):
		return 0
	}
	return int(attempt.EndsAt.Sub(now).Round(time.Second) / time.Second)
}

var (
	errFinished = errs.New(errs.Conflict, "attempt_closed", "this attempt is finished: what you had is kept, and nothing can be added")
	errOver     = errs.New(errs.Conflict, "attempt_closed", "the time is over: what you had is kept, and nothing can be added")
)

// writable answers why the candidate may no longer (or not yet) work on it, or nil.
func (attempt Attempt) writable(now time.Time, grace time.Duration) error {
	switch {
	case attempt.State == Ready:
		return errs.New(errs.Conflict, "attempt_not_started", "start the assessment first")
	case attempt.State == Finished:
		return errFinished
	case attempt.EndsAt != nil && now.After(attempt.EndsAt.Add(grace)):
		return errOver
	}
	return nil
}

// Enter turns an invitation's secret into its attempt, always the same one, and a session that reaches it.
func (s *Service) Enter(ctx context.Context, token string) (Attempt, auth.Tokens, error) {
	i, err := s.invitations.ByToken(ctx, token)
	if errors.Is(err, db.ErrNoRows) {
		return Attempt{}, auth.Tokens{}, errs.New(errs.NotFound, "invitation_unknown", "this link is not valid: check that it is whole, or ask whoever invited you").At("/data/attributes/invitationToken")
	}
	if err != nil {
		return Attempt{}, auth.Tokens{}, err
	}
	if i.State == invitation.Revoked {
		return Attempt{}, auth.Tokens{}, invitation.ErrRevoked.At("/data/attributes/invitationToken")
	}
	if err := s.entries.Admit(ctx, string(i.ID)); err != nil {
		return Attempt{}, auth.Tokens{}, err
	}
	assessment, err := s.catalog.Get(ctx, i.Organization, i.Assessment)
	if err != nil {
		return Attempt{}, auth.Tokens{}, err
	}
	attempt, err := s.Of(ctx, i, assessment)
	if err != nil {
		return Attempt{}, auth.Tokens{}, err
	}
	tokens, err := s.auth.CandidateSession(ctx, auth.CandidateSession{
		Organization: attempt.Organization, Place: identity.InAttempt(attempt.ID), Name: attempt.CandidateName, Email: attempt.CandidateEmail, EndsAt: s.sessionEnd(attempt, assessment),
	})
	return attempt, tokens, err
}

// sessionEnd leaves time for the whole attempt, whenever it is started, and a look at the end.
func (s *Service) sessionEnd(attempt Attempt, assessment catalog.Assessment) time.Time {
	last := s.now().Add(30 * 24 * time.Hour)
	if assessment.ClosesAt != nil {
		last = *assessment.ClosesAt
	}
	if attempt.EndsAt != nil {
		last = *attempt.EndsAt
	}
	if now := s.now(); last.Before(now) {
		last = now
	}
	return last.Add(time.Duration(assessment.TimeLimitMinutes)*time.Minute + time.Hour)
}

// Of is the attempt of an invitation, made the first time it is asked for.
func (s *Service) Of(ctx context.Context, i invitation.Invitation, assessment catalog.Assessment) (attempt Attempt, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		attempt, err = s.byInvitation(ctx, i.Organization, i.ID)
		if err == nil || !errors.Is(err, db.ErrNoRows) {
			return err
		}
		most, err := s.maxScore(ctx, assessment)
		if err != nil {
			return err
		}
		now := s.now()
		attempt = Attempt{
			ID: ids.New[ids.Attempt](), Organization: i.Organization, Assessment: i.Assessment, Invitation: i.ID, CandidateName: i.Name,
			CandidateEmail: i.Email, State: Ready, MaxScore: most, CreatedAt: now, LastActivityAt: now, Revision: 1,
		}
		if attempt.CandidateName == "" {
			attempt.CandidateName = i.Email
		}
		if err := s.insert(ctx, attempt); err != nil {
			return err
		}
		stands, err := s.invitations.SetState(ctx, i.Organization, i.ID, invitation.Opened)
		if err == nil && !stands {
			err = invitation.ErrRevoked.At("/data/attributes/invitationToken")
		}
		if err != nil {
			return err
		}
		return s.Record(ctx, &attempt, Activity{Kind: "opened"})
	})
	if _, taken := db.Taken(err); taken { // two tabs at once: the other one made it
		return s.byInvitation(ctx, i.Organization, i.ID)
	}
	return attempt, err
}

func (s *Service) maxScore(ctx context.Context, assessment catalog.Assessment) (float64, error) {
	var wanted []ids.ProblemVersion
	for _, i := range assessment.Items() {
		wanted = append(wanted, i.Version)
	}
	found, err := s.catalog.Pinned(ctx, assessment.Organization, wanted)
	sum := 0.0
	for _, i := range assessment.Items() {
		sum += catalog.Worth{Own: i.OwnPoints, Most: found[i.Version].Points}.Points()
	}
	return catalog.Total(sum), err
}

// own answers the candidate's attempt when it is the one they ask for; NotFound otherwise, as for anything not theirs.
func (s *Service) own(ctx context.Context, id ids.Attempt) (Attempt, error) {
	p, err := identity.Require(ctx, identity.AttemptTake)
	if err != nil {
		return Attempt{}, err
	}
	if p.Attempt() != id {
		return Attempt{}, errs.Missing("attempt", string(id))
	}
	attempt, err := s.ByID(ctx, p.Organization, id)
	if err != nil {
		return attempt, err
	}
	return attempt, s.stands(ctx, attempt)
}

// Visible answers the attempt to its candidate and to staff who may read attempts.
func (s *Service) Visible(ctx context.Context, id ids.Attempt) (Attempt, error) {
	p := identity.From(ctx)
	if p.Role == identity.Candidate {
		return s.own(ctx, id)
	}
	p, err := identity.Require(ctx, identity.AttemptsRead)
	if err != nil {
		return Attempt{}, err
	}
	return s.ByID(ctx, p.Organization, id)
}

// SetState is the candidate's start and finish. Asking again for what is so already changes nothing.
func (s *Service) SetState(ctx context.Context, id ids.Attempt, state string) (Attempt, error) {
	attempt, err := s.own(ctx, id)
	if err != nil || attempt.State == state {
		return attempt, err
	}
	switch {
	case state == Started && attempt.State == Ready:
		return s.start(ctx, attempt)
	case state == Finished && attempt.State == Started:
		return s.Finish(ctx, attempt, s.now(), "candidate")
	case attempt.State == Finished:
		return attempt, errs.New(errs.Conflict, "attempt_closed", "this attempt is finished, for good").At("/data/attributes/state")
	}
	return attempt, errs.New(errs.Conflict, "state_impossible", "an attempt that is %s cannot become %s", attempt.State, state).At("/data/attributes/state")
}

func (s *Service) start(ctx context.Context, attempt Attempt) (Attempt, error) {
	assessment, err := s.catalog.Get(ctx, attempt.Organization, attempt.Assessment)
	if err != nil {
		return attempt, err
	}
	now := s.now()
	if err := assessment.Open(now); err != nil {
		return attempt, err
	}
	ends := now.Add(time.Duration(assessment.TimeLimitMinutes) * time.Minute)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		changed, err := s.MarkStarted(ctx, attempt, now, ends)
		if err != nil || !changed {
			return err // another tab was first: its start counts; or it may not start: see below
		}
		if err := s.insertAnswers(ctx, attempt, assessment); err != nil {
			return err
		}
		stands, err := s.invitations.SetState(ctx, attempt.Organization, attempt.Invitation, invitation.Started)
		if err == nil && !stands {
			err = invitation.ErrRevoked
		}
		if err != nil {
			return err
		}
		return s.Record(ctx, &attempt, Activity{Kind: "started"})
	})
	if err != nil {
		return attempt, err
	}
	if attempt, err = s.ByID(ctx, attempt.Organization, attempt.ID); err == nil && attempt.State == Ready {
		err = catalog.ErrClosed // while this ran
	}
	return attempt, err
}

// Finish closes the attempt and submits what was typed since the last submission: all of it that was acknowledged. Texts
// are stored before the transaction, so that the one of what was typed meanwhile is all that it may have to wait for.
func (s *Service) Finish(ctx context.Context, attempt Attempt, at time.Time, by string) (Attempt, error) {
	write, err := s.handIn(ctx, attempt)
	if err != nil {
		return attempt, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		changed, err := s.markFinished(ctx, attempt, at)
		if err != nil || !changed {
			return err
		}
		if err := s.endAbsence(ctx, attempt, at); err != nil {
			return err
		}
		if err := s.closeDocuments(ctx, attempt, at); err != nil {
			return err
		}
		if err := write(ctx, &attempt); err != nil {
			return err
		}
		if _, err := s.invitations.SetState(ctx, attempt.Organization, attempt.Invitation, invitation.Finished); err != nil {
			return err
		}
		return s.Record(ctx, &attempt, Activity{Kind: "finished", Data: map[string]any{"by": by}})
	})
	if err != nil {
		return attempt, err
	}
	return s.ByID(ctx, attempt.Organization, attempt.ID)
}

// FinishOverdue ends the attempts whose time is over, until ctx ends.
func (s *Service) FinishOverdue(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		overdue, err := s.Overdue(ctx, s.now().Add(-s.grace), 100)
		if err != nil {
			s.log.Error("find overdue attempts", "error", err)
			continue
		}
		for _, a := range overdue {
			if _, err := s.Finish(ctx, a, *a.EndsAt, "clock"); err != nil {
				s.log.Error("finish an overdue attempt", "attempt", a.ID, "error", err)
			}
		}
	}
}
