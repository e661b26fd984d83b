package assessments

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// withoutPreviews is the one condition by which lists, counts and exports leave previews out: column names an assessment.
func withoutPreviews(where *db.Conditions, column string) *db.Conditions {
	return where.And(column + " NOT IN (SELECT p.id FROM assessments p WHERE p.preview_of <> '')")
}

// hidden leaves previews out of what members read by id. Their candidates read them, and the service itself does.
func hidden(ctx context.Context, where *db.Conditions, column string) *db.Conditions {
	if p := identity.From(ctx); !p.Signed() || p.Role == identity.Candidate {
		return where
	}
	return withoutPreviews(where, column)
}

// readable are the rows of attempts' tables that the principal may see: a candidate's are their own; those of a preview
// are for nobody but the member it was made for, whose browser fetches its pictures.
func readable(where *db.Conditions, p identity.Principal) *db.Conditions {
	if p.Role == identity.Candidate {
		return where.And("attempt_id = ?", p.Attempt)
	}
	return where.And(`attempt_id NOT IN (SELECT x.id FROM attempts x JOIN assessments p ON p.id = x.assessment_id
		WHERE p.preview_of <> '' AND p.created_by <> ?)`, p.User)
}

// previewsOf reads previews whole.
func (s *Service) previewsOf(ctx context.Context, where *db.Conditions) ([]assessment, error) {
	all, err := db.Select[assessment](ctx, s.db, `SELECT `+assessmentColumns+` FROM assessments`+where.SQL(), where.Args()...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all, s.fillSections(ctx, all[0].Organization, all)
}

// erasePreviews deletes previews with all that was done in them, in the transaction of ctx.
func (s *Service) erasePreviews(ctx context.Context, where *db.Conditions) error {
	wanted, err := db.Select[ids.Assessment](ctx, s.db, `SELECT id FROM assessments`+where.SQL(), where.Args()...)
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
			`DELETE FROM invitations WHERE assessment_id = $1`,
			`DELETE FROM assessments WHERE id = $1`,
		} {
			if _, err := db.Exec(ctx, s.db, q, id); err != nil {
				return err
			}
		}
	}
	return nil
}
