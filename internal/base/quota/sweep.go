package quota

import (
	"context"
	"log/slog"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

// sweep is how often windows that are over are deleted.
const sweep = 10 * time.Minute

// Sweeper deletes the windows of a service's quotas that are over.
type Sweeper struct {
	DB    *db.DB
	Clock func() time.Time
	Log   *slog.Logger
}

// Run does so until ctx ends.
func (s Sweeper) Run(ctx context.Context) error {
	tick := time.NewTicker(sweep)
	defer tick.Stop()
	for {
		if _, err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("windows of quotas that are over could not be deleted", "schema", s.DB.Schema(), "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Sweep deletes those that are over now, and tells how many. A replica whose clock is behind may count in one of them still,
// and begins it anew: a minute is left for it.
func (s Sweeper) Sweep(ctx context.Context) (int64, error) {
	return db.Exec(ctx, s.DB, `DELETE FROM quotas WHERE ends_at < $1`, s.Clock().Add(-time.Minute))
}
