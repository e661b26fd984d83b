package session

import (
	"context"
	"fmt"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/signingkey"
)

// Deps is what the service works with; all but Metrics must be there.
type Deps struct {
	DB        *db.DB
	Audit     *audit.Service
	Keys      *signingkey.Service
	Config    Config
	PublicURL string // where people reach the web app: its pages may use cookies
	Metrics   prometheus.Registerer
	Clock     func() time.Time

	// SignIn finds out who asks for a session and opens it: the rooms above know people and what proves who they are.
	SignIn func(context.Context, SignIn) (contract.Tokens, error)
}

// Service keeps the sessions.
type Service struct {
	db        *db.DB
	audit     *audit.Service
	keys      *signingkey.Service
	config    Config
	publicURL string
	proxies   []netip.Prefix
	clock     func() time.Time
	refreshes *prometheus.CounterVec // by outcome: ok, wrong, busy, failed
	signIn    func(context.Context, SignIn) (contract.Tokens, error)

	operator atomic.Pointer[ids.Organization] // once it is known
}

// New refuses settings that cannot work.
func New(deps Deps) (*Service, error) {
	if err := deps.Config.Validate(); err != nil {
		return nil, err
	}
	proxies, err := parseNetworks(deps.Config.TrustedProxies)
	if err != nil {
		return nil, err
	}
	refreshes, err := newRefreshes(deps.Metrics)
	if err != nil {
		return nil, fmt.Errorf("auth: register metrics: %w", err)
	}
	return &Service{
		db: deps.DB, audit: deps.Audit, keys: deps.Keys, config: deps.Config, publicURL: deps.PublicURL, proxies: proxies,
		clock: deps.Clock, refreshes: refreshes, signIn: deps.SignIn,
	}, nil
}

// now is the service's time, as exact as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
