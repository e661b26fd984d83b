package report

import (
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/invitation"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	Catalog     *catalog.Service
	Invitations *invitation.Service
	Attempts    *attempt.Service
}

// Service tells results.
type Service struct {
	catalog     *catalog.Service
	invitations *invitation.Service
	attempts    *attempt.Service
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{catalog: deps.Catalog, invitations: deps.Invitations, attempts: deps.Attempts}
}
