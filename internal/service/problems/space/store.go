package space

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// addTests writes rows for blobs of the problem's tests that have none, and answers their bytes.
func (s *Service) addTests(ctx context.Context, organization ids.Organization, problem ids.Problem) (added int64, err error) {
	all, err := db.Write[int64](ctx, s.db, `INSERT INTO problem_blobs (problem_id, organization_id, digest, bytes, stays)
		SELECT problem_id, organization_id, input_digest, input_bytes, FALSE FROM tests WHERE problem_id = $1 AND organization_id = $2
		UNION SELECT problem_id, organization_id, answer_digest, answer_bytes, FALSE FROM tests WHERE problem_id = $1 AND organization_id = $2
		ON CONFLICT (problem_id, digest) DO NOTHING RETURNING bytes`, problem, organization)
	for _, bytes := range all {
		added += bytes
	}
	return added, err
}

// forgetTests deletes the rows of those that no test of the draft has any more.
func (s *Service) forgetTests(ctx context.Context, organization ids.Organization, problem ids.Problem) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM problem_blobs WHERE problem_id = $1 AND organization_id = $2 AND NOT stays AND digest NOT IN
		(SELECT input_digest FROM tests WHERE problem_id = $1 UNION SELECT answer_digest FROM tests WHERE problem_id = $1)`, problem, organization)
	return err
}

func (s *Service) addStaying(ctx context.Context, organization ids.Organization, problem ids.Problem, digest blob.Digest, bytes int64) (added int64, err error) {
	n, err := db.Exec(ctx, s.db, `INSERT INTO problem_blobs (problem_id, organization_id, digest, bytes, stays) VALUES ($1, $2, $3, $4, TRUE)
		ON CONFLICT (problem_id, digest) DO NOTHING`, problem, organization, digest, bytes)
	return n * bytes, err
}

// Stay keeps all that a problem needs now for as long as the problem is there, since a version needs it.
func (s *Service) Stay(ctx context.Context, organization ids.Organization, problem ids.Problem) error {
	_, err := db.Exec(ctx, s.db, `UPDATE problem_blobs SET stays = TRUE WHERE organization_id = $1 AND problem_id = $2 AND NOT stays`, organization, problem)
	return err
}

// Copy has a copy of a problem keep its pictures, which are the organization's already. What else a package brought is counted while
// the original is there.
func (s *Service) Copy(ctx context.Context, organization ids.Organization, from, to ids.Problem) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO problem_blobs (problem_id, organization_id, digest, bytes, stays)
		SELECT $1, organization_id, digest, bytes, TRUE FROM problem_blobs WHERE problem_id = $2 AND organization_id = $3 AND digest IN
		(SELECT SUBSTR(name, 1, 64) FROM problem_pictures WHERE problem_id = $2)`, to, from, organization)
	return err
}

func (s *Service) lock(ctx context.Context, organization ids.Organization) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO organization_spaces (organization_id, changes) VALUES ($1, 1)
		ON CONFLICT (organization_id) DO UPDATE SET changes = organization_spaces.changes + 1`, organization)
	return err
}

func (s *Service) used(ctx context.Context, organization ids.Organization) (int64, error) {
	return db.One[int64](ctx, s.db, `SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM
		(SELECT DISTINCT digest, bytes FROM problem_blobs WHERE organization_id = $1) AS kept`, organization)
}
