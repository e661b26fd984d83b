package rejudging

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const rejudgingColumns = `id, organization_id, judgement_id, assessment_id, problem_version_id, prepared, place, created_by, created_at`

func (s *Service) insertRejudging(ctx context.Context, r *Rejudging) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO rejudgings (`+rejudgingColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		r.ID, r.Organization, r.Judgement, r.Assessment, r.Version, r.Prepared, r.Place, r.CreatedBy, r.CreatedAt)
	return err
}

// any organization: the list that pages has begun its conditions with that of who asks.
func (s *Service) selectRejudgings(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Rejudging, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Rejudging](ctx, s.db, `SELECT `+rejudgingColumns+` FROM rejudgings`+tail, where.Args()...)
}

// any organization: what was begun is prepared everywhere, nobody asks for it.
func (s *Service) unprepared(ctx context.Context) ([]Rejudging, error) {
	return db.Select[Rejudging](ctx, s.db, `SELECT `+rejudgingColumns+` FROM rejudgings WHERE prepared = 0 ORDER BY id LIMIT 100`)
}

// lockRejudging keeps other replicas from preparing the same; nil when it is prepared.
func (s *Service) lockRejudging(ctx context.Context, organization ids.Organization, id ids.Rejudging) (*Rejudging, error) {
	r, err := db.WriteOne[Rejudging](ctx, s.db, `UPDATE rejudgings SET place = place WHERE organization_id = $1 AND id = $2 AND prepared = 0 RETURNING `+rejudgingColumns,
		organization, id)
	if errors.Is(err, db.ErrNoRows) {
		return nil, nil
	}
	return &r, err
}

func (s *Service) savePlace(ctx context.Context, r *Rejudging) error {
	_, err := db.Exec(ctx, s.db, `UPDATE rejudgings SET place = $1, prepared = $2 WHERE organization_id = $3 AND id = $4`, r.Place, r.Prepared, r.Organization, r.ID)
	return err
}

// noteEnds marks the rejudgings whose last round has ended; replicas that do so at once have each one once.
//
// any organization: what has ended is noted everywhere, nobody asks for it.
func (s *Service) noteEnds(ctx context.Context) ([]Rejudging, error) {
	return db.Write[Rejudging](ctx, s.db, `UPDATE rejudgings SET ended_at = $1 WHERE prepared = 1 AND ended_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM judgements WHERE rejudging_id = rejudgings.id AND state <> 'finished')
		RETURNING `+rejudgingColumns, s.now())
}
