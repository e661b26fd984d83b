package catalog

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
)

// insertPinned keeps what a candidate may see of each version.
func (s *Service) insertPinned(ctx context.Context, organization ids.Organization, versions []problems.Version) error {
	for _, v := range versions {
		_, err := db.Exec(ctx, s.db, `INSERT INTO pinned_versions (organization_id, version_id, content) VALUES ($1, $2, $3)
			ON CONFLICT (organization_id, version_id) DO NOTHING`, organization, v.ID, db.JSON[problems.Version]{V: v})
		if err != nil {
			return err
		}
	}
	return nil
}

// Pinned reads what candidates may see of versions.
func (s *Service) Pinned(ctx context.Context, organization ids.Organization, wanted []ids.ProblemVersion) (map[ids.ProblemVersion]problems.Version, error) {
	where := db.In(db.Where("organization_id = ?", organization), "version_id", wanted)
	rows, err := db.Select[db.JSON[problems.Version]](ctx, s.db, `SELECT content FROM pinned_versions`+where.SQL(), where.Args()...)
	if err != nil {
		return nil, err
	}
	found := map[ids.ProblemVersion]problems.Version{}
	for _, r := range rows {
		found[r.V.ID] = r.V
	}
	return found, nil
}
