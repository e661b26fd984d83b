package attachment

import (
	"log/slog"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
)

// Deps is what the service works with; all but Origins must be there.
type Deps struct {
	Bus     *bus.Bus
	Log     *slog.Logger
	Runs    *run.Service
	Origins httpx.Origins // of pages that may open a terminal
}

// Service connects people to their interactive runs.
type Service struct {
	bus     *bus.Bus
	log     *slog.Logger
	runs    *run.Service
	origins httpx.Origins
}

// New connects nobody yet.
func New(d Deps) *Service {
	return &Service{bus: d.Bus, log: d.Log, runs: d.Runs, origins: d.Origins}
}
