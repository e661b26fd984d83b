package workspace

import (
	"context"
	"errors"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// File is a document of a room. Its text is its log; Version counts the log's updates.
type File struct {
	ID           ids.Document     `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	Interview    ids.Interview    `db:"interview_id"`
	Path         string           `db:"path"`
	Language     string           `db:"language"`
	Version      int              `db:"version"`
	Revision     int              `db:"revision"`
	CreatedAt    time.Time        `db:"created_at"`
	UpdatedAt    time.Time        `db:"updated_at"`
}

const (
	fileColumns = `id, organization_id, interview_id, path, language, version, revision, created_at, updated_at`
	maxFiles    = 30  // that are there
	maxMade     = 200 // that ever were: the logs of all are kept
)

var errClosed = errs.New(errs.Forbidden, "file_closed", "this file was removed: it takes no more edits")

// MakeFile adds a file, which begins with a source, or with the starter of a problem that is shown: the server fills it in, so that
// two who ask for it at once do not write it twice.
func (s *Service) MakeFile(ctx context.Context, made *File, source, problem string) error {
	if source != "" && problem != "" {
		return errs.New(errs.Invalid, "beginning_twice", "a file begins with a source or with the starter of a problem: send one of them").At("/data/attributes/source")
	}
	at, err := s.laying(ctx, made.Interview)
	if err != nil {
		return err
	}
	if err := sound(made.Path, made.Language); err != nil {
		return err
	}
	text := source
	if problem != "" {
		if text, err = s.starter(ctx, at, problem, made.Language); err != nil {
			return err
		}
	}
	now := s.schedule.Now()
	made.ID, made.Organization, made.Revision, made.CreatedAt, made.UpdatedAt = ids.New[ids.Document](), at.Interview.Organization, 1, now, now
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.Record(ctx, at.Entry("file", string(made.ID), made.said("made"))); err != nil {
			return err
		}
		if err := s.roomFor(ctx, at.Interview); err != nil {
			return err
		}
		if err := s.insertFile(ctx, *made); err != nil {
			return err
		}
		return s.documents.Begin(ctx, made.ID, text, now)
	})
}

// laying is the seat of who may add files now: those who work in the room, and before that opens, whoever holds the interview.
func (s *Service) laying(ctx context.Context, id ids.Interview) (Seat, error) {
	at, err := s.Sit(ctx, id)
	if err != nil {
		return at, err
	}
	if at.Interview.State == schedule.Scheduled && s.participants.Holds(ctx, id) == nil {
		if at.Participant.Name == "" {
			at.Participant.Name = s.participants.Name(ctx)
		}
		return at, nil
	}
	return s.working(ctx, id)
}

// working is the seat of who may change files now.
func (s *Service) working(ctx context.Context, id ids.Interview) (Seat, error) {
	at, err := s.Sit(ctx, id)
	if err != nil {
		return at, err
	}
	w, err := s.workspace(ctx, at.Interview)
	if err != nil {
		return at, err
	}
	return at, at.edits(w)
}

// Working is the seat of who may change now what all work on. In a transaction that moment lasts until its end: a lock is waited for,
// or waits.
func (s *Service) Working(ctx context.Context, id ids.Interview) (Seat, error) {
	at, err := s.Sit(ctx, id)
	if err != nil {
		return at, err
	}
	if err := s.hold(ctx, at.Interview.Organization, id); err != nil {
		return at, err
	}
	return s.working(ctx, id)
}

func (s *Service) roomFor(ctx context.Context, i schedule.Interview) error {
	type count struct {
		Made  int `db:"made"`
		There int `db:"there"`
	}
	n, err := db.One[count](ctx, s.db, `SELECT COUNT(*) AS made, COUNT(*) - COUNT(removed_at) AS there FROM documents
		WHERE organization_id = $1 AND interview_id = $2`, i.Organization, i.ID)
	if err == nil && (n.There >= maxFiles || n.Made >= maxMade) {
		err = errs.New(errs.Conflict, "files_too_many", "there are %d files in this interview, as many as it takes: use one of them, or remove one", n.There)
	}
	return err
}

// said is what the timeline tells of a file.
func (f File) said(what string) map[string]any {
	return map[string]any{"what": what, "path": f.Path, "language": f.Language}
}

// sound wants a relative path of plain characters, since a run lays the file there, and a language that there is.
func sound(name, language string) error {
	if !toolchain.Known(language) {
		return toolchain.NotListed(language).At("/data/attributes/language")
	}
	if filepath.IsLocal(name) && path.Clean(name) == name && name != "." && !strings.HasPrefix(name, "-") &&
		!strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f }) {
		return nil
	}
	return errs.New(errs.Invalid, "path_unsound", "%q is no name for a file: use a relative path without \"..\"", name).At("/data/attributes/path")
}

func (s *Service) starter(ctx context.Context, at Seat, problem, language string) (string, error) {
	p, err := s.shownProblem(ctx, at, problem)
	if err != nil {
		return "", errs.Of(err).At("/data/relationships/problem")
	}
	for _, starter := range p.Version.Starters {
		if starter.Language == language {
			return starter.Source, nil
		}
	}
	return "", nil
}

// ChangeFile renames a file or gives it another language, for the revision that was read. What is in it stays.
func (s *Service) ChangeFile(ctx context.Context, f *File) error {
	at, err := s.working(ctx, f.Interview)
	if err != nil {
		return err
	}
	if err := sound(f.Path, f.Language); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.Record(ctx, at.Entry("file", string(f.ID), f.said("changed"))); err != nil {
			return err
		}
		revision, err := db.WriteOne[int](ctx, s.db, `UPDATE documents SET path = $1, language = $2, revision = revision + 1
			WHERE organization_id = $3 AND id = $4 AND revision = $5 AND removed_at IS NULL RETURNING revision`,
			f.Path, f.Language, at.Interview.Organization, f.ID, f.Revision)
		if errors.Is(err, db.ErrNoRows) {
			return errs.New(errs.Precondition, "version_conflict", "somebody else has changed this file: look again")
		}
		if f.Revision = revision; err != nil {
			return taken(err, f.Path)
		}
		return nil
	})
}

// RemoveFile takes a file away for all. Its log stays for the replay.
func (s *Service) RemoveFile(ctx context.Context, id ids.Document) error {
	f, err := s.file(ctx, id)
	if err != nil {
		return err
	}
	at, err := s.working(ctx, f.Interview)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.Record(ctx, at.Entry("file", string(id), f.said("removed"))); err != nil {
			return err
		}
		now := s.schedule.Now()
		_, err := db.Exec(ctx, s.db, `UPDATE documents SET removed_at = $1, closed_at = $2 WHERE organization_id = $3 AND id = $4`, now, now, f.Organization, id)
		return err
	})
}

// file is one that who asks may see.
func (s *Service) file(ctx context.Context, id ids.Document) (File, error) {
	all, err := s.visibleFiles(ctx, []ids.Document{id})
	if err == nil && len(all) == 0 {
		err = errs.Missing("file", string(id))
	}
	if err != nil {
		return File{}, err
	}
	return all[0], nil
}

func (s *Service) visibleFiles(ctx context.Context, wanted []ids.Document) ([]File, error) {
	all, err := s.files(ctx, db.In(db.Where("organization_id = ?", identity.From(ctx).Organization), "id", wanted), inOrder, len(wanted))
	if err != nil {
		return nil, err
	}
	return seen(ctx, s, all, func(f File) ids.Interview { return f.Interview }, func(Seat, File) bool { return true })
}

func (s *Service) filesOf(ctx context.Context, organization ids.Organization, id ids.Interview) ([]File, error) {
	return s.files(ctx, OfOne(organization, id), inOrder, maxFiles)
}

var inOrder = []db.Key{{Column: "id"}}

// OfOne are the rows of one interview.
func OfOne(organization ids.Organization, id ids.Interview) *db.Conditions {
	return db.Where("organization_id = ?", organization).And("interview_id = ?", id)
}

// files reads rows of those that are there.
//
// any organization: who reads has begun the conditions with that of who asks, or of an interview (OfOne).
func (s *Service) files(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]File, error) {
	where = where.And("removed_at IS NULL")
	return db.Select[File](ctx, s.db, `SELECT `+fileColumns+` FROM documents`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

func (s *Service) insertFile(ctx context.Context, f File) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO documents (`+fileColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		f.ID, f.Organization, f.Interview, f.Path, f.Language, f.Version, f.Revision, f.CreatedAt, f.UpdatedAt)
	return taken(err, f.Path)
}

func taken(err error, name string) error {
	if _, is := db.Taken(err); is {
		return errs.New(errs.Conflict, "file_exists", "there is a file %q already: use it, or take another name", name).At("/data/attributes/path")
	}
	return err
}
