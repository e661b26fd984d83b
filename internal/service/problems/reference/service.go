package reference

import (
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB       *db.DB
	Problems *problem.Service
}

// Service keeps the reference solutions of all problems.
type Service struct {
	db       *db.DB
	problems *problem.Service
}

// New makes the room.
func New(deps Deps) *Service { return &Service{db: deps.DB, problems: deps.Problems} }
