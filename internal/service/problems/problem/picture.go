package problem

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/picture"
)

// pictureRow says that a problem's texts may show a picture, which is a blob. It stays while the problem is there, since
// versions may show it.
type pictureRow struct {
	Problem      ids.Problem      `db:"problem_id"`
	Organization ids.Organization `db:"organization_id"`
	Name         string           `db:"name"`
	CreatedAt    time.Time        `db:"created_at"`
}

const maxPictures = 200

// keepPicture takes a picture for the texts of a problem, and answers its name.
func (s *Service) keepPicture(ctx context.Context, id ids.Problem, data []byte) (string, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return "", err
	}
	if _, err := s.Get(ctx, who.Organization, id); err != nil {
		return "", err
	}
	if err := s.space.Room(ctx, who.Organization, int64(len(data))); err != nil {
		return "", err
	}
	name, err := picture.Keep(ctx, s.blobs, data)
	if err != nil {
		return "", err
	}
	return name, s.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Lock(ctx, who.Organization, id); err != nil {
			return err
		}
		names, err := s.picturesOf(ctx, who.Organization, id)
		if err != nil {
			return err
		}
		for _, p := range names {
			if p.Name == name {
				return nil
			}
		}
		if len(names) >= maxPictures {
			return errs.New(errs.Conflict, "too_many_pictures", "a problem has at most %d pictures", maxPictures)
		}
		if err := s.insertPicture(ctx, &pictureRow{id, who.Organization, name, s.now()}); err != nil {
			return err
		}
		return s.space.Keep(ctx, who.Organization, id, blob.Of(data), int64(len(data)))
	})
}
