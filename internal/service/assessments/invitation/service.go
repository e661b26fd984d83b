package invitation

import (
	"context"
	"log/slog"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// Auth is what the room asks of auth.
type Auth interface {
	Names(ctx context.Context, q auth.NamesOf) (auth.Names, error)
}

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB        *db.DB
	Catalog   *catalog.Service
	Auth      Auth
	Log       *slog.Logger
	Clock     func() time.Time
	PublicURL string // what links begin with, without a slash at the end
	Mails     quota.Budget

	// Withdrawn is told of an invitation that was withdrawn.
	Withdrawn func(ctx context.Context, id ids.Invitation)
}

// Service keeps the invitations of all organizations.
type Service struct {
	db        *db.DB
	catalog   *catalog.Service
	auth      Auth
	log       *slog.Logger
	clock     func() time.Time
	publicURL string
	mails     quota.Budget
	withdrawn func(ctx context.Context, id ids.Invitation)
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{
		db: deps.DB, catalog: deps.Catalog, auth: deps.Auth, log: deps.Log, clock: deps.Clock, publicURL: deps.PublicURL, mails: deps.Mails,
		withdrawn: deps.Withdrawn,
	}
}

// now is the time as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
