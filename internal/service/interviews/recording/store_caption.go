package recording

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

const captionColumns = `id, organization_id, interview_id, recording_id, file, language, cues, author, created_at`

func (s *Service) insertCaptions(ctx context.Context, c Captions) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO captions (`+captionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.ID, c.Organization, c.Interview, c.Recording, c.File, c.Language, c.Cues, c.Author, c.CreatedAt)
	return err
}

// captionsOf is how many the recording has that these are of.
func (s *Service) captionsOf(ctx context.Context, c Captions) (int, error) {
	return db.One[int](ctx, s.db, `SELECT COUNT(*) FROM captions WHERE organization_id = $1 AND recording_id = $2`, c.Organization, c.Recording)
}

// any organization: workspace.List and Find begin the conditions with the interviews that who asks may see.
func (s *Service) selectCaptions(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Captions, error) {
	return db.Select[Captions](ctx, s.db, `SELECT `+captionColumns+` FROM captions`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// free holds the recording of captions as it is until the end of the transaction of ctx; false when it is on hold.
func (s *Service) free(ctx context.Context, c Captions) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE recordings SET held = held WHERE organization_id = $1 AND id = $2 AND held = $3`, c.Organization, c.Recording, false)
	return n > 0, err
}

// deleteCaptions answers false when they are gone already.
func (s *Service) deleteCaptions(ctx context.Context, c Captions) (bool, error) {
	n, err := db.Exec(ctx, s.db, `DELETE FROM captions WHERE organization_id = $1 AND id = $2`, c.Organization, c.ID)
	return n > 0, err
}

// silence forgets all captions of a recording.
func (s *Service) silence(ctx context.Context, r Recording) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM captions WHERE organization_id = $1 AND recording_id = $2`, r.Organization, r.ID)
	return err
}
