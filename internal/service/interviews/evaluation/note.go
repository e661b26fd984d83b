package evaluation

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// Note is what an interviewer noted about a moment of an interview.
type Note struct {
	ID           ids.Note         `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	Interview    ids.Interview    `db:"interview_id"`
	Participant  ids.Participant  `db:"participant_id"`
	Name         string           `db:"name"`
	At           time.Time        `db:"at"`
	Text         string           `db:"text"`
	Revision     int              `db:"revision"`
}

const noteColumns = `id, organization_id, interview_id, participant_id, name, at, text, revision`

// MakeNote keeps a note about the moment that was so long ago: when its writing began, by no other clock than the server's.
func (s *Service) MakeNote(ctx context.Context, n *Note, ago time.Duration) error {
	at, err := s.seat(ctx, n.Interview)
	if err != nil {
		return err
	}
	if err := s.notes.Admit(ctx, string(at.Participant.ID)); err != nil {
		return err
	}
	n.ID, n.Organization, n.Participant, n.Name, n.Revision = ids.New[ids.Note](), at.Interview.Organization, at.Participant.ID, at.Participant.Name, 1
	if n.At = s.schedule.Now().Add(-ago); n.At.Before(*at.Interview.StartedAt) {
		n.At = *at.Interview.StartedAt
	}
	n.At = n.At.Truncate(time.Microsecond) // as both databases keep it
	return s.db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, s.db, `INSERT INTO notes (`+noteColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			n.ID, n.Organization, n.Interview, n.Participant, n.Name, n.At, n.Text, n.Revision)
		if err != nil {
			return err
		}
		return s.tellNote(ctx, at, n.ID, "made")
	})
}

// ChangeNote stores another text, for the revision that was read.
func (s *Service) ChangeNote(ctx context.Context, id ids.Note, revision int, text string) (Note, error) {
	n, at, err := s.ownNote(ctx, id)
	if err != nil || n.Text == text {
		return n, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		n.Text = text
		n.Revision, err = db.WriteOne[int](ctx, s.db, `UPDATE notes SET text = $1, revision = revision + 1
			WHERE organization_id = $2 AND id = $3 AND revision = $4 RETURNING revision`, text, n.Organization, id, revision)
		if errors.Is(err, db.ErrNoRows) {
			return errStale
		}
		if err != nil {
			return err
		}
		return s.tellNote(ctx, at, id, "changed")
	})
	return n, err
}

// RemoveNote forgets a note.
func (s *Service) RemoveNote(ctx context.Context, id ids.Note) error {
	n, at, err := s.ownNote(ctx, id)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := db.Exec(ctx, s.db, `DELETE FROM notes WHERE organization_id = $1 AND id = $2`, n.Organization, id); err != nil {
			return err
		}
		return s.tellNote(ctx, at, id, "removed")
	})
}

func (s *Service) tellNote(ctx context.Context, at workspace.Seat, id ids.Note, change string) error {
	return s.tell(ctx, at, "note", string(id), map[string]any{"change": change})
}

// ownNote is one of who asks, and where they sit.
func (s *Service) ownNote(ctx context.Context, id ids.Note) (n Note, at workspace.Seat, err error) {
	all, err := s.visibleNotes(ctx, []string{string(id)})
	if err == nil && len(all) == 0 {
		err = errs.Missing("note", string(id))
	}
	if err != nil {
		return n, at, err
	}
	n = all[0]
	if at, err = s.seat(ctx, n.Interview); err == nil && n.Participant != at.Participant.ID {
		err = errs.New(errs.Forbidden, "note_foreign", "this note is %s's: write one of your own", n.Name)
	}
	return n, at, err
}

// visibleNotes are those that who asks may see.
func (s *Service) visibleNotes(ctx context.Context, wanted []string) ([]Note, error) {
	if err := identity.Admit(ctx, holders); err != nil {
		return nil, err
	}
	return workspace.Find(ctx, s.workspaces, "notes", wanted, workspace.ByInterviewers, s.selectNotes)
}

// any organization: workspace.List and Find begin the conditions with the interviews that who asks may see.
func (s *Service) selectNotes(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Note, error) {
	return db.Select[Note](ctx, s.db, `SELECT `+noteColumns+` FROM notes`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}
