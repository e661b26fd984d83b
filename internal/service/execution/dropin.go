package execution

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/attachment"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
	"github.com/codecraft-hq/codecraft/internal/service/execution/worker"
)

// What other ways in (drop-in APIs, say) build on. Each takes who asks from ctx (identity.With), holds the
// program against the same rules as POST /v1/runs, whose pointers its errors carry, and counts as a run of
// that principal. Errors: Invalid with every fault located, TooMany with RetryAfter, Unavailable when no worker
// has room or the language is not there, NotFound for a run of somebody else.

// Execute runs a program that is not interactive to its end.
func (s *Service) Execute(ctx context.Context, p run.Program) (ids.Run, contract.RunResult, error) {
	return s.runs.Execute(ctx, p)
}

// Check holds a program against the rules without running it.
func (s *Service) Check(ctx context.Context, p run.Program) error { return s.runs.Check(ctx, p) }

// Start starts a program and does not wait for it.
func (s *Service) Start(ctx context.Context, p run.Program) (ids.Run, error) {
	return s.runs.Start(ctx, p)
}

// CancelRun ends a run of one's own at any stage; one that has ended stays as it is.
func (s *Service) CancelRun(ctx context.Context, id ids.Run) error { return s.runs.Cancel(ctx, id) }

// Attach connects to an interactive run from an offset of its output on.
func (s *Service) Attach(ctx context.Context, id ids.Run, from int64) (*attachment.Attachment, error) {
	return s.attachments.Attach(ctx, id, from)
}

// Languages is the table, each row as the workers have it.
func (s *Service) Languages() []wire.Language { return s.roster.Languages() }

// Prefer has runs try a worker of this process before the others: an order to it needs no message. It is called
// before Run.
func (s *Service) Prefer(w *worker.Worker) { s.runs.Prefer(w) }
