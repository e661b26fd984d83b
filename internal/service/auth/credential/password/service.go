package password

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
	"github.com/codecraft-hq/codecraft/internal/service/auth/wish"
)

// Deps is what the service works with; all but Metrics must be there.
type Deps struct {
	DB        *db.DB
	Audit     *audit.Service
	Users     *user.Service
	Sessions  *session.Service
	Config    Config
	PublicURL string         // where people reach the web app; links in mails begin with it
	Crowd     *httpx.Limiter // of anonymous requests that cost a hash or a mail, by network
	Metrics   prometheus.Registerer
	Clock     func() time.Time
}

// Service keeps the passwords.
type Service struct {
	db        *db.DB
	audit     *audit.Service
	users     *user.Service
	sessions  *session.Service
	config    Config
	publicURL string
	crowd     *httpx.Limiter
	clock     func() time.Time
	hasher    *hasher
	signIns   *prometheus.CounterVec // by outcome: ok, wrong, throttled, busy, failed
	wishes    *wish.Box              // for resets
}

// New refuses settings that cannot work.
func New(deps Deps) (*Service, error) {
	if err := deps.Config.Validate(); err != nil {
		return nil, err
	}
	hasher := newHasher(deps.Config.hashes(), deps.Config.HashQueue, deps.Config.Cost)
	signIns, err := newSignIns(deps.Metrics, hasher)
	if err != nil {
		return nil, fmt.Errorf("auth: register metrics: %w", err)
	}
	return &Service{
		db: deps.DB, audit: deps.Audit, users: deps.Users, sessions: deps.Sessions, config: deps.Config, publicURL: deps.PublicURL,
		crowd: deps.Crowd, clock: deps.Clock, hasher: hasher, signIns: signIns, wishes: wish.New(deps.DB, "password_reset_requests"),
	}, nil
}

// now is the service's time, as exact as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
