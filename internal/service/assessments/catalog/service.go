package catalog

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
)

// Problems is what the room asks of problems.
type Problems interface {
	Latest(ctx context.Context, request problems.LatestRequest) (problems.VersionsAnswer, error)
}

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB       *db.DB
	Problems Problems
	Clock    func() time.Time

	// People tells how far those invited to assessments have come, of which the rooms above know.
	People func(ctx context.Context, organization ids.Organization, wanted []ids.Assessment) (map[ids.Assessment]People, error)
	// Changed is told of a published assessment that has changed, after the commit.
	Changed func(ctx context.Context, id ids.Assessment)
	// Forget deletes, in the transaction of ctx, what the rooms above keep of an assessment, or answers why it must stay.
	Forget func(ctx context.Context, organization ids.Organization, id ids.Assessment) error
}

// Service keeps the assessments of all organizations.
type Service struct {
	db       *db.DB
	problems Problems
	clock    func() time.Time
	people   func(ctx context.Context, organization ids.Organization, wanted []ids.Assessment) (map[ids.Assessment]People, error)
	changed  func(ctx context.Context, id ids.Assessment)
	forget   func(ctx context.Context, organization ids.Organization, id ids.Assessment) error
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{
		db: deps.DB, problems: deps.Problems, clock: deps.Clock, people: deps.People, changed: deps.Changed, forget: deps.Forget,
	}
}

// now is the time as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
