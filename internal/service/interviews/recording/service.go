package recording

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	engine "github.com/codecraft-hq/codecraft/internal/engine/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// Deps is what the room works with; all of it must be there but Video and Metrics.
type Deps struct {
	DB           *db.DB
	Blobs        blob.Store
	News         *news.Service
	Schedule     *schedule.Service
	Participants *participant.Service
	Workspaces   *workspace.Service
	Video        *Video // nil: nothing is recorded here
	Metrics      prometheus.Registerer
	Log          *slog.Logger
	Config       Config
	Removed      OnRemoved
}

// OnRemoved is told of a recording that goes out of sight, in the transaction that does it, and answers the blobs that were made of it and go
// with its own.
type OnRemoved func(context.Context, Recording) ([]Piece, error)

// Video is how a replica records.
type Video struct {
	Rooms    media.Rooms
	Recorder media.Recorder
	Spool    string // the folder in which files are made
}

// Service keeps recordings, and makes them where there is video.
type Service struct {
	db           *db.DB
	blobs        blob.Store
	news         *news.Service
	schedule     *schedule.Service
	participants *participant.Service
	workspaces   *workspace.Service
	log          *slog.Logger
	video        *Video
	spool        *engine.Spool // nil without video
	bytes        prometheus.Counter
	keep         time.Duration // 0: for ever
	removed      OnRemoved

	ended chan struct{} // something is to be delivered

	mu      sync.Mutex
	running map[ids.Interview]*take
	retry   map[ids.Interview]time.Time // not before which one that failed begins again
}

// New makes the room.
func New(deps Deps) (*Service, error) {
	s := &Service{
		db: deps.DB, blobs: deps.Blobs, news: deps.News, schedule: deps.Schedule, participants: deps.Participants, workspaces: deps.Workspaces,
		log: deps.Log, video: deps.Video, keep: deps.Config.Keep, removed: deps.Removed,
		ended: make(chan struct{}, 1), running: map[ids.Interview]*take{}, retry: map[ids.Interview]time.Time{},
	}
	if deps.Video == nil {
		return s, nil
	}
	var err error
	if s.spool, err = engine.OpenSpool(deps.Video.Spool); err != nil {
		return nil, err
	}
	return s, s.measure(deps.Metrics)
}

// measure registers figures where there is a registry.
func (s *Service) measure(to prometheus.Registerer) error {
	s.bytes = prometheus.NewCounter(prometheus.CounterOpts{Name: "codecraft_recording_bytes_total", Help: "Bytes of recordings written to the spool."})
	if to == nil {
		return nil
	}
	return errors.Join(
		to.Register(s.bytes),
		to.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "codecraft_recordings_running", Help: "Interviews that are being recorded here."},
			func() float64 { return float64(len(s.takes())) })),
		to.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "codecraft_recording_key_frame_age_seconds", Help: "Time since the last key frame of the recording that waits for one longest."},
			s.keyAge)),
	)
}

func (s *Service) keyAge() float64 {
	var worst time.Duration
	for _, t := range s.takes() {
		worst = max(worst, t.files.Health(time.Now()).KeyAge)
	}
	return worst.Seconds()
}

// takes are the recordings that go on here.
func (s *Service) takes() []*take {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*take, 0, len(s.running))
	for _, t := range s.running {
		all = append(all, t)
	}
	return all
}

// Records reports whether interviews can be recorded here.
func (s *Service) Records() bool { return s.video != nil }

// OnParticipant is told of somebody who changed: who does not agree is taken in no more, at once.
func (s *Service) OnParticipant(_ context.Context, changed participant.Participant) {
	s.mu.Lock()
	t := s.running[changed.Interview]
	s.mu.Unlock()
	if t != nil && changed.Consent != participant.Given {
		t.drop(changed.ID)
	}
}
