package assessments

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/parts/live"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/invitation"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/submission"
)

// Migrations are the tables of this service.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Problems is what this service asks of problems.
type Problems interface {
	Versions(ctx context.Context, request problems.VersionsRequest) (problems.VersionsAnswer, error)
	Latest(ctx context.Context, request problems.LatestRequest) (problems.VersionsAnswer, error)
}

// Auth is what this service asks of auth.
type Auth interface {
	attempt.Auth
	invitation.Auth
}

// Execution is what this service asks of execution.
type Execution = submission.Execution

// Deps is what the service needs; Clock alone may be left out.
type Deps struct {
	DB        *db.DB
	Bus       *bus.Bus
	Blobs     blob.Store
	Problems  Problems
	Auth      Auth
	Execution Execution
	Cookies   httpx.Cookies
	Origins   httpx.Origins
	Log       *slog.Logger
	Config    Config
	Clock     func() time.Time // time.Now when nil
}

// Service holds the use cases; api.go serves them over HTTP, events.go over the bus.
type Service struct {
	db          *db.DB
	bus         *bus.Bus
	blobs       blob.Store
	problems    Problems
	auth        Auth
	log         *slog.Logger
	config      Config
	clock       func() time.Time
	submissions *submission.Service
	watchers    *live.Watchers[attempt.News]
	catalog     *catalog.Service
	invitations *invitation.Service
	attempts    *attempt.Service
}

// New refuses missing dependencies and settings that cannot work.
func New(deps Deps) (*Service, error) {
	missing := run.Required("assessments", map[string]bool{
		"DB": deps.DB == nil, "Bus": deps.Bus == nil, "Blobs": deps.Blobs == nil, "Problems": deps.Problems == nil,
		"Auth": deps.Auth == nil, "Execution": deps.Execution == nil, "Log": deps.Log == nil,
	})
	if err := errors.Join(missing, deps.Config.Validate()); err != nil {
		return nil, err
	}
	s := &Service{
		db: deps.DB, bus: deps.Bus, blobs: deps.Blobs, problems: deps.Problems, auth: deps.Auth,
		log: deps.Log, config: deps.Config, clock: deps.Clock,
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	s.catalog = catalog.New(catalog.Deps{
		DB: s.db, Problems: s.problems, Clock: s.clock, People: s.countPeople, Forget: s.forget,
		Changed: func(ctx context.Context, id ids.Assessment) { s.attempts.TellReadyAt(ctx, id) },
	})
	s.invitations = invitation.New(invitation.Deps{
		DB: s.db, Catalog: s.catalog, Auth: s.auth, Log: s.log, Clock: s.clock, PublicURL: deps.Config.PublicURL,
		Withdrawn: func(ctx context.Context, id ids.Invitation) { s.attempts.TellReadyOf(ctx, id) },
	})
	s.watchers = new(live.Watchers[attempt.News])
	var err error
	s.attempts, err = attempt.New(attempt.Deps{
		DB: s.db, Bus: s.bus, Blobs: s.blobs, Catalog: s.catalog, Invitations: s.invitations, Auth: s.auth, HandIn: s.handIn, Watchers: s.watchers,
		Cookies: deps.Cookies, Origins: deps.Origins, Log: s.log, Clock: s.clock, Grace: deps.Config.Grace, Documents: deps.Config.Documents,
	})
	if err != nil {
		return nil, err
	}
	s.submissions = submission.New(submission.Deps{
		DB: s.db, Blobs: s.blobs, Catalog: s.catalog, Attempts: s.attempts, Execution: deps.Execution, Log: s.log, Clock: s.clock,
		PerMinute: deps.Config.SubmissionsPerMinute, Late: deps.Config.Late,
	})
	return s, nil
}

// handIn asks the room above attempts.
func (s *Service) handIn(ctx context.Context, ended attempt.Attempt) (func(context.Context, *attempt.Attempt) error, error) {
	return s.submissions.AtEnd(ctx, ended)
}

// countPeople asks the room above the catalog.
func (s *Service) countPeople(ctx context.Context, organization ids.Organization, wanted []ids.Assessment) (map[ids.Assessment]catalog.People, error) {
	return s.invitations.CountPeople(ctx, organization, wanted)
}

// forget deletes, in the transaction of ctx, what the rooms keep of an assessment that nobody has started.
func (s *Service) forget(ctx context.Context, organization ids.Organization, id ids.Assessment) error {
	if err := s.attempts.HoldReady(ctx, organization, id); err != nil {
		return err
	}
	if err := s.erasePreviews(ctx, db.Where("preview_of = ?", id)); err != nil {
		return err
	}
	if err := s.attempts.Erase(ctx, id); err != nil {
		return err
	}
	return s.invitations.Erase(ctx, id)
}

// now is the service's time, as exact as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// Ready says whether the database answers.
func (s *Service) Ready(ctx context.Context) error { return s.db.Ping(ctx) }
