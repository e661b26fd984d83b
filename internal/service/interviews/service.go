package interviews

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/mail"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/collect"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/board"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/call"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/clip"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/evaluation"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/template"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// Migrations are the tables of this service.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Auth is what this service asks of auth.
type Auth = participant.Auth

// Deps is what the service needs; Media, Recorder, Metrics and Clock may be left out.
type Deps struct {
	DB       *db.DB
	Bus      *bus.Bus
	Blobs    blob.Store
	Auth     Auth
	Problems workspace.Problems
	Media    media.Rooms    // nil: interviews without video
	Recorder media.Recorder // of Media; nil: interviews are not recorded
	Spool    string         // the folder in which recordings are made
	Films    string         // the folder in which films of them are made
	Maker    clip.Maker     // nil: no films are made
	Metrics  prometheus.Registerer
	Cookies  httpx.Cookies
	Origins  httpx.Origins
	Log      *slog.Logger
	Config   Config
	Clock    func() time.Time // time.Now when nil
}

// Config is what an operator can set.
type Config struct {
	PublicURL string `kong:"-"` // where people reach the product, without a slash at the end; links in mails begin with it
	MailFrom  string `kong:"-"` // Name <address>: the sender of mails, whom calendars name as the organizer

	OrganizationMails int   `kong:"-"` // about interviews, that one organization may have sent in a day
	OrganizationBytes int64 `kong:"-"` // that one organization may keep in tests, pictures and recordings

	Documents  collab.Config    `embed:"" prefix:"documents-"`
	Recordings recording.Config `embed:"" prefix:"recordings-"`
}

// Defaults is Config without its address.
func Defaults() Config {
	return Config{OrganizationMails: quota.DefaultMails, OrganizationBytes: quota.DefaultBytes, Documents: collab.DefaultConfig(), Recordings: recording.DefaultConfig()}
}

// Validate refuses settings that cannot work. The command line calls it, too, once the product has filled in what follows: hence the pointer.
func (c *Config) Validate() error {
	var all []error
	if c.PublicURL == "" {
		all = append(all, errors.New("interviews: PublicURL is missing"))
	}
	if err := c.Documents.Validate(); err != nil {
		all = append(all, fmt.Errorf("--interviews-documents-%w", err))
	}
	if err := c.Recordings.Validate(); err != nil {
		all = append(all, fmt.Errorf("--interviews-recordings-%w", err))
	}
	return errors.Join(all...)
}

// Service is the rooms of this service.
type Service struct {
	deps Deps
	db   *db.DB
	bus  *bus.Bus
	log  *slog.Logger

	mails        quota.Budget
	bytes        quota.Bytes
	schedule     *schedule.Service
	templates    *template.Service
	participants *participant.Service
	news         *news.Service
	workspaces   *workspace.Service
	boards       *board.Service
	evaluations  *evaluation.Service
	recordings   *recording.Service
	clips        *clip.Service
	calls        *call.Service
}

// New refuses missing dependencies and settings that cannot work.
func New(deps Deps) (*Service, error) {
	missing := run.Required("interviews", map[string]bool{
		"DB": deps.DB == nil, "Bus": deps.Bus == nil, "Blobs": deps.Blobs == nil, "Auth": deps.Auth == nil, "Problems": deps.Problems == nil, "Log": deps.Log == nil,
	})
	if err := errors.Join(missing, deps.Config.Validate()); err != nil {
		return nil, err
	}
	if deps.Clock == nil {
		deps.Clock = time.Now
	}
	s := &Service{
		deps: deps, db: deps.DB, bus: deps.Bus, log: deps.Log, news: news.New(deps.Bus, deps.Log),
		mails: quota.Mails(deps.DB, deps.Clock, deps.Config.OrganizationMails),
	}
	s.bytes = quota.Bytes{
		Limit: deps.Config.OrganizationBytes, Bus: deps.Bus, Other: "problems",
		Own: func(ctx context.Context, organization ids.Organization) (int64, error) {
			recorded, err := s.recordings.Bytes(ctx, organization)
			if err != nil {
				return 0, err
			}
			films, err := s.clips.Bytes(ctx, organization)
			return recorded + films, err
		},
	}
	return s, s.build(deps)
}

