package judgement

import (
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/service/execution/roster"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
)

// Deps is what the service works with; all must be there.
type Deps struct {
	DB       *db.DB
	Bus      *bus.Bus
	Blobs    blob.Store
	Log      *slog.Logger
	Metrics  prometheus.Registerer
	Roster   *roster.Service
	Webhooks *webhook.Service
	Config   Config
	Clock    func() time.Time
}

// Service takes judging requests and carries them through.
type Service struct {
	db       *db.DB
	bus      *bus.Bus
	blobs    blob.Store
	log      *slog.Logger
	roster   *roster.Service
	webhooks *webhook.Service
	config   Config
	clock    func() time.Time
	judgings quota.Budget

	bell     chan struct{} // wakes the release of waiting judgements
	queued   queueCount
	progress progress
	metrics  *metrics
}

// New knows nothing to wake for yet.
func New(d Deps) *Service {
	return &Service{
		db: d.DB, bus: d.Bus, blobs: d.Blobs, log: d.Log, roster: d.Roster, webhooks: d.Webhooks, config: d.Config, clock: d.Clock,
		bell: make(chan struct{}, 1), metrics: newMetrics(d.Metrics),
		judgings: quota.Budget{
			Quota: quota.Quota{Name: "judgings", Limit: d.Config.OrganizationJudgings, Window: quota.Day, Flag: "organization-judgings"}, DB: d.DB, Clock: d.Clock,
		},
	}
}

// now is as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
