package problems

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"log/slog"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/parts/run"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/collect"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/service/problems/draft"
	"github.com/codecraft-hq/codecraft/internal/service/problems/packages"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
	"github.com/codecraft-hq/codecraft/internal/service/problems/reference"
	"github.com/codecraft-hq/codecraft/internal/service/problems/space"
	"github.com/codecraft-hq/codecraft/internal/service/problems/tests"
	"github.com/codecraft-hq/codecraft/internal/service/problems/verification"
	"github.com/codecraft-hq/codecraft/internal/service/problems/version"
)

// Migrations are the tables of this service, in the folder "migrations", without the outbox.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Deps is what the service works with; all but Clock, Late and OrganizationBytes must be there.
type Deps struct {
	DB        *db.DB
	Bus       *bus.Bus
	Blobs     blob.Store
	Execution verification.Execution
	Log       *slog.Logger
	Clock     func() time.Time
	Late      time.Duration // a reference is unjudged before execution is asked whether it knows of it; a minute when zero

	OrganizationBytes int64 // that one organization may keep in tests, pictures and recordings; quota.DefaultBytes when zero
}

// Service keeps the problems of all organizations.
type Service struct {
	db  *db.DB
	bus *bus.Bus
	log *slog.Logger

	space         *space.Service
	problems      *problem.Service
	tests         *tests.Service
	references    *reference.Service
	drafts        *draft.Service
	verifications *verification.Service
	versions      *version.Service
	packages      *packages.Service
}

// New refuses missing dependencies.
func New(deps Deps) (*Service, error) {
	err := run.Required("problems", map[string]bool{
		"DB": deps.DB == nil, "Bus": deps.Bus == nil, "Blobs": deps.Blobs == nil, "Execution": deps.Execution == nil, "Log": deps.Log == nil,
	})
	if err != nil {
		return nil, err
	}
	if deps.Clock == nil {
		deps.Clock = time.Now
	}
	s := &Service{db: deps.DB, bus: deps.Bus, log: deps.Log}
	s.space = space.New(deps.DB, deps.Bus, cmp.Or(deps.OrganizationBytes, quota.DefaultBytes))
	s.problems = problem.New(problem.Deps{DB: deps.DB, Blobs: deps.Blobs, Clock: deps.Clock, Space: s.space, Related: s.related})
	s.tests = tests.New(tests.Deps{DB: deps.DB, Blobs: deps.Blobs, Space: s.space, Problems: s.problems})
	s.references = reference.New(reference.Deps{DB: deps.DB, Problems: s.problems})
	s.drafts = draft.New(draft.Deps{DB: deps.DB, Blobs: deps.Blobs, Problems: s.problems, Tests: s.tests, References: s.references})
	s.verifications = verification.New(verification.Deps{
		DB: deps.DB, Bus: deps.Bus, Blobs: deps.Blobs, Execution: deps.Execution, Log: deps.Log, Clock: deps.Clock, Late: cmp.Or(deps.Late, time.Minute),
		Problems: s.problems, Drafts: s.drafts,
	})
	s.versions = version.New(version.Deps{DB: deps.DB, Blobs: deps.Blobs, Clock: deps.Clock, Space: s.space, Problems: s.problems, Tests: s.tests, Drafts: s.drafts})
	s.packages = packages.New(packages.Deps{DB: deps.DB, Blobs: deps.Blobs, Space: s.space, Problems: s.problems, Tests: s.tests, References: s.references})
	return s, nil
}

// Ready reports whether requests can be answered.
func (s *Service) Ready(ctx context.Context) error {
	return errors.Join(s.db.Ping(ctx), s.bus.Ready(ctx))
}

// queue is shared by all replicas: each question and each result goes to one of them.
const queue = "problems"

// Run serves the neighbours' questions, sends the outbox and takes judgements in, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	return run.Until(ctx, s.log, s.listen, append(s.verifications.Workers(), outbox.Relay{DB: s.db, Bus: s.bus, Log: s.log}.Run)...)
}

// listen answers neighbours, and hears of judgings and of verifications that change.
func (s *Service) listen(ears *run.Ears) {
	ears.Add(bus.Serve(s.bus, contract.SubjectVersion, queue, s.Version))
	ears.Add(bus.Serve(s.bus, contract.SubjectVersions, queue, s.Versions))
	ears.Add(bus.Serve(s.bus, contract.SubjectLatest, queue, s.Latest))
	ears.Add(quota.Serve(s.bus, queue, s.space.Used))
	ears.Add(collect.Serve(s.bus, queue, s.db, references))
	s.verifications.Listen(ears)
}

// related gathers what belongs to problems, for their relationships.
func (s *Service) related(ctx context.Context, problems []string) (all problem.Related, err error) {
	if all.Groups, err = s.tests.GroupsByProblem(ctx, problems); err != nil {
		return all, err
	}
	if all.References, err = s.references.ByProblem(ctx, problems); err != nil {
		return all, err
	}
	all.Versions, err = s.versions.ByProblem(ctx, problems)
	return all, err
}
