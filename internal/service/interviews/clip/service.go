package clip

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/montage"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// Maker makes films, as montage.Maker does.
type Maker interface {
	Make(ctx context.Context, f montage.Film, out string, done func(part float64)) error
}

// Bytes refuses what an organization has no room for, as quota.Bytes does.
type Bytes interface {
	Any(ctx context.Context, organization ids.Organization, what string) error
	Room(ctx context.Context, organization ids.Organization, bytes int64) error
}

// Deps is what the room works with; all of it must be there but Maker.
type Deps struct {
	DB           *db.DB
	Blobs        blob.Store
	Schedule     *schedule.Service
	Participants *participant.Service
	Workspaces   *workspace.Service
	Recordings   *recording.Service
	Bytes        Bytes
	Maker        Maker  // nil: no films are made here
	Folder       string // in which films are made
	Log          *slog.Logger
}

// Service keeps films, and makes them where there is FFmpeg.
type Service struct {
	db           *db.DB
	blobs        blob.Store
	schedule     *schedule.Service
	participants *participant.Service
	workspaces   *workspace.Service
	recordings   *recording.Service
	bytes        Bytes
	maker        Maker
	folder       string
	log          *slog.Logger

	asked chan struct{} // a film waits
}

// New makes the room.
func New(deps Deps) (*Service, error) {
	s := &Service{
		db: deps.DB, blobs: deps.Blobs, schedule: deps.Schedule, participants: deps.Participants, workspaces: deps.Workspaces, recordings: deps.Recordings,
		bytes: deps.Bytes, maker: deps.Maker, folder: deps.Folder, log: deps.Log, asked: make(chan struct{}, 1),
	}
	if s.maker == nil {
		return s, nil
	}
	return s, s.empty()
}

// empty removes what a process before this one left half made.
func (s *Service) empty() error {
	left, err := filepath.Glob(filepath.Join(s.folder, "clip-*"))
	if err != nil {
		return err
	}
	for _, one := range left {
		if err := os.RemoveAll(one); err != nil {
			return fmt.Errorf("remove what is left of a film: %w", err)
		}
	}
	return os.MkdirAll(s.folder, 0o700)
}

// nudge has the next film begun at once.
func (s *Service) nudge() {
	select {
	case s.asked <- struct{}{}:
	default:
	}
}
