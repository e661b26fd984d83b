package preview

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/invitation"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/submission"
)

// Auth is what the room asks of auth.
type Auth interface {
	attempt.Auth
	invitation.Auth
}

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB          *db.DB
	Catalog     *catalog.Service
	Invitations *invitation.Service
	Attempts    *attempt.Service
	Submissions *submission.Service
	Auth        Auth
	Clock       func() time.Time
}

// Service lets members meet their assessments.
type Service struct {
	db          *db.DB
	catalog     *catalog.Service
	invitations *invitation.Service
	attempts    *attempt.Service
	submissions *submission.Service
	auth        Auth
	clock       func() time.Time
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{db: deps.DB, catalog: deps.Catalog, invitations: deps.Invitations, attempts: deps.Attempts, submissions: deps.Submissions, auth: deps.Auth, clock: deps.Clock}
}

// now is the time as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
