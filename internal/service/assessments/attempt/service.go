package attempt

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/parts/documents"
	"github.com/codecraft-hq/codecraft/internal/parts/live"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/invitation"
)

// Auth is what the room asks of auth.
type Auth interface {
	CandidateSession(ctx context.Context, request auth.CandidateSession) (auth.Tokens, error)
}

// HandIn stores what was typed in an attempt and not submitted. The func that it answers, called in the transaction of the
// attempt's end, looks for what was typed meanwhile and submits all of it.
type HandIn func(ctx context.Context, attempt Attempt) (write func(ctx context.Context, attempt *Attempt) error, err error)

// Deps is what the room works with; all of it but Metrics must be there.
type Deps struct {
	DB          *db.DB
	Bus         *bus.Bus
	Blobs       blob.Store
	Catalog     *catalog.Service
	Invitations *invitation.Service
	Auth        Auth
	HandIn      HandIn
	Cookies     httpx.Cookies
	Origins     httpx.Origins
	Log         *slog.Logger
	Clock       func() time.Time
	Grace       time.Duration // after ends_at in which what was typed before it may still arrive
	Documents   collab.Config
	Metrics     prometheus.Registerer
}

// Service keeps the attempts of all organizations.
type Service struct {
	db          *db.DB
	bus         *bus.Bus
	blobs       blob.Store
	catalog     *catalog.Service
	invitations *invitation.Service
	auth        Auth
	handIn      HandIn
	watchers    live.Watchers[News]
	worked      work
	cookies     httpx.Cookies
	log         *slog.Logger
	clock       func() time.Time
	grace       time.Duration
	entries     *httpx.Limiter // sessions of one invitation
	documents   documents.Store
	rooms       *documents.Rooms
}

// entriesAMinute is how often one invitation may be entered: whoever reloads in despair passes.
const entriesAMinute = 30

// New makes the room.
func New(deps Deps) (*Service, error) {
	s := &Service{
		db: deps.DB, bus: deps.Bus, blobs: deps.Blobs, catalog: deps.Catalog, invitations: deps.Invitations, auth: deps.Auth, handIn: deps.HandIn,
		cookies: deps.Cookies, log: deps.Log, clock: deps.Clock, grace: deps.Grace,
		entries:   httpx.NewLimiter(entriesAMinute, time.Minute, 100_000).Named("entries"),
		documents: documents.Store{DB: deps.DB, Closed: errFinished},
	}
	var err error
	s.rooms, err = documents.NewRooms(documents.Deps{
		Log: s.DocumentLog(), Bus: s.bus, Service: "assessments", Config: deps.Documents, Logger: s.log, Origins: deps.Origins, Metrics: deps.Metrics, Edited: s.noteWork,
	})
	return s, errors.Join(err, telemetry.Register(deps.Metrics, s.running()))
}

// Watchers are of attempts and of assessments, by id: each is told of every change.
func (s *Service) Watchers() *live.Watchers[News] { return &s.watchers }

// now is the time as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
