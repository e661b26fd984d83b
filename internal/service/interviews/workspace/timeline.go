package workspace

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
)

// Entry is something that happened. Kinds: message, reaction, problem (was shown, or hidden again), file (was made, renamed, got another
// language, or was removed), lock, timer, run, run-ended, terminal, terminal-ended and drawing (package board); and for interviewers joined,
// left, note, scorecard (was submitted) and decision.
type Entry struct {
	ID           ids.TimelineEntry       `db:"id"`
	Organization ids.Organization        `db:"organization_id"`
	Interview    ids.Interview           `db:"interview_id"`
	Number       int                     `db:"number"`
	At           time.Time               `db:"at"`
	Kind         string                  `db:"kind"`
	Audience     string                  `db:"audience"`
	Participant  ids.Participant         `db:"participant_id"`
	Name         string                  `db:"name"`
	Subject      string                  `db:"subject"`
	Data         db.JSON[map[string]any] `db:"data"`
}

// Who is told of an entry.
const (
	All          = "all"
	Interviewers = "interviewers"
)

const entryColumns = `id, organization_id, interview_id, number, at, kind, audience, participant_id, name, subject, data`

// Entry is one of who sits there, for all.
func (at Seat) Entry(kind, subject string, data map[string]any) *Entry {
	return &Entry{
		Organization: at.Interview.Organization, Interview: at.Interview.ID, Audience: All, Participant: at.Participant.ID, Name: at.Participant.Name,
		Kind: kind, Subject: subject, Data: db.JSON[map[string]any]{V: data},
	}
}

// Record appends to the timeline, in the transaction of ctx, and tells those who watch once it is committed. What it meets of
// the interview in the transaction afterwards stays as it is until the end of that: the number is the lock.
func (s *Service) Record(ctx context.Context, e *Entry) error {
	return s.RecordAt(ctx, e, s.schedule.Now())
}

// RecordAt is Record of what was at a time that may be over.
func (s *Service) RecordAt(ctx context.Context, e *Entry, at time.Time) error {
	if err := s.furnish(ctx, e.Organization, e.Interview); err != nil {
		return err
	}
	number, err := db.WriteOne[int](ctx, s.db, `UPDATE workspaces SET last_number = last_number + 1 WHERE organization_id = $1 AND interview_id = $2
		RETURNING last_number`, e.Organization, e.Interview)
	if err != nil {
		return err
	}
	e.ID, e.Number, e.At = ids.New[ids.TimelineEntry](), number, at
	_, err = db.Exec(ctx, s.db, `INSERT INTO timeline (`+entryColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		e.ID, e.Organization, e.Interview, e.Number, e.At, e.Kind, e.Audience, e.Participant, e.Name, e.Subject, e.Data)
	s.db.AfterCommit(ctx, func() { s.tell(ctx, e.Interview) })
	return err
}

func (s *Service) tell(ctx context.Context, id ids.Interview) {
	s.news.Tell(ctx, id, news.News{Workspace: true})
}

// heard narrows entries to those that who sits there is told of.
func (at Seat) heard(where *db.Conditions) *db.Conditions {
	where = where.And("organization_id = ?", at.Interview.Organization).And("interview_id = ?", at.Interview.ID)
	if !at.Interviewers() {
		where = where.And("audience = ?", All)
	}
	return where
}

// any organization: who reads has begun the conditions with that of who asks, or of an interview (OfOne).
func (s *Service) entries(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Entry, error) {
	return db.Select[Entry](ctx, s.db, `SELECT `+entryColumns+` FROM timeline`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// known are the entries of that kind about that subject that the timeline has.
func (s *Service) known(ctx context.Context, e *Entry) ([]Entry, error) {
	return s.entries(ctx, OfOne(e.Organization, e.Interview).And("kind = ?", e.Kind).And("subject = ?", e.Subject), nil, 1)
}
