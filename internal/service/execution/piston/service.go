package piston

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/attachment"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// Runner runs programs: the execution service.
type Runner interface {
	Execute(ctx context.Context, p run.Program) (ids.Run, contract.RunResult, error)
	Languages() []wire.Language
	// Begin starts an interactive program and connects to it. Closing the session leaves it.
	Begin(ctx context.Context, p run.Program) (Session, error)
}

// Of is a Runner of the execution service.
func Of(s *execution.Service) Runner { return runner{s} }

type runner struct{ *execution.Service }

func (r runner) Begin(ctx context.Context, p run.Program) (Session, error) {
	id, err := r.Start(ctx, p)
	if err != nil {
		return nil, err
	}
	a, err := r.Attach(ctx, id, 0)
	if err != nil {
		return nil, errors.Join(err, r.CancelRun(ctx, id))
	}
	return session{a, func() error { return r.CancelRun(context.WithoutCancel(ctx), id) }}, nil
}

// session ends its run when it is left: a job has one client.
type session struct {
	*attachment.Attachment
	end func() error
}

func (s session) Close() error { return errors.Join(s.end(), s.Attachment.Close()) }

// Deps is what the service works with; all must be there.
type Deps struct {
	Runner Runner
	Log    *slog.Logger
	Config Config
}

// Service answers Piston's clients.
type Service struct {
	runner  Runner
	log     *slog.Logger
	config  Config
	limit   *httpx.Limiter
	sockets chan struct{}
}

// New refuses missing dependencies.
func New(d Deps) (*Service, error) {
	switch {
	case d.Runner == nil:
		return nil, errors.New("piston: the execution service is missing")
	case d.Log == nil:
		return nil, errors.New("piston: a log is missing")
	}
	if err := d.Config.Validate(); err != nil {
		return nil, err
	}
	return &Service{
		runner: d.Runner, log: d.Log, config: d.Config,
		limit: httpx.NewLimiter(d.Config.RunsAMinute, time.Minute, 1).Named("piston"), sockets: make(chan struct{}, d.Config.Sockets),
	}, nil
}

// withPrincipal says who runs the jobs; its id is the same in every installation, and no account's.
func (s *Service) withPrincipal(ctx context.Context) context.Context {
	user := uuid.NewSHA1(uuid.NameSpaceURL, []byte("codecraft:piston"))
	return identity.With(ctx, identity.Principal{User: ids.User(user.String()), Organization: s.config.Organization, Role: identity.Service})
}
