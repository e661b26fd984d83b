package attempt

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// Document is answer × language × path. Its text is its log; Version counts the log's updates.
type Document struct {
	ID           ids.Document     `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	Attempt      ids.Attempt      `db:"attempt_id"`
	Answer       ids.Answer       `db:"answer_id"`
	Language     string           `db:"language"`
	Path         string           `db:"path"`
	Version      int              `db:"version"`
	CreatedAt    time.Time        `db:"created_at"`
	UpdatedAt    time.Time        `db:"updated_at"`
}

// MainPath is the path of a program of one file.
const MainPath = "main"

// OpenDocument answers the candidate's document, making it with the starter's text the first time.
func (s *Service) OpenDocument(ctx context.Context, id ids.Answer, language, path string) (Document, error) {
	answer, attempt, err := s.Work(ctx, id)
	if err != nil {
		return Document{}, err
	}
	if path == "" {
		path = MainPath
	}
	if path != MainPath {
		return Document{}, errs.New(errs.Invalid, "path_unknown", "answers have one file each: leave the path out").At("/data/attributes/path")
	}
	if err := s.allowedLanguage(ctx, attempt, answer, language); err != nil {
		return Document{}, err
	}
	found, err := s.DocumentAt(ctx, answer, language, path)
	if err != nil {
		return Document{}, err
	}
	if found != nil {
		return *found, nil
	}
	text, err := s.starter(ctx, answer, language)
	if err != nil {
		return Document{}, err
	}
	now := s.now()
	document := Document{
		ID: ids.New[ids.Document](), Organization: answer.Organization, Attempt: answer.Attempt, Answer: answer.ID,
		Language: language, Path: path, CreatedAt: now, UpdatedAt: now,
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.StillStarted(ctx, attempt); err != nil {
			return err
		}
		return s.AddDocument(ctx, document, text)
	})
	if _, taken := db.Taken(err); taken { // another tab made it
		if found, err = s.DocumentAt(ctx, answer, language, path); err == nil && found != nil {
			return *found, nil
		}
	}
	return document, err
}

func (s *Service) starter(ctx context.Context, answer Answer, language string) (string, error) {
	found, err := s.catalog.Pinned(ctx, answer.Organization, []ids.ProblemVersion{answer.Version})
	if err != nil {
		return "", err
	}
	for _, starter := range found[answer.Version].Starters {
		if starter.Language == language {
			return starter.Source, nil
		}
	}
	return "", nil
}

// visibleDocuments answers those of the ids that the principal may see.
func (s *Service) visibleDocuments(ctx context.Context, wanted []ids.Document) ([]Document, error) {
	where, err := Visible(ctx, wanted)
	if err != nil {
		return nil, err
	}
	return s.selectDocuments(ctx, where)
}

// Text is what a document says at a version.
func (s *Service) Text(ctx context.Context, id ids.Document, version int) (string, error) {
	return s.documents.Text(ctx, id, version)
}

// OpenRoom joins those who edit a document.
func (s *Service) OpenRoom(ctx context.Context, id ids.Document) (*collab.Room, error) {
	return s.rooms.Open(ctx, id)
}

// Edit changes the candidate's document as a tab does that has it open, but without a socket.
func (s *Service) Edit(ctx context.Context, id ids.Document, kind collab.Kind, change func(now edit.Document) (edit.ChangeSet, error)) error {
	if _, err := identity.Require(ctx, identity.AttemptTake); err != nil {
		return err
	}
	visit, err := s.visit(ctx, id)
	if err != nil {
		return err
	}
	if visit.Visitor.ReadOnly {
		return errFinished
	}
	room, err := s.OpenRoom(ctx, id)
	if err != nil {
		return err
	}
	defer room.Close()
	text, version := room.Text()
	changes, err := change(text)
	if err != nil {
		return err
	}
	tab := collab.Author{Client: ids.New[string](), Actor: visit.Visitor.Actor}
	_, err = room.Push(ctx, tab, collab.Push{Base: version, Seq: 1, Entries: []collab.Entry{{Kind: kind, Changes: changes}}})
	return err
}
