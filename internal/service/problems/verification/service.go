package verification

import (
	"context"
	"log/slog"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	execution "github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/parts/live"
	"github.com/codecraft-hq/codecraft/internal/service/problems/draft"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB        *db.DB
	Bus       *bus.Bus
	Blobs     blob.Store
	Execution Execution
	Log       *slog.Logger
	Clock     func() time.Time
	Late      time.Duration // a reference is unjudged before execution is asked whether it knows of it
	Problems  *problem.Service
	Drafts    *draft.Service
}

// Execution is what a verification asks of execution.
type Execution interface {
	MayJudge(ctx context.Context, q execution.MayJudge) (execution.MayJudgeAnswer, error)
	Place(ctx context.Context, q execution.Place) (execution.PlaceAnswer, error)
	Find(ctx context.Context, q execution.Find) (execution.FindAnswer, error)
}

// Service keeps the verifications of all problems.
type Service struct {
	db        *db.DB
	bus       *bus.Bus
	blobs     blob.Store
	execution Execution
	log       *slog.Logger
	clock     func() time.Time
	late      time.Duration
	problems  *problem.Service
	drafts    *draft.Service
	watchers  live.Watchers[struct{}]
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{
		db: deps.DB, bus: deps.Bus, blobs: deps.Blobs, execution: deps.Execution, log: deps.Log, clock: deps.Clock, late: deps.Late,
		problems: deps.Problems, drafts: deps.Drafts,
	}
}

// now is the time as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// Workers take judgements in, and look after those that do not come.
func (s *Service) Workers() []func(context.Context) error {
	return []func(context.Context) error{
		s.consumeJudgements,
		func(ctx context.Context) error { return s.lostResults().Run(ctx, s.late) },
	}
}