// build makes the rooms, lowest first. What a lower one tells a higher one goes through the service.
func (s *Service) build(deps Deps) (err error) {
	organizer, err := mail.ParseAddress(deps.Config.MailFrom)
	if err != nil {
		return fmt.Errorf("interviews: MailFrom %q: write Name <address>", deps.Config.MailFrom)
	}
	s.schedule = schedule.New(schedule.Deps{
		DB: deps.DB, Clock: deps.Clock, PublicURL: deps.Config.PublicURL, Organizer: *organizer, Records: deps.Recorder != nil,
		Room:  func(ctx context.Context, of ids.Organization) error { return s.bytes.Any(ctx, of, "a recording") },
		Holds: func(ctx context.Context, id ids.Interview) error { return s.participants.Holds(ctx, id) },
		Changed: func(ctx context.Context, i schedule.Interview) {
			s.workspaces.OnInterview(ctx, i)
			s.calls.OnInterview(ctx, i)
		},
		Announce: s.announce,
	})
	s.templates = template.New(template.Deps{DB: deps.DB, Problems: deps.Problems, Clock: deps.Clock})
	s.participants = participant.New(participant.Deps{
		DB: deps.DB, Schedule: s.schedule, Auth: deps.Auth, Cookies: deps.Cookies, Log: deps.Log, Clock: deps.Clock, PublicURL: deps.Config.PublicURL,
		Mails: s.mails,
		Changed: func(ctx context.Context, p participant.Participant) {
			s.recordings.OnParticipant(ctx, p)
			s.calls.OnParticipant(ctx, p)
		},
		Passed: s.recordPresence,
	})
	s.workspaces, err = workspace.New(workspace.Deps{
		DB: deps.DB, Bus: deps.Bus, Blobs: deps.Blobs, News: s.news, Schedule: s.schedule, Participants: s.participants, Problems: deps.Problems,
		Origins: deps.Origins, Log: deps.Log, Documents: deps.Config.Documents, Metrics: deps.Metrics,
	})
	if err != nil {
		return err
	}
	s.boards = board.New(board.Deps{DB: deps.DB, News: s.news, Schedule: s.schedule, Workspaces: s.workspaces})
	s.evaluations = evaluation.New(evaluation.Deps{DB: deps.DB, Schedule: s.schedule, Participants: s.participants, Workspaces: s.workspaces})
	if s.recordings, err = s.recorder(deps); err != nil {
		return err
	}
	s.clips, err = clip.New(clip.Deps{
		DB: deps.DB, Blobs: deps.Blobs, Schedule: s.schedule, Participants: s.participants, Workspaces: s.workspaces, Recordings: s.recordings,
		Bytes: &s.bytes, Maker: deps.Maker, Folder: deps.Films, Log: deps.Log,
	})
	s.calls = call.New(call.Deps{
		News: s.news, Schedule: s.schedule, Participants: s.participants, Media: deps.Media, Log: deps.Log, Follow: s.follow,
		Light: s.recordings.Light,
	})
	return err
}

// follow begins to follow the workspace and the board of an interview.
func (s *Service) follow(id ids.Interview, after string) func(context.Context, *httpx.EventStream) error {
	workspace, board := s.workspaces.Follow(id, after), s.boards.Follow(id)
	return func(ctx context.Context, out *httpx.EventStream) error {
		if err := workspace(ctx, out); err != nil {
			return err
		}
		return board(ctx, out)
	}
}

// recorder makes the room of recordings; without a recorder it shows those that there are.
func (s *Service) recorder(deps Deps) (*recording.Service, error) {
	var video *recording.Video
	if deps.Recorder != nil {
		video = &recording.Video{Rooms: deps.Media, Recorder: deps.Recorder, Spool: deps.Spool}
	}
	return recording.New(recording.Deps{
		DB: deps.DB, Blobs: deps.Blobs, News: s.news, Schedule: s.schedule, Participants: s.participants, Workspaces: s.workspaces,
		Video: video, Metrics: deps.Metrics, Log: deps.Log, Config: deps.Config.Recordings,
		Removed: func(ctx context.Context, r recording.Recording) ([]recording.Piece, error) {
			return s.clips.OnRemoved(ctx, r)
		},
	})
}

