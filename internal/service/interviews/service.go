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

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/call"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// Migrations are the tables of this service.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Auth is what this service asks of auth.
type Auth = participant.Auth

// Deps is what the service needs; Media and Clock may be left out.
type Deps struct {
	DB      *db.DB
	Bus     *bus.Bus
	Auth    Auth
	Media   media.Rooms // nil: interviews without video
	Cookies httpx.Cookies
	Log     *slog.Logger
	Config  Config
	Clock   func() time.Time // time.Now when nil
}

// Config is what an operator can set.
type Config struct {
	PublicURL string // where people reach the product, without a slash at the end; links in mails begin with it
	MailFrom  string // Name <address>: the sender of mails, whom calendars name as the organizer
}

// Validate refuses settings that cannot work.
func (c Config) Validate() error {
	if c.PublicURL == "" {
		return errors.New("interviews: PublicURL is missing")
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil {
		return fmt.Errorf("interviews: MailFrom %q: write Name <address>", c.MailFrom)
	}
	return nil
}

// Service is the rooms of this service.
type Service struct {
	db  *db.DB
	bus *bus.Bus
	log *slog.Logger

	schedule     *schedule.Service
	participants *participant.Service
	calls        *call.Service
}

// New refuses missing dependencies and settings that cannot work.
func New(deps Deps) (*Service, error) {
	missing := run.Required("interviews", map[string]bool{
		"DB": deps.DB == nil, "Bus": deps.Bus == nil, "Auth": deps.Auth == nil, "Log": deps.Log == nil,
	})
	if err := errors.Join(missing, deps.Config.Validate()); err != nil {
		return nil, err
	}
	if deps.Clock == nil {
		deps.Clock = time.Now
	}
	organizer, err := mail.ParseAddress(deps.Config.MailFrom)
	if err != nil {
		return nil, err
	}
	s := &Service{db: deps.DB, bus: deps.Bus, log: deps.Log}
	s.schedule = schedule.New(schedule.Deps{
		DB: deps.DB, Clock: deps.Clock, PublicURL: deps.Config.PublicURL, Organizer: *organizer,
		Changed: func(ctx context.Context, i schedule.Interview) { s.calls.OnInterview(ctx, i) },
		Announce: func(ctx context.Context, i, before schedule.Interview) (func(context.Context) error, error) {
			return s.participants.Announce(ctx, i, before)
		},
	})
	s.participants = participant.New(participant.Deps{
		DB: deps.DB, Schedule: s.schedule, Auth: deps.Auth, Cookies: deps.Cookies, Log: deps.Log, Clock: deps.Clock, PublicURL: deps.Config.PublicURL,
		Changed: func(ctx context.Context, p participant.Participant) { s.calls.OnParticipant(ctx, p) },
	})
	s.calls = call.New(call.Deps{Bus: deps.Bus, Schedule: s.schedule, Participants: s.participants, Media: deps.Media, Log: deps.Log})
	return s, nil
}

// Register mounts the service's endpoints. It works on a zero Service too, to describe them.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.schedule.Register(api)
	s.participants.Register(api)
	s.calls.Register(api)
}

// Run relays the outbox, reminds people and hears what other replicas tell, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	return run.Until(ctx, s.log, s.calls.Listen, s.participants.Remind, outbox.Relay{DB: s.db, Bus: s.bus, Log: s.log}.Run)
}

// Ready says whether the database answers.
func (s *Service) Ready(ctx context.Context) error { return s.db.Ping(ctx) }
