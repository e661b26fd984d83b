package assessments

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// erasePreviews deletes previews with all that was done in them, in the transaction of ctx.
func (s *Service) erasePreviews(ctx context.Context, where *db.Conditions) error {
	wanted, err := s.catalog.PreviewIDs(ctx, where)
	if err != nil {
		return err
	}
	const documents = `(SELECT d.id FROM documents d JOIN attempts a ON a.id = d.attempt_id WHERE a.assessment_id = $1)`
	const attempts = `(SELECT a.id FROM attempts a WHERE a.assessment_id = $1)`
	for _, id := range wanted {
		for _, q := range []string{
			`UPDATE attempts SET state = 'finished' WHERE assessment_id = $1`, // who writes into them meanwhile waits, and is refused
			`UPDATE documents SET closed_at = updated_at WHERE attempt_id IN ` + attempts,
			`DELETE FROM document_updates WHERE document_id IN ` + documents,
			`DELETE FROM document_snapshots WHERE document_id IN ` + documents,
			`DELETE FROM submissions WHERE attempt_id IN ` + attempts,
			`DELETE FROM documents WHERE attempt_id IN ` + attempts,
			`DELETE FROM answers WHERE attempt_id IN ` + attempts,
			`DELETE FROM activities WHERE assessment_id = $1`,
			`DELETE FROM attempts WHERE assessment_id = $1`,
		} {
			if _, err := db.Exec(ctx, s.db, q, id); err != nil {
				return err
			}
		}
		if err := s.invitations.Erase(ctx, id); err != nil {
			return err
		}
		if err := s.catalog.Erase(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// forgetAssessment deletes, in the transaction of ctx, what is kept of an assessment beside itself; errBegun when somebody has
// started it. Who waited for their start is told once it is gone.
func (s *Service) forgetAssessment(ctx context.Context, organization ids.Organization, id ids.Assessment) error {
	// Locked, so that none of them starts before it is gone: what has begun by then is counted below.
	waiting, err := db.Write[attempt](ctx, s.db, `UPDATE attempts SET revision = revision
		WHERE assessment_id = $1 AND organization_id = $2 AND state = $3 RETURNING `+attemptColumns, id, organization, attemptReady)
	if err != nil {
		return err
	}
	begun, err := db.One[int](ctx, s.db, `SELECT COUNT(*) FROM attempts WHERE assessment_id = $1 AND state <> $2`, id, attemptReady)
	if err == nil && begun > 0 {
		err = errBegun
	}
	if err == nil {
		err = s.erasePreviews(ctx, db.Where("preview_of = ?", id))
	}
	for _, q := range []string{
		`DELETE FROM activities WHERE assessment_id = $1`,
		`DELETE FROM attempts WHERE assessment_id = $1`,
	} {
		if err == nil {
			_, err = db.Exec(ctx, s.db, q, id)
		}
	}
	if err == nil {
		err = s.invitations.Erase(ctx, id)
	}
	s.db.AfterCommit(ctx, func() {
		for _, a := range waiting {
			s.tell(ctx, a)
		}
	})
	return err
}
