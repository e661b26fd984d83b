package stream

import (
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/submission"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	Bus         *bus.Bus
	Catalog     *catalog.Service
	Attempts    *attempt.Service
	Submissions *submission.Service
}

// Service streams attempts and boards.
type Service struct {
	bus         *bus.Bus
	catalog     *catalog.Service
	attempts    *attempt.Service
	submissions *submission.Service
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{bus: deps.Bus, catalog: deps.Catalog, attempts: deps.Attempts, submissions: deps.Submissions}
}
