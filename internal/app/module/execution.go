package module

import (
	"context"
	"errors"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/service/assessments"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/judge0"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
)

// ExecutionNeighbour is execution as others ask it, here and elsewhere.
type ExecutionNeighbour = assessments.Execution

// BesideExecution makes the tables of the packages below the execution service.
func BesideExecution(ctx context.Context, d *db.DB) error {
	return errors.Join(judge0.Migrate(ctx, d), webhook.Migrate(ctx, d))
}

// LaterOwner is who keeps places, as execution asks it. The two ask one another, so that execution is built first and
// gets its neighbour when that is there.
type LaterOwner struct{ places.Owner }

// Bind gives it the neighbour, before anything runs.
func (l *LaterOwner) Bind(service any) error {
	found, ok := service.(places.Owner)
	if !ok {
		return fmt.Errorf("%T cannot be asked what execution asks the owner of a place", service)
	}
	l.Owner = found
	return nil
}

// Execution makes the service, with the interfaces of other products that are asked for.
func Execution(c execution.Config, dropins DropinConfig) Build {
	return func(_ context.Context, g Given) (*Part, error) {
		attempts, noAttempts := neighbour[places.Owner](g.Near, "assessments")
		rooms, noRooms := neighbour[places.Owner](g.Near, "interviews")
		if err := errors.Join(noAttempts, noRooms); err != nil {
			return nil, err
		}
		service, err := execution.New(execution.Deps{
			DB: g.DB, Bus: g.Bus, Blobs: g.Blobs, Log: g.Log, Metrics: g.Registry, Config: c, Origins: g.Origins,
			Places: places.Owners{identity.PlaceAttempt: attempts, identity.PlaceInterview: rooms},
		})
		if err != nil {
			return nil, err
		}
		p := &Part{Service: service, Register: service.Register, Run: service.Run, Ready: service.Ready}
		return p, dropins.add(p, g, service)
	}
}
