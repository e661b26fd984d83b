package version

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/problems/draft"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
	"github.com/codecraft-hq/codecraft/internal/service/problems/space"
	"github.com/codecraft-hq/codecraft/internal/service/problems/tests"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB       *db.DB
	Blobs    blob.Store
	Clock    func() time.Time
	Space    *space.Service
	Problems *problem.Service
	Tests    *tests.Service
	Drafts   *draft.Service
}

// Service keeps the versions of all problems.
type Service struct {
	db       *db.DB
	blobs    blob.Store
	clock    func() time.Time
	space    *space.Service
	problems *problem.Service
	tests    *tests.Service
	drafts   *draft.Service
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{db: deps.DB, blobs: deps.Blobs, clock: deps.Clock, space: deps.Space, problems: deps.Problems, tests: deps.Tests, drafts: deps.Drafts}
}

// now is the time as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
