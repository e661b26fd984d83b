package attempt

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/invitation"
)

// What is open to a candidate ends, or narrows, with what allowed it. Documents take edits until the attempt is closed, by
// whom or what ever; a page that waits for its start is told that there will be none. Who misses what is told on the bus
// sees it at the next look.

// UntilClosed ends with the reason once nothing may be written into the attempt any more.
func (s *Service) UntilClosed(until context.Context, attempt Attempt) (_ context.Context, stop func()) {
	until, end := context.WithCancelCause(until)
	if attempt.EndsAt != nil {
		// The clock ends writing, whoever has the page open.
		clock := time.AfterFunc(attempt.EndsAt.Add(s.grace).Sub(s.now()), func() { end(errOver) })
		context.AfterFunc(until, func() { clock.Stop() })
	}
	watch, leave := s.watchers.Add(string(attempt.ID))
	context.AfterFunc(until, leave)
	go watch.Until(until, end, func() error { // at once: it may have ended since it was read
		now, err := s.ByID(until, attempt.Organization, attempt.ID)
		if err != nil {
			return nil //nolint:nilerr // what cannot be looked up now is at the next look
		}
		return now.writable(s.now(), s.grace)
	})
	return until, func() { end(nil) }
}

// stands answers why nothing is shown any more of an attempt that has not begun, or nil: its invitation was withdrawn.
func (s *Service) stands(ctx context.Context, attempt Attempt) error {
	if attempt.State != Ready {
		return nil
	}
	state, err := s.invitations.State(ctx, attempt.Organization, attempt.Invitation)
	switch {
	case errors.Is(err, db.ErrNoRows): // deleted with its assessment, since the attempt was read
		return errs.Missing("attempt", string(attempt.ID))
	case err == nil && state == invitation.Revoked:
		return invitation.ErrRevoked
	}
	return err
}

// Startless answers why the candidate of an attempt that waits for its start will have none, or nil.
func (s *Service) Startless(ctx context.Context, id ids.Attempt) error {
	p := identity.From(ctx)
	if p.Role != identity.Candidate {
		return nil
	}
	attempt, err := s.ByID(ctx, p.Organization, id)
	if err == nil {
		err = s.stands(ctx, attempt)
	}
	if errs.Is(err, errs.NotFound) {
		return errDeleted
	}
	if err != nil || attempt.State != Ready {
		return err
	}
	assessment, err := s.catalog.Get(ctx, attempt.Organization, attempt.Assessment)
	if err != nil {
		return err
	}
	if why := assessment.Open(s.now()); why != nil && errs.Of(why).Code == catalog.ErrClosed.Code {
		return why
	}
	return nil
}

// TellReadyAt tells those who wait to start an assessment that something has changed about it.
func (s *Service) TellReadyAt(ctx context.Context, id ids.Assessment) {
	s.tellReady(ctx, db.Where("assessment_id = ?", id))
}

// TellReadyOf tells who was invited and waits to start that something has changed about it.
func (s *Service) TellReadyOf(ctx context.Context, id ids.Invitation) {
	s.tellReady(ctx, db.Where("invitation_id = ?", id))
}

// tellReady tells those who wait for their start that something has changed about it.
//
// any organization: it tells attempts of one assessment, or of one invitation, which was read in its organization, that they are to look
// again.
func (s *Service) tellReady(ctx context.Context, where *db.Conditions) {
	all, err := db.Select[Attempt](ctx, s.db, `SELECT `+attemptColumns+` FROM attempts`+where.And("state = ?", Ready).SQL(), where.Args()...)
	if err != nil {
		s.log.Warn("tell who waits for a start", "error", err)
	}
	for _, a := range all {
		s.tell(ctx, a)
	}
}

var errBegun = errs.New(errs.Conflict, "assessment_begun", "somebody has started this assessment, and their work belongs to it: archive it instead")

// errDeleted is what who waits for a start is told.
var errDeleted = errs.New(errs.Gone, "assessment_deleted", "this assessment does not take place: ask whoever invited you")
