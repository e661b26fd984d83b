package run

import (
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/contract/places"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/service/execution/roster"
)

// Deps is what the service works with; all must be there.
type Deps struct {
	DB      *db.DB // has the table of base/quota
	Bus     *bus.Bus
	Log     *slog.Logger
	Metrics prometheus.Registerer
	Roster  *roster.Service
	Places  places.Owner // of every kind
	Config  Config
	Clock   func() time.Time
}

// Service takes runs and serves what became of them.
type Service struct {
	bus    *bus.Bus
	log    *slog.Logger
	roster *roster.Service
	places places.Owner
	config Config
	clock  func() time.Time

	own        Worker         // of this process; nil when there is none
	candidates *httpx.Limiter // and guests: of a place together
	members    *httpx.Limiter
	everyone   *httpx.Limiter // of an organization together, on this replica
	shares     *shares        // of what all replicas together may start
	metrics    *metrics
}

// New has nobody's runs counted yet.
func New(d Deps) *Service {
	const people = 50_000
	return &Service{
		bus: d.Bus, log: d.Log, roster: d.Roster, places: d.Places, config: d.Config, clock: d.Clock,
		candidates: httpx.NewLimiter(d.Config.CandidateRuns, time.Minute, people).Named("candidate"),
		members:    httpx.NewLimiter(d.Config.MemberRuns, time.Minute, people).Named("member"),
		everyone:   httpx.NewLimiter(d.Config.OrganizationRuns, time.Minute, people).Named("organization"),
		shares:     newShares(d),
		metrics:    newMetrics(d.Metrics),
	}
}

// now is as a database would keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
