package attempt

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// HoldReady locks the attempts at an assessment that wait for their start, in the transaction of ctx, so that none of them
// starts before it is gone; errBegun when somebody has started. Who waited is told once it is gone.
func (s *Service) HoldReady(ctx context.Context, organization ids.Organization, id ids.Assessment) error {
	waiting, err := db.Write[Attempt](ctx, s.db, `UPDATE attempts SET revision = revision
		WHERE assessment_id = $1 AND organization_id = $2 AND state = $3 RETURNING `+attemptColumns, id, organization, Ready)
	if err != nil {
		return err
	}
	begun, err := db.One[int](ctx, s.db, `SELECT COUNT(*) FROM attempts WHERE organization_id = $1 AND assessment_id = $2 AND state <> $3`, organization, id, Ready)
	if err == nil && begun > 0 {
		err = errBegun
	}
	s.db.AfterCommit(ctx, func() {
		for _, attempt := range waiting {
			s.tell(ctx, attempt)
		}
	})
	return err
}

// attemptsAt are those of an assessment, the first parameter, of an organization, the second.
const attemptsAt = `(SELECT a.id FROM attempts a WHERE a.assessment_id = $1 AND a.organization_id = $2)`

// Shut ends the attempts at an assessment and drops the logs of their documents, in the transaction of ctx: who writes into
// them meanwhile waits, and is refused.
func (s *Service) Shut(ctx context.Context, organization ids.Organization, id ids.Assessment) error {
	const documents = `(SELECT d.id FROM documents d JOIN attempts a ON a.id = d.attempt_id WHERE a.assessment_id = $1 AND a.organization_id = $2)`
	return s.exec(ctx, organization, id,
		`UPDATE attempts SET state = 'finished' WHERE assessment_id = $1 AND organization_id = $2`,
		`UPDATE documents SET closed_at = updated_at WHERE attempt_id IN `+attemptsAt,
		`DELETE FROM document_updates WHERE document_id IN `+documents,
		`DELETE FROM document_snapshots WHERE document_id IN `+documents,
	)
}

// EraseWork deletes what was written in the attempts at an assessment, in the transaction of ctx.
func (s *Service) EraseWork(ctx context.Context, organization ids.Organization, id ids.Assessment) error {
	return s.exec(ctx, organization, id, `DELETE FROM documents WHERE attempt_id IN `+attemptsAt, `DELETE FROM answers WHERE attempt_id IN `+attemptsAt)
}

// Erase deletes the attempts at an assessment, which hold no work, in the transaction of ctx.
func (s *Service) Erase(ctx context.Context, organization ids.Organization, id ids.Assessment) error {
	return s.exec(ctx, organization, id, `DELETE FROM activities WHERE assessment_id = $1 AND organization_id = $2`,
		`DELETE FROM attempts WHERE assessment_id = $1 AND organization_id = $2`)
}

func (s *Service) exec(ctx context.Context, organization ids.Organization, id ids.Assessment, queries ...string) error {
	for _, query := range queries {
		if _, err := db.Exec(ctx, s.db, query, id, organization); err != nil {
			return err
		}
	}
	return nil
}
