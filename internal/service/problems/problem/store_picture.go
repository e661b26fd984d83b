package problem

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

func (s *Service) insertPicture(ctx context.Context, p *pictureRow) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO problem_pictures (problem_id, organization_id, name, created_at) VALUES ($1, $2, $3, $4)`,
		p.Problem, p.Organization, p.Name, p.CreatedAt)
	return err
}

func (s *Service) picturesOf(ctx context.Context, organization ids.Organization, id ids.Problem) ([]pictureRow, error) {
	return db.Select[pictureRow](ctx, s.db, `SELECT problem_id, organization_id, name, created_at FROM problem_pictures
		WHERE organization_id = $1 AND problem_id = $2`, organization, id)
}

func (s *Service) getPicture(ctx context.Context, org ids.Organization, id ids.Problem, name string) (*pictureRow, error) {
	p, err := db.One[pictureRow](ctx, s.db, `SELECT problem_id, organization_id, name, created_at FROM problem_pictures
		WHERE organization_id = $1 AND problem_id = $2 AND name = $3`, org, id, name)
	return &p, Missing(err, "picture", name)
}

func (s *Service) copyPictures(ctx context.Context, organization ids.Organization, from, to ids.Problem) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO problem_pictures (problem_id, organization_id, name, created_at)
		SELECT $1, organization_id, name, created_at FROM problem_pictures WHERE problem_id = $2 AND organization_id = $3`, to, from, organization)
	return err
}
