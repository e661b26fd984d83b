package submission

import (
	"context"
	"log/slog"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// Execution is what the room asks of execution.
type Execution interface {
	MayJudge(ctx context.Context, q execution.MayJudge) (execution.MayJudgeAnswer, error)
	Place(ctx context.Context, q execution.Place) (execution.PlaceAnswer, error)
	Find(ctx context.Context, q execution.Find) (execution.FindAnswer, error)
	Rejudged(ctx context.Context, q execution.Rejudged) (execution.RejudgedAnswer, error)
}

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB        *db.DB
	Blobs     blob.Store
	Catalog   *catalog.Service
	Attempts  *attempt.Service
	Execution Execution
	Log       *slog.Logger
	Clock     func() time.Time
	PerMinute int           // of one attempt
	Late      time.Duration // a submission is unjudged before execution is asked whether it knows of it
}

// Service keeps the submissions of all organizations.
type Service struct {
	db        *db.DB
	blobs     blob.Store
	catalog   *catalog.Service
	attempts  *attempt.Service
	execution Execution
	log       *slog.Logger
	clock     func() time.Time
	late      time.Duration
	limiter   *httpx.Limiter
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{
		db: deps.DB, blobs: deps.Blobs, catalog: deps.Catalog, attempts: deps.Attempts, execution: deps.Execution, log: deps.Log, clock: deps.Clock,
		late: deps.Late, limiter: httpx.NewLimiter(deps.PerMinute, time.Minute, 100_000).Named("submissions"),
	}
}

// now is the time as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
