package problem

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/problems/space"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB    *db.DB
	Blobs blob.Store
	Clock func() time.Time
	Space *space.Service
	// Related tells what belongs to problems, of which the rooms above know.
	Related func(ctx context.Context, problems []string) (Related, error)
}

// Service keeps the problems of all organizations.
type Service struct {
	db      *db.DB
	blobs   blob.Store
	clock   func() time.Time
	space   *space.Service
	related func(ctx context.Context, problems []string) (Related, error)
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{db: deps.DB, blobs: deps.Blobs, clock: deps.Clock, space: deps.Space, related: deps.Related}
}

// now is the time as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
