package attempt

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const documentColumns = `id, organization_id, attempt_id, answer_id, language, path, version, created_at, updated_at`

// AddDocument writes a document and begins its log, in the transaction of ctx.
func (s *Service) AddDocument(ctx context.Context, document Document, text string) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO documents (`+documentColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		document.ID, document.Organization, document.Attempt, document.Answer, document.Language, document.Path, document.Version, document.CreatedAt, document.UpdatedAt)
	if err != nil {
		return err
	}
	return s.documents.Begin(ctx, document.ID, text, document.CreatedAt)
}

// any organization: who reads has begun the conditions with that of who asks, of an attempt or of an answer.
func (s *Service) selectDocuments(ctx context.Context, where *db.Conditions) ([]Document, error) {
	return db.Select[Document](ctx, s.db, `SELECT `+documentColumns+` FROM documents`+where.SQL()+` ORDER BY id`, where.Args()...)
}

// DocumentAt is nil when there is none yet.
func (s *Service) DocumentAt(ctx context.Context, answer Answer, language, path string) (*Document, error) {
	all, err := s.selectDocuments(ctx, db.Where("organization_id = ?", answer.Organization).And("answer_id = ?", answer.ID).And("language = ?", language).And("path = ?", path))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// documentsOf are the documents of answers, by answer.
func (s *Service) documentsOf(ctx context.Context, organization ids.Organization, wanted []ids.Answer) (map[ids.Answer][]Document, error) {
	all, err := s.selectDocuments(ctx, db.In(db.Where("organization_id = ?", organization), "answer_id", wanted))
	found := map[ids.Answer][]Document{}
	for _, d := range all {
		found[d.Answer] = append(found[d.Answer], d)
	}
	return found, err
}

// closeDocuments keeps every edit out of an attempt from now on, in the transaction of its end.
func (s *Service) closeDocuments(ctx context.Context, attempt Attempt, at time.Time) error {
	return s.documents.Close(ctx, "attempt_id", string(attempt.ID), at)
}
