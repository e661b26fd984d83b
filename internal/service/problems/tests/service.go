package tests

import (
	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB       *db.DB
	Blobs    blob.Store
	Problems *problem.Service
}

// Service keeps the test groups and tests of all problems.
type Service struct {
	db       *db.DB
	blobs    blob.Store
	problems *problem.Service
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{db: deps.DB, blobs: deps.Blobs, problems: deps.Problems}
}
