package recording

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// bytes is how much its files take.
func (r Recording) bytes() (all int64) {
	for _, f := range r.Files.V {
		all += f.Bytes
	}
	return all
}

// Bytes is how much the recordings of an organization take that are not removed. What is recorded now is not known yet, and counts
// when it is stored.
func (s *Service) Bytes(ctx context.Context, organization ids.Organization) (int64, error) {
	older, err := s.uncounted(ctx, organization)
	if err != nil {
		return 0, err
	}
	for _, r := range older {
		if err := s.count(ctx, r); err != nil {
			return 0, err
		}
	}
	return s.sum(ctx, organization)
}

func (s *Service) sum(ctx context.Context, organization ids.Organization) (int64, error) {
	return db.One[int64](ctx, s.db, `SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM recordings WHERE organization_id = $1 AND state <> $2`, organization, Removed)
}

// uncounted are those that a release stored which did not count them.
func (s *Service) uncounted(ctx context.Context, organization ids.Organization) ([]Recording, error) {
	return db.Select[Recording](ctx, s.db, `SELECT `+columns+` FROM recordings WHERE organization_id = $1 AND bytes IS NULL AND state IN ($2, $3)`,
		organization, Recorded, Failed)
}

func (s *Service) count(ctx context.Context, r Recording) error {
	_, err := db.Exec(ctx, s.db, `UPDATE recordings SET bytes = $1 WHERE organization_id = $2 AND id = $3 AND bytes IS NULL`, r.bytes(), r.Organization, r.ID)
	return err
}
