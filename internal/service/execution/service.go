package execution

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/collect"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	parts "github.com/codecraft-hq/codecraft/internal/parts/run"
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

// Streams are what the subjects of this service, and of its workers, are kept in.
var Streams = append([]bus.StreamConfig{contract.Events}, wire.Streams...)

// Deps is what the service works with; all but Clock and Origins must be there.
type Deps struct {
	DB      *db.DB
	Bus     *bus.Bus
	Blobs   blob.Store
	Log     *slog.Logger
	Metrics prometheus.Registerer
	Places  places.Owner  // of every kind, asked before a run in one
	Origins httpx.Origins // of pages that may open a terminal
	Config  Config
	Clock   func() time.Time
}

// Service takes runs and judging requests and serves what became of them.
type Service struct {
	db    *db.DB
	bus   *bus.Bus
	log   *slog.Logger
	clock func() time.Time

	roster      *roster.Service
	runs        *run.Service
	attachments *attachment.Service
	judgements  *judgement.Service
	rejudgings  *rejudging.Service
	webhooks    *webhook.Service
}

// New refuses missing dependencies.
func New(d Deps) (*Service, error) {
	missing := parts.Required("execution", map[string]bool{
		"DB": d.DB == nil, "Bus": d.Bus == nil, "Blobs": d.Blobs == nil, "Log": d.Log == nil, "Metrics": d.Metrics == nil, "Places": d.Places == nil,
	})
	if err := errors.Join(missing, d.Config.Validate()); err != nil {
		return nil, err
	}
	if d.Clock == nil {
		d.Clock = time.Now
	}
	webhooks, err := webhook.New(webhook.Deps{DB: d.DB, Log: d.Log, Metrics: d.Metrics, Config: d.Config.Webhooks, Clock: d.Clock})
	if err != nil {
		return nil, err
	}
	s := &Service{db: d.DB, bus: d.Bus, log: d.Log, clock: d.Clock, webhooks: webhooks, roster: roster.New(roster.Deps{Bus: d.Bus, Log: d.Log})}
	s.runs = run.New(run.Deps{
		DB: d.DB, Bus: d.Bus, Log: d.Log, Metrics: d.Metrics, Roster: s.roster, Places: d.Places, Config: d.Config.Runs, Clock: d.Clock,
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
	return parts.Until(ctx, s.log, s.listen,
		outbox.Relay{DB: s.db, Bus: s.bus, Log: s.log}.Run,
		quota.Sweeper{DB: s.db, Clock: s.clock, Log: s.log}.Run,
		func(ctx context.Context) error { return s.bus.Publish(ctx, wire.SubjectRoll, struct{}{}) }, // workers say what they have
		s.judgements.Run, s.rejudgings.Run, s.webhooks.Run,
	)
}

func (s *Service) listen(ears *parts.Ears) {
	ears.Add(s.bus.Subscribe(wire.SubjectWorkers, s.roster.Hear))
	ears.Add(bus.Serve(s.bus, contract.SubjectMayJudge, wire.Queue, s.MayJudge))
	ears.Add(bus.Serve(s.bus, contract.SubjectPlace, wire.Queue, s.Place))
	ears.Add(bus.Serve(s.bus, contract.SubjectFind, wire.Queue, s.Find))
	ears.Add(bus.Serve(s.bus, contract.SubjectRejudged, wire.Queue, s.Rejudged))
	ears.Add(quota.Serve(s.bus, "execution", s.judgements.Used, s.runs.Used))
	ears.Add(collect.Serve(s.bus, "execution", s.db, references))
	ears.Add(s.bus.Subscribe(contract.SubjectJudgementProgress+"*", s.judgements.NoteProgress))
}