// recordPresence appends to the timeline that somebody joined or left. It is for interviewers, since a guest is told who is there, and
// not who was before them.
func (s *Service) recordPresence(ctx context.Context, who participant.Participant, what string, at time.Time) error {
	seat := workspace.Seat{Interview: schedule.Interview{ID: who.Interview, Organization: who.Organization}, Participant: who}
	e := seat.Entry(what, "", map[string]any{"removed": who.State == participant.Removed})
	e.Audience = workspace.Interviewers
	return s.workspaces.RecordAt(ctx, e, at)
}

// announce prepares the mails and the entries of the timeline that a change of an interview brings with it.
func (s *Service) announce(ctx context.Context, i, before schedule.Interview) (func(context.Context) error, error) {
	mail, err := s.participants.Announce(ctx, i, before)
	if err != nil {
		return nil, err
	}
	steps := []func(context.Context) error{mail}
	if i.State == schedule.Ended && before.State != schedule.Ended {
		steps = append(steps, func(ctx context.Context) error { return s.participants.LeaveAll(ctx, i) })
	}
	if i.Decision != before.Decision || i.DecisionText != before.DecisionText {
		record, err := s.evaluations.Decided(ctx, i)
		if err != nil {
			return nil, err
		}
		steps = append(steps, record)
	}
	return func(ctx context.Context) error {
		for _, do := range steps {
			if err := do(ctx); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// Register mounts the service's endpoints. It works on a zero Service too, to describe them.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.schedule.Register(api)
	s.templates.Register(api)
	s.participants.Register(api)
	s.workspaces.Register(api)
	s.boards.Register(api)
	s.evaluations.Register(api)
	s.recordings.Register(api)
	s.clips.Register(api)
	s.calls.Register(api)
}

// Run relays the outbox, takes events in, serves neighbours, reminds people, notes who has left, hears what other replicas tell, keeps the rooms,
// records, makes films of recordings, and removes recordings whose time is over, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	return run.Until(ctx, s.log, s.listen, outbox.Relay{DB: s.db, Bus: s.bus, Log: s.log}.Run,
		quota.Sweeper{DB: s.db, Clock: s.deps.Clock, Log: s.log}.Run, s.participants.Remind, s.participants.Watch, s.workspaces.KeepRooms, s.consumeRuns, s.consumeShown,
		s.recordings.Keep, s.recordings.Deliver, s.recordings.Retain, s.clips.Work)
}

func (s *Service) listen(ears *run.Ears) {
	ears.Add(bus.Serve(s.bus, places.SubjectMayRun(identity.PlaceInterview), "interviews", s.MayRun))
	ears.Add(quota.Serve(s.bus, "interviews", s.mails.Used, s.bytes.Used))
	ears.Add(collect.Serve(s.bus, "interviews", s.db, references))
	s.news.Listen(ears)
	s.workspaces.Listen(ears)
}

func (s *Service) consumeRuns(ctx context.Context) error {
	return s.bus.Consume(ctx, bus.ConsumerConfig{
		Stream: execution.Events.Name, Durable: "interviews-ran", Subjects: []string{execution.SubjectRunStarted, execution.SubjectRunFinished}, AtOnce: 2,
	}, s.workspaces.OnRun)
}

// consumeShown takes what terminals show apart from the runs, which do not wait behind it.
func (s *Service) consumeShown(ctx context.Context) error {
	return s.bus.Consume(ctx, bus.ConsumerConfig{
		Stream: execution.Events.Name, Durable: "interviews-shown", Subjects: []string{execution.SubjectRunShown}, AtOnce: 2,
	}, s.workspaces.OnShown)
}

// MayRun answers execution whether somebody may run a program in an interview now.
func (s *Service) MayRun(ctx context.Context, q places.MayRun) (places.MayRunAnswer, error) {
	return s.workspaces.MayRun(ctx, q)
}

// Ready says whether the database answers.
func (s *Service) Ready(ctx context.Context) error { return s.db.Ping(ctx) }
