package execution

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/service/execution/attachment"
	"github.com/codecraft-hq/codecraft/internal/service/execution/judgement"
	"github.com/codecraft-hq/codecraft/internal/service/execution/rejudging"
	"github.com/codecraft-hq/codecraft/internal/service/execution/roster"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// Migrations are the tables of this service, in the folder "migrations", without the outbox.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Deps is what the service works with; all but Clock and Origins must be there.
type Deps struct {
	DB          *db.DB
	Bus         *bus.Bus
	Blobs       blob.Store
	Log         *slog.Logger
	Metrics     prometheus.Registerer
	Assessments run.Assessments
	Origins     httpx.Origins // of pages that may open a terminal
	Config      Config
	Clock       func() time.Time
}

// Service takes runs and judging requests and serves what became of them.
type Service struct {
	db  *db.DB
	bus *bus.Bus
	log *slog.Logger

	roster      *roster.Service
	runs        *run.Service
	attachments *attachment.Service
	judgements  *judgement.Service
	rejudgings  *rejudging.Service
	webhooks    *webhook.Service
}

// New refuses missing dependencies.
func New(d Deps) (*Service, error) {
	switch {
	case d.DB == nil:
		return nil, errors.New("execution: a database is missing")
	case d.Bus == nil:
		return nil, errors.New("execution: a bus is missing")
	case d.Blobs == nil:
		return nil, errors.New("execution: a blob store is missing")
	case d.Log == nil:
		return nil, errors.New("execution: a log is missing")
	case d.Metrics == nil:
		return nil, errors.New("execution: a metrics registry is missing")
	case d.Assessments == nil:
		return nil, errors.New("execution: the assessments service is missing")
	}
	if err := d.Config.Validate(); err != nil {
		return nil, err
	}
	if d.Clock == nil {
		d.Clock = time.Now
	}
	webhooks, err := webhook.New(webhook.Deps{DB: d.DB, Log: d.Log, Metrics: d.Metrics, Config: d.Config.Webhooks, Clock: d.Clock})
	if err != nil {
		return nil, err
	}
	s := &Service{db: d.DB, bus: d.Bus, log: d.Log, webhooks: webhooks, roster: roster.New(roster.Deps{Bus: d.Bus, Log: d.Log})}
	s.runs = run.New(run.Deps{
		Bus: d.Bus, Log: d.Log, Metrics: d.Metrics, Roster: s.roster, Assessments: d.Assessments, Config: d.Config.Runs, Clock: d.Clock,
	})
	s.attachments = attachment.New(attachment.Deps{Bus: d.Bus, Log: d.Log, Runs: s.runs, Origins: d.Origins})
	s.judgements = judgement.New(judgement.Deps{
		DB: d.DB, Bus: d.Bus, Blobs: d.Blobs, Log: d.Log, Metrics: d.Metrics, Roster: s.roster, Webhooks: webhooks, Config: d.Config.Judgements, Clock: d.Clock,
	})
	s.rejudgings = rejudging.New(rejudging.Deps{DB: d.DB, Log: d.Log, Judgements: s.judgements, Webhooks: webhooks, Clock: d.Clock})
	s.watchQueues(d.Metrics)
	return s, nil
}

// Ready reports whether requests can be answered.
func (s *Service) Ready(ctx context.Context) error {
	return errors.Join(s.db.Ping(ctx), s.bus.Ready(ctx))
}

// Run serves neighbours, hears the workers, and carries judgements through, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	stop, err := s.serve(ctx)
	defer stop()
	if err != nil {
		return err
	}
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return outbox.Relay{DB: s.db, Bus: s.bus, Log: s.log}.Run(ctx) })
	all.Go(func() error { return s.judgements.Run(ctx) })
	all.Go(func() error { return s.rejudgings.Run(ctx) })
	all.Go(func() error { return s.webhooks.Run(ctx) })
	return all.Wait()
}

// serve begins what is heard; stop ends what has begun, also after an error.
func (s *Service) serve(ctx context.Context) (stop func(), err error) {
	var stops []func() error
	begin := func(one func() error, failed error) {
		if failed != nil {
			err = errors.Join(err, failed)
			return
		}
		stops = append(stops, one)
	}
	begin(s.bus.Subscribe(wire.SubjectWorkers, s.roster.Hear))
	begin(bus.Serve(s.bus, contract.SubjectMayJudge, wire.Queue, s.MayJudge))
	begin(bus.Serve(s.bus, contract.SubjectPlace, wire.Queue, s.Place))
	begin(bus.Serve(s.bus, contract.SubjectFind, wire.Queue, s.Find))
	begin(bus.Serve(s.bus, contract.SubjectRejudged, wire.Queue, s.Rejudged))
	begin(s.bus.Subscribe(contract.SubjectJudgementProgress+"*", s.judgements.NoteProgress))
	if err == nil {
		err = s.bus.Publish(ctx, wire.SubjectRoll, struct{}{})
	}
	return func() {
		for _, one := range stops {
			if err := one(); err != nil {
				s.log.Warn("execution: a subscription did not stop", "error", err)
			}
		}
	}, err
}
