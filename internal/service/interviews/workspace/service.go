package workspace

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/parts/documents"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// Problems is what the room asks of problems.
type Problems interface {
	Versions(ctx context.Context, request problems.VersionsRequest) (problems.VersionsAnswer, error)
	Latest(ctx context.Context, request problems.LatestRequest) (problems.VersionsAnswer, error)
}

// Deps is what the room works with; all of it but Metrics must be there.
type Deps struct {
	DB           *db.DB
	Bus          *bus.Bus
	Blobs        blob.Store
	News         *news.Service
	Schedule     *schedule.Service
	Participants *participant.Service
	Problems     Problems
	Origins      httpx.Origins // of pages that may open a document
	Log          *slog.Logger
	Documents    collab.Config
	Metrics      prometheus.Registerer
}

// Service keeps the workspaces of all organizations' interviews.
type Service struct {
	db           *db.DB
	bus          *bus.Bus
	log          *slog.Logger
	blobs        blob.Store
	news         *news.Service
	schedule     *schedule.Service
	participants *participant.Service
	problems     Problems
	documents    documents.Store
	rooms        *documents.Rooms
	messages     *httpx.Limiter // of one participant
}

const messagesAMinute = 60

// New makes the room.
func New(deps Deps) (*Service, error) {
	s := &Service{
		db: deps.DB, bus: deps.Bus, log: deps.Log, blobs: deps.Blobs, news: deps.News, schedule: deps.Schedule, participants: deps.Participants, problems: deps.Problems,
		documents: documents.Store{DB: deps.DB, Closed: errClosed},
		messages:  httpx.NewLimiter(messagesAMinute, time.Minute, 100_000).Named("interview messages"),
	}
	var err error
	s.rooms, err = documents.NewRooms(documents.Deps{
		Log: gate{s.documents}, Bus: deps.Bus, Service: "interviews", Config: deps.Documents, Logger: deps.Log, Origins: deps.Origins, Metrics: deps.Metrics,
	})
	return s, err
}

// KeepRooms ends the rooms of documents that everybody has left, until ctx ends.
func (s *Service) KeepRooms(ctx context.Context) error { return s.rooms.Run(ctx) }

// Listen hears what other replicas tell of documents.
func (s *Service) Listen(ears *run.Ears) { s.rooms.Listen(ears) }
