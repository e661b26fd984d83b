package workspace

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
	"github.com/codecraft-hq/codecraft/internal/parts/documents"
)

// actor is how a log names a participant; the page knows their name by the id.
const actor = "participant:"

// socket edits a file, or follows it: who may not write reads, and is sent away when that changes, to come again as they then may.
func (s *Service) socket(w http.ResponseWriter, q *http.Request) {
	s.rooms.Socket(w, q, func(ctx context.Context) (documents.Visit, error) {
		return s.visit(ctx, ids.Document(q.PathValue("id")))
	})
}

func (s *Service) visit(ctx context.Context, id ids.Document) (visit documents.Visit, err error) {
	f, err := s.file(ctx, id)
	if err != nil {
		return visit, err
	}
	at, refused, err := s.rights(ctx, f)
	if err != nil {
		return visit, err
	}
	visit.Document = id
	visit.Visitor = collab.Visitor{Actor: actor + string(at.Participant.ID), ReadOnly: refused != nil, Since: at.since()}
	visit.Narrow = func(until context.Context) (context.Context, func()) {
		return s.narrow(until, f, visit.Visitor.ReadOnly)
	}
	return visit, nil
}

// rights are those to a file now: where somebody sits, and why they do not write.
func (s *Service) rights(ctx context.Context, f File) (at Seat, refused, err error) {
	if at, err = s.Sit(ctx, f.Interview); err != nil {
		return at, nil, err
	}
	w, err := s.workspace(ctx, at.Interview)
	return at, at.edits(w), err
}

// narrow ends a visit once its visitor may read no more, or, of one who writes, not write.
func (s *Service) narrow(until context.Context, f File, readOnly bool) (_ context.Context, stop func()) {
	until, end := context.WithCancelCause(until)
	watch, leave := s.news.Watch(f.Interview)
	context.AfterFunc(until, leave)
	go watch.Until(until, end, func() error {
		now, err := s.file(until, f.ID)
		if err != nil {
			return err
		}
		_, refused, err := s.rights(until, now)
		if err == nil && !readOnly {
			err = refused
		}
		return err
	})
	return until, func() { end(nil) }
}

// Write appends a text to the file of that name as who asks, as if it were typed in one go, and makes the file where there is none.
func (s *Service) Write(ctx context.Context, f File, text string) error {
	at, err := s.Sit(ctx, f.Interview)
	if err != nil {
		return err
	}
	all, err := s.filesOf(ctx, at.Interview.Organization, f.Interview)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, func(x File) bool { return x.Path == f.Path }); i >= 0 {
		f = all[i]
	} else if err := s.MakeFile(ctx, &f, "", ""); err != nil {
		return err
	}
	visit, err := s.visit(ctx, f.ID)
	if err != nil {
		return err
	}
	before, err := s.documents.Text(ctx, f.ID, f.Version)
	if err != nil {
		return err
	}
	end := edit.NewDocument(before).Len()
	changes, err := edit.Replace(end, end, end, text)
	if err != nil {
		return err
	}
	update := collab.Update{
		Version: f.Version + 1, At: s.schedule.Now().Truncate(time.Millisecond), Client: ids.New[string](), Seq: 1, Actor: visit.Visitor.Actor, Kind: collab.Edit, Changes: changes,
	}
	return gate{s.documents}.Append(ctx, f.ID, f.Version, []collab.Update{update})
}

// gate lets into the log what its author may write at that moment. The store holds the document's row by then: a lock
// waits for it, or has been seen.
type gate struct{ documents.Store }

// Append implements collab.Log.
func (g gate) Append(ctx context.Context, id ids.Document, version int, updates []collab.Update) error {
	return g.DB.InTx(ctx, func(ctx context.Context) error {
		if err := g.Store.Append(ctx, id, version, updates); err != nil {
			return err
		}
		return g.admits(ctx, id, updates)
	})
}

// any organization: an open document is known to its log by its id alone; the person that is asked after has to be of its interview.
func (g gate) admits(ctx context.Context, id ids.Document, updates []collab.Update) error {
	author, person := strings.CutPrefix(updates[0].Actor, actor) // of one push, which has one author
	if !person {
		return nil
	}
	type right struct {
		Interview string `db:"interview"`
		State     string `db:"state"`
		Role      string `db:"role"`
		Locked    bool   `db:"locked"`
	}
	r, err := db.One[right](ctx, g.DB, `SELECT i.state AS interview, p.state, p.role, w.locked FROM documents d JOIN interviews i ON i.id = d.interview_id
		JOIN participants p ON p.interview_id = d.interview_id JOIN workspaces w ON w.interview_id = d.interview_id
		WHERE d.id = $1 AND p.id = $2`, id, author)
	switch {
	case errors.Is(err, db.ErrNoRows):
		return errNotAdmitted
	case err != nil:
		return err
	}
	return edits(r.Interview, r.State, r.Role, r.Locked)
}
