package tests

import (
	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
	"github.com/codecraft-hq/codecraft/internal/service/problems/space"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB       *db.DB
	Blobs    blob.Store
	Space    *space.Service
	Problems *problem.Service
}

// Service keeps the test groups and tests of all problems.
type Service struct {
	db       *db.DB
	blobs    blob.Store
	space    *space.Service
	problems *problem.Service
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{db: deps.DB, blobs: deps.Blobs, space: deps.Space, problems: deps.Problems}
}
