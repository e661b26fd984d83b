package judge0

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate makes the table judge0_submissions in the execution service's schema, numbered apart from its own.
func Migrate(ctx context.Context, d *db.DB) error {
	return d.MigrateSet(ctx, "judge0", migrations)
}

// Runner runs programs: the execution service.
type Runner interface {
	Execute(ctx context.Context, p run.Program) (ids.Run, contract.RunResult, error)
	Check(ctx context.Context, p run.Program) error
	Languages() []wire.Language
}

// Deps is what the service works with; all but Callbacks must be there.
type Deps struct {
	DB     *db.DB
	Runner Runner
	Log    *slog.Logger
	Config Config
	// Callbacks reaches the addresses that clients name: it must refuse those inside the operator's own network. Nil
	// offers no callbacks.
	Callbacks *http.Client
}

// Service answers Judge0's clients.
type Service struct {
	db        *db.DB
	runner    Runner
	log       *slog.Logger
	config    Config
	callbacks *http.Client
	limit     *httpx.Limiter
	wake      chan struct{} // something was queued
}

// New refuses missing dependencies.
func New(d Deps) (*Service, error) {
	switch {
	case d.DB == nil:
		return nil, errors.New("judge0: a database is missing")
	case d.Runner == nil:
		return nil, errors.New("judge0: the execution service is missing")
	case d.Log == nil:
		return nil, errors.New("judge0: a log is missing")
	}
	if err := d.Config.Validate(); err != nil {
		return nil, err
	}
	return &Service{
		db: d.DB, runner: d.Runner, log: d.Log, config: d.Config, callbacks: d.Callbacks,
		limit: httpx.NewLimiter(d.Config.RunsAMinute, time.Minute, 1).Named("judge0"), wake: make(chan struct{}, d.Config.Parallel),
	}, nil
}

// Run works the queue off, calls back and forgets, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	all, ctx := errgroup.WithContext(ctx)
	for range s.config.Parallel {
		all.Go(func() error { return s.work(ctx) })
	}
	all.Go(func() error { return s.callBack(ctx) })
	all.Go(func() error { return s.forget(ctx) })
	return all.Wait()
}

// principal is who runs the submissions; its id is the same in every installation, and no account's.
func (s *Service) principal() identity.Principal {
	user := uuid.NewSHA1(uuid.NameSpaceURL, []byte("codecraft:judge0"))
	return identity.Principal{User: ids.User(user.String()), Organization: s.config.Organization, Role: identity.Service}
}

func (s *Service) asService() context.Context {
	return identity.With(context.Background(), s.principal())
}

func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
