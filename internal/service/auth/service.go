package auth

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/signingkey"
)

// Migrations are the tables of this service.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Deps is what the service needs. DB has the tables of Migrations and of base/outbox.
type Deps struct {
	DB      *db.DB
	Bus     *bus.Bus
	Log     *slog.Logger
	Config  Config
	Metrics prometheus.Registerer // none when nil
	Clock   func() time.Time      // time.Now when nil
}

// Service holds the use cases; api.go serves them over HTTP and events.go over the bus.
type Service struct {
	db      *db.DB
	bus     *bus.Bus
	log     *slog.Logger
	config  Config
	clock   func() time.Time
	hasher  *hasher
	figures *metrics
	crowd   *httpx.Limiter // of anonymous requests that cost a hash or a mail, by network
	resets  chan struct{}  // wakes the worker that sends password reset mails

	audit    *audit.Service
	keys     *signingkey.Service
	sessions *session.Service
}

// crowdPerHour is how many registrations and reset wishes one network may have in an hour: a class that
// registers at once passes.
const crowdPerHour = 120

// New refuses missing dependencies and settings that cannot work.
func New(deps Deps) (*Service, error) {
	var missing []error
	for name, absent := range map[string]bool{
		"DB": deps.DB == nil, "Bus": deps.Bus == nil, "Log": deps.Log == nil,
	} {
		if absent {
			missing = append(missing, fmt.Errorf("auth: %s is missing", name))
		}
	}
	if err := errors.Join(append(missing, deps.Config.Validate())...); err != nil {
		return nil, err
	}
	s := &Service{
		db: deps.DB, bus: deps.Bus, log: deps.Log, config: deps.Config, clock: deps.Clock,
		hasher: newHasher(deps.Config.PasswordHashes, deps.Config.PasswordHashQueue),
		crowd:  httpx.NewLimiter(crowdPerHour, time.Hour, 10_000).Named("network"),
		resets: make(chan struct{}, 1),
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	var err error
	if s.figures, err = newMetrics(deps.Metrics, s.hasher); err != nil {
		return nil, fmt.Errorf("auth: register metrics: %w", err)
	}
	s.audit = audit.New(s.db, s.clock)
	s.keys = signingkey.New(signingkey.Deps{DB: s.db, Config: s.config.Keys, Clock: s.clock})
	s.sessions, err = session.New(session.Deps{
		DB: s.db, Audit: s.audit, Keys: s.keys, Config: s.config.Sessions, PublicURL: s.config.PublicURL,
		Metrics: deps.Metrics, Clock: s.clock, SignIn: s.signIn,
	})
	return s, err
}

// now is the service's time, as exact as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// Ready says whether the service can sign people in.
func (s *Service) Ready(ctx context.Context) error {
	if err := s.db.Ping(ctx); err != nil {
		return err
	}
	return s.keys.Ready()
}
