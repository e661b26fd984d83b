package people

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/credential/password"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
	"github.com/codecraft-hq/codecraft/internal/service/auth/wish"
)

// Deps is what the service works with; all must be there.
type Deps struct {
	DB        *db.DB
	Audit     *audit.Service
	Users     *user.Service
	Passwords *password.Service
	Sessions  *session.Service
	Config    Config
	PublicURL string         // where people reach the web app; links in mails begin with it
	Crowd     *httpx.Limiter // of anonymous requests that cost a hash or a mail, by network
	Mails     quota.Budget
	Clock     func() time.Time
}

// Service keeps organizations and their members, and lets people in.
type Service struct {
	db        *db.DB
	audit     *audit.Service
	users     *user.Service
	passwords *password.Service
	sessions  *session.Service
	config    Config
	publicURL string
	crowd     *httpx.Limiter
	invited   *httpx.Limiter // by organization and address
	mails     quota.Budget
	wishes    *wish.Box // to register
	clock     func() time.Time
}

// New refuses settings that cannot work.
func New(deps Deps) (*Service, error) {
	if err := deps.Config.Validate(); err != nil {
		return nil, err
	}
	return &Service{
		db: deps.DB, audit: deps.Audit, users: deps.Users, passwords: deps.Passwords, sessions: deps.Sessions, config: deps.Config,
		publicURL: deps.PublicURL, crowd: deps.Crowd, invited: httpx.NewLimiter(invitationsAnHour, time.Hour, 50_000), mails: deps.Mails,
		wishes: wish.New(deps.DB, "registration_requests"), clock: deps.Clock,
	}, nil
}

// now is the service's time, as exact as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
