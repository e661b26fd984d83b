package webhook

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

//go:embed migrations
var migrations embed.FS

// Migrate makes the tables in the execution service's schema, numbered apart from its own.
func Migrate(ctx context.Context, d *db.DB) error {
	return d.MigrateSet(ctx, "webhooks", migrations)
}

// Deps is what the service works with; all but Clock must be there.
type Deps struct {
	DB      *db.DB
	Log     *slog.Logger
	Metrics prometheus.Registerer
	Config  Config
	Clock   func() time.Time
}

// Service keeps webhooks and delivers to them.
type Service struct {
	db      *db.DB
	log     *slog.Logger
	config  Config
	clock   func() time.Time
	client  *http.Client
	metrics *metrics

	bell    chan struct{} // wakes the dispatcher
	sending sync.WaitGroup
	mu      sync.Mutex
	busy    map[ids.Webhook]int // messages on their way
	all     int
}

// New refuses missing dependencies.
func New(d Deps) (*Service, error) {
	switch {
	case d.DB == nil:
		return nil, errors.New("webhook: a database is missing")
	case d.Log == nil:
		return nil, errors.New("webhook: a log is missing")
	case d.Metrics == nil:
		return nil, errors.New("webhook: a metrics registry is missing")
	}
	if err := d.Config.Validate(); err != nil {
		return nil, err
	}
	if d.Clock == nil {
		d.Clock = time.Now
	}
	return &Service{
		db: d.DB, log: d.Log, config: d.Config, clock: d.Clock, client: httpx.Outward(d.Config.Timeout, d.Config.Networks...),
		metrics: newMetrics(d.Metrics), bell: make(chan struct{}, 1), busy: map[ids.Webhook]int{},
	}, nil
}

// now is as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// wake has the dispatcher look now.
func (s *Service) wake() {
	select {
	case s.bell <- struct{}{}:
	default: // it rings already
	}
}
