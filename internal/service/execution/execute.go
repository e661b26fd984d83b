package execution

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// What other ways in (drop-in APIs, say) build on. Each takes who asks from ctx (identity.With), holds the
// program against the same rules as POST /v1/runs, whose pointers its errors carry, and counts as a run of
// that principal. Errors: Invalid with every fault located, TooMany with RetryAfter, Unavailable when no worker
// has room or the language is not there, NotFound for a run of somebody else.

// Execute runs a program that is not interactive to its end.
func (s *Service) Execute(ctx context.Context, p Program) (ids.Run, contract.RunResult, error) {
	h, end, err := s.startRun(ctx, p, true)
	if err != nil {
		return "", contract.RunResult{}, err
	}
	return h.ID, *end, nil
}

// Check holds a program against the rules without running it.
func (s *Service) Check(ctx context.Context, p Program) error {
	who, err := identity.Require(ctx, identity.RunsCreate)
	if err == nil {
		_, err = s.order(who, p)
	}
	return err
}

// Start starts a program and does not wait for it.
func (s *Service) Start(ctx context.Context, p Program) (ids.Run, error) {
	h, _, err := s.startRun(ctx, p, false)
	return h.ID, err
}

// RunState is a run as far as it has come.
type RunState struct {
	ID       ids.Run
	Language string
	Status   string // queued, compiling, running, or the result's
	Ended    bool
	Result   contract.RunResult // until Ended only what was written so far
}

// RunState reads a run; runs are kept for a quarter of an hour after their end.
func (s *Service) RunState(ctx context.Context, id ids.Run) (RunState, error) {
	v, err := s.readRun(ctx, id)
	if err != nil {
		return RunState{}, err
	}
	return v.state(), nil
}

// AwaitRun reads a run once it has ended.
func (s *Service) AwaitRun(ctx context.Context, id ids.Run) (RunState, error) {
	v, err := s.awaitRun(ctx, id)
	if err != nil {
		return RunState{}, err
	}
	return v.state(), nil
}

// CancelRun ends a run of one's own at any stage; one that has ended stays as it is.
func (s *Service) CancelRun(ctx context.Context, id ids.Run) error { return s.cancelRun(ctx, id) }

// Languages is the table, each row as the workers have it.
func (s *Service) Languages() []wire.Language { return s.roster.languages() }

func (v *view) state() RunState {
	r := RunState{ID: v.head.ID, Language: v.head.Language, Status: v.status, Ended: v.result != nil}
	if v.result != nil {
		r.Result = *v.result
	} else {
		r.Result = v.soFar(v.status)
	}
	return r
}
