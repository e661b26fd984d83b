package assessments

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// document is answer × language × path. Its text is its log; Version counts the log's updates.
type document struct {
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

// mainPath is the path of a program of one file.
const mainPath = "main"

// openDocument answers the candidate's document, making it with the starter's text the first time.
func (s *Service) openDocument(ctx context.Context, id ids.Answer, language, path string) (document, error) {
	x, a, err := s.work(ctx, id)
	if err != nil {
		return document{}, err
	}
	if path == "" {
		path = mainPath
	}
	if path != mainPath {
		return document{}, errs.New(errs.Invalid, "path_unknown", "answers have one file each: leave the path out").At("/data/attributes/path")
	}
	if err := s.allowedLanguage(ctx, a, x, language); err != nil {
		return document{}, err
	}
	found, err := s.documentAt(ctx, x.ID, language, path)
	if err != nil {
		return document{}, err
	}
	if found != nil {
		return *found, nil
	}
	text, err := s.starter(ctx, x, language)
	if err != nil {
		return document{}, err
	}
	now := s.now()
	d := document{
		ID: ids.New[ids.Document](), Organization: x.Organization, Attempt: x.Attempt, Answer: x.ID,
		Language: language, Path: path, CreatedAt: now, UpdatedAt: now,
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.stillStarted(ctx, a); err != nil {
			return err
		}
		return s.insertDocument(ctx, d, text)
	})
	if _, taken := db.Taken(err); taken { // another tab made it
		if found, err = s.documentAt(ctx, x.ID, language, path); err == nil && found != nil {
			return *found, nil
		}
	}
	return d, err
}

func (s *Service) starter(ctx context.Context, x answer, language string) (string, error) {
	found, err := s.catalog.Pinned(ctx, x.Organization, []ids.ProblemVersion{x.Version})
	if err != nil {
		return "", err
	}
	for _, starter := range found[x.Version].Starters {
		if starter.Language == language {
			return starter.Source, nil
		}
	}
	return "", nil
}

// visibleDocuments answers those of the ids that the principal may see.
func (s *Service) visibleDocuments(ctx context.Context, wanted []ids.Document) ([]document, error) {
	where, err := visible(ctx, wanted)
	if err != nil {
		return nil, err
	}
	return s.selectDocuments(ctx, where)
}
