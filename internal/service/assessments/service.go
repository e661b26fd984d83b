package assessments

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/invitation"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/preview"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/report"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/stream"
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

// Deps is what the service needs; Metrics and Clock alone may be left out.
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
	Metrics   prometheus.Registerer
	Config    Config
	Clock     func() time.Time // time.Now when nil
}

// Service is the rooms of this service.
type Service struct {
	db       *db.DB
	bus      *bus.Bus
	log      *slog.Logger
	problems Problems
	clock    func() time.Time
	mails    quota.Budget
	late     time.Duration

	catalog     *catalog.Service
	invitations *invitation.Service
	attempts    *attempt.Service
	submissions *submission.Service
	previews    *preview.Service
	reports     *report.Service
	streams     *stream.Service
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
	if deps.Clock == nil {
		deps.Clock = time.Now
	}
	s := &Service{
		db: deps.DB, bus: deps.Bus, log: deps.Log, problems: deps.Problems, clock: deps.Clock, late: deps.Config.Late,
		mails: quota.Mails(deps.DB, deps.Clock, deps.Config.OrganizationMails),
	}
	return s, s.build(deps)
}

// build makes the rooms, lowest first. What a lower one asks of a higher one goes through the service.
func (s *Service) build(deps Deps) (err error) {
	s.catalog = catalog.New(catalog.Deps{
		DB: deps.DB, Problems: deps.Problems, Clock: deps.Clock, People: s.countPeople, Forget: s.forget,
		Changed: func(ctx context.Context, id ids.Assessment) { s.attempts.TellReadyAt(ctx, id) },
	})
	s.invitations = invitation.New(invitation.Deps{
		DB: deps.DB, Catalog: s.catalog, Auth: deps.Auth, Log: deps.Log, Clock: deps.Clock, PublicURL: deps.Config.PublicURL,
		Mails:     s.mails,
		Withdrawn: func(ctx context.Context, id ids.Invitation) { s.attempts.TellReadyOf(ctx, id) },
	})
	s.attempts, err = attempt.New(attempt.Deps{
		DB: deps.DB, Bus: deps.Bus, Blobs: deps.Blobs, Catalog: s.catalog, Invitations: s.invitations, Auth: deps.Auth, HandIn: s.handIn,
		Cookies: deps.Cookies, Origins: deps.Origins, Log: deps.Log, Clock: deps.Clock, Grace: deps.Config.Grace, Documents: deps.Config.Documents,
		Metrics: deps.Metrics,
	})
	s.submissions = submission.New(submission.Deps{
		DB: deps.DB, Blobs: deps.Blobs, Catalog: s.catalog, Attempts: s.attempts, Execution: deps.Execution, Log: deps.Log, Clock: deps.Clock,
		PerMinute: deps.Config.SubmissionsPerMinute, Late: deps.Config.Late,
	})
	s.previews = preview.New(preview.Deps{
		DB: deps.DB, Catalog: s.catalog, Invitations: s.invitations, Attempts: s.attempts, Submissions: s.submissions, Auth: deps.Auth, Clock: deps.Clock,
	})
	s.reports = report.New(report.Deps{Catalog: s.catalog, Invitations: s.invitations, Attempts: s.attempts})
	s.streams = stream.New(stream.Deps{Bus: deps.Bus, Catalog: s.catalog, Attempts: s.attempts, Submissions: s.submissions})
	return err
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
	if err := s.previews.Erase(ctx, organization, id); err != nil {
		return err
	}
	if err := s.attempts.Erase(ctx, organization, id); err != nil {
		return err
	}
	return s.invitations.Erase(ctx, organization, id)
}

// Ready says whether the database answers.
func (s *Service) Ready(ctx context.Context) error { return s.db.Ping(ctx) }
