package auth

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/credential/password"
	"github.com/codecraft-hq/codecraft/internal/service/auth/people"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/signingkey"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// Migrations are the tables of this service.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Deps is what the service needs. DB has the tables of Migrations, of base/outbox and of base/quota.
type Deps struct {
	DB      *db.DB
	Bus     *bus.Bus
	Log     *slog.Logger
	Config  Config
	Metrics prometheus.Registerer // none when nil
	Clock   func() time.Time      // time.Now when nil
}

// Service puts the rooms together; each serves its own routes.
type Service struct {
	db    *db.DB
	bus   *bus.Bus
	log   *slog.Logger
	clock func() time.Time
	mails quota.Budget

	people    *people.Service
	passwords *password.Service
	sessions  *session.Service
	keys      *signingkey.Service
}

// crowdPerHour is how many registrations and reset wishes one network may have in an hour: a class that
// registers at once passes.
const crowdPerHour = 120

// New refuses missing dependencies and settings that cannot work.
func New(deps Deps) (*Service, error) {
	missing := run.Required("auth", map[string]bool{"DB": deps.DB == nil, "Bus": deps.Bus == nil, "Log": deps.Log == nil})
	if err := errors.Join(missing, deps.Config.Validate()); err != nil {
		return nil, err
	}
	if deps.Clock == nil {
		deps.Clock = time.Now
	}
	s := &Service{
		db: deps.DB, bus: deps.Bus, log: deps.Log, clock: deps.Clock, mails: quota.Mails(deps.DB, deps.Clock, deps.Config.People.OrganizationMails),
	}
	if err := s.furnish(deps); err != nil {
		return nil, err
	}
	return s, nil
}

// furnish makes the rooms, the lowest first.
func (s *Service) furnish(deps Deps) (err error) {
	config, entries, users := deps.Config, audit.New(deps.DB, deps.Clock), user.New(deps.DB)
	crowd := httpx.NewLimiter(crowdPerHour, time.Hour, 10_000).Named("network")
	s.keys = signingkey.New(signingkey.Deps{DB: deps.DB, Config: config.Keys, Clock: deps.Clock})
	s.sessions, err = session.New(session.Deps{
		DB: deps.DB, Audit: entries, Keys: s.keys, Config: config.Sessions, PublicURL: config.PublicURL, Metrics: deps.Metrics, Clock: deps.Clock,
		SignIn: func(ctx context.Context, in session.SignIn) (contract.Tokens, error) { return s.people.SignIn(ctx, in) },
	})
	if err != nil {
		return err
	}
	s.passwords, err = password.New(password.Deps{
		DB: deps.DB, Audit: entries, Users: users, Sessions: s.sessions, Config: config.Passwords, PublicURL: config.PublicURL, Crowd: crowd,
		Metrics: deps.Metrics, Clock: deps.Clock,
	})
	if err != nil {
		return err
	}
	s.people, err = people.New(people.Deps{
		DB: deps.DB, Audit: entries, Users: users, Passwords: s.passwords, Sessions: s.sessions, Config: config.People,
		PublicURL: config.PublicURL, Crowd: crowd, Clock: deps.Clock, Mails: s.mails,
	})
	return err
}

// Ready says whether the service can sign people in.
func (s *Service) Ready(ctx context.Context) error {
	if err := s.db.Ping(ctx); err != nil {
		return err
	}
	return s.keys.Ready()
}
