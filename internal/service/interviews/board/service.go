package board

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB         *db.DB
	News       *news.Service
	Schedule   *schedule.Service
	Workspaces *workspace.Service
}

// Service keeps the boards of all organizations' interviews.
type Service struct {
	db         *db.DB
	news       *news.Service
	schedule   *schedule.Service
	workspaces *workspace.Service
	drawings   *httpx.Limiter // of one participant
}

// drawingsAMinute is five a second, as often as a page sends.
const drawingsAMinute = 300

// New makes the room.
func New(deps Deps) *Service {
	return &Service{
		db: deps.DB, news: deps.News, schedule: deps.Schedule, workspaces: deps.Workspaces,
		drawings: httpx.NewLimiter(drawingsAMinute, time.Minute, 100_000).Named("interview drawings"),
	}
}
