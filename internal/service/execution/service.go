package execution

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	assessments "github.com/codecraft-hq/codecraft/internal/contract/assessments"
	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// Migrations are the tables of this service, in the folder "migrations", without the outbox.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Assessments is what this service asks of its neighbour.
type Assessments interface {
	// MayRun refuses a run of an attempt that is not open.
	MayRun(ctx context.Context, q assessments.MayRun) (assessments.MayRunAnswer, error)
}

// Deps is what the service works with; all but Clock and Origins must be there.
type Deps struct {
	DB          *db.DB
	Bus         *bus.Bus
	Blobs       blob.Store
	Log         *slog.Logger
	Metrics     prometheus.Registerer
	Assessments Assessments
	Origins     httpx.Origins // of pages that may open a terminal
	Config      Config
	Clock       func() time.Time
}

// Service takes runs and judging requests and serves what became of them.
type Service struct {
	db          *db.DB
	bus         *bus.Bus
	blobs       blob.Store
	log         *slog.Logger
	assessments Assessments
	origins     httpx.Origins
	config      Config
	now         func() time.Time

	bell       chan struct{} // wakes the release of waiting judgements
	own        nearWorker    // of this process; nil when there is none
	roster     *roster
	candidates *httpx.Limiter
	members    *httpx.Limiter
	everyone   *httpx.Limiter // of an organization together
	queued     queueCount
	progress   progress
	webhooks   *webhook.Service
	metrics    *serviceMetrics
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
	const people = 50_000
	return &Service{
		db: d.DB, bus: d.Bus, blobs: d.Blobs, log: d.Log, assessments: d.Assessments, origins: d.Origins, config: d.Config, now: d.Clock,
		bell:       make(chan struct{}, 1),
		roster:     newRoster(d.Bus, d.Log),
		candidates: httpx.NewLimiter(d.Config.CandidateRuns, time.Minute, people).Named("candidate"),
		members:    httpx.NewLimiter(d.Config.MemberRuns, time.Minute, people).Named("member"),
		everyone:   httpx.NewLimiter(d.Config.OrganizationRuns, time.Minute, people).Named("organization"),
		metrics:    newServiceMetrics(d.Metrics),
		webhooks:   webhooks,
	}, nil
}

// clock is now as both databases keep it.
func (s *Service) clock() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

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
	all.Go(func() error { return s.consumeRequests(ctx) })
	all.Go(func() error { return s.consumeResults(ctx) })
	all.Go(func() error { return s.releaseWaiting(ctx) })
	all.Go(func() error { return s.sweep(ctx) })
	all.Go(func() error { return s.prepareRejudgings(ctx) })
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
	begin(s.bus.Subscribe(wire.SubjectWorkers, s.roster.hear))
	begin(bus.Serve(s.bus, contract.SubjectMayJudge, wire.Queue, s.MayJudge))
	begin(bus.Serve(s.bus, contract.SubjectPlace, wire.Queue, s.Place))
	begin(bus.Serve(s.bus, contract.SubjectFind, wire.Queue, s.Find))
	begin(bus.Serve(s.bus, contract.SubjectRejudged, wire.Queue, s.Rejudged))
	begin(s.bus.Subscribe(contract.SubjectJudgementProgress+"*", s.noteProgress))
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
