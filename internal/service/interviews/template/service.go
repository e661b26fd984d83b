package template

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
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
}

// Service keeps the templates of all organizations.
type Service struct {
	db       *db.DB
	problems Problems
	clock    func() time.Time
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{db: deps.DB, problems: deps.Problems, clock: deps.Clock}
}
