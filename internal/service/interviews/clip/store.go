package clip

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
)

const columns = `id, organization_id, interview_id, recording_id, from_ms, to_ms, format, state, reason, progress, pieces, bytes, author, created_at, lease_until, tries`

func (s *Service) insert(ctx context.Context, c Clip) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO clips (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		c.ID, c.Organization, c.Interview, c.Recording, c.FromMs, c.ToMs, c.Format, c.State, c.Reason, c.Progress, c.Pieces, c.Bytes, c.Author, c.CreatedAt, c.LeaseUntil, c.Tries)
	return err
}

// any organization: workspace.List and Find begin the conditions with the interviews that who asks may see.
func (s *Service) selectAll(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Clip, error) {
	return db.Select[Clip](ctx, s.db, `SELECT `+columns+` FROM clips`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// counts are how many films the organization has in the making, and the recording has.
func (s *Service) counts(ctx context.Context, c Clip) (waiting, kept int, err error) {
	if waiting, err = db.One[int](ctx, s.db, `SELECT COUNT(*) FROM clips WHERE organization_id = $1 AND state IN ($2, $3)`, c.Organization, Waiting, Making); err != nil {
		return 0, 0, err
	}
	kept, err = db.One[int](ctx, s.db, `SELECT COUNT(*) FROM clips WHERE organization_id = $1 AND recording_id = $2`, c.Organization, c.Recording)
	return waiting, kept, err
}

// Bytes is how much the films of an organization take.
func (s *Service) Bytes(ctx context.Context, organization ids.Organization) (int64, error) {
	return db.One[int64](ctx, s.db, `SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM clips WHERE organization_id = $1`, organization)
}

// take leases the film that has waited longest, or whose maker is not heard of any more; false when there is none.
//
// any organization: films are made for all.
func (s *Service) take(ctx context.Context, now time.Time) (Clip, bool, error) {
	c, err := db.WriteOne[Clip](ctx, s.db, `UPDATE clips SET state = $1, lease_until = $2, tries = tries + 1, progress = 0
		WHERE id = (SELECT id FROM clips WHERE state = $3 OR (state = $1 AND lease_until < $4) ORDER BY created_at, id LIMIT 1 ${SKIP_LOCKED})
		AND (state = $3 OR lease_until < $4) RETURNING `+columns, Making, now.Add(lease), Waiting, now)
	if errors.Is(err, db.ErrNoRows) {
		return c, false, nil
	}
	return c, err == nil, err
}

// tell keeps how far a film is, and that its maker is there; false when it is not theirs any more.
func (s *Service) tell(ctx context.Context, c Clip, progress int64) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE clips SET progress = $1, lease_until = $2 WHERE organization_id = $3 AND id = $4 AND state = $5 AND tries = $6`,
		progress, s.schedule.Now().Add(lease), c.Organization, c.ID, Making, c.Tries)
	return n > 0, err
}

// release has a film wait again that was broken off; nobody counts that it was begun.
func (s *Service) release(ctx context.Context, c Clip) error {
	_, err := db.Exec(ctx, s.db, `UPDATE clips SET state = $1, tries = tries - 1, progress = 0, lease_until = $2
		WHERE organization_id = $3 AND id = $4 AND state = $5 AND tries = $6`, Waiting, nil, c.Organization, c.ID, Making, c.Tries)
	return err
}

// end keeps what became of a film; false when it is not theirs any more.
func (s *Service) end(ctx context.Context, c Clip) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE clips SET state = $1, reason = $2, progress = $3, pieces = $4, bytes = $5, lease_until = $6
		WHERE organization_id = $7 AND id = $8 AND state = $9 AND tries = $10`,
		c.State, c.Reason, c.Progress, c.Pieces, c.Bytes, nil, c.Organization, c.ID, Making, c.Tries)
	return n > 0, err
}

func (s *Service) remove(ctx context.Context, c Clip) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM clips WHERE organization_id = $1 AND id = $2`, c.Organization, c.ID)
	return err
}

// OnRemoved forgets the films of a recording that is removed, in the transaction of ctx, and answers the blobs that they were kept in.
func (s *Service) OnRemoved(ctx context.Context, r recording.Recording) (all []recording.Piece, err error) {
	gone, err := db.Write[db.JSON[[]recording.Piece]](ctx, s.db, `DELETE FROM clips WHERE organization_id = $1 AND recording_id = $2 RETURNING pieces`, r.Organization, r.ID)
	for _, pieces := range gone {
		all = append(all, pieces.V...)
	}
	return all, err
}
