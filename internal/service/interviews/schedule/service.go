package schedule

import (
	"context"
	"net/mail"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB        *db.DB
	Clock     func() time.Time
	PublicURL string // what links begin with, without a slash at the end
	Records   bool   // interviews can be recorded

	// Room answers why an organization may have no further interview recorded, or nil; the room above knows what is kept.
	Room func(ctx context.Context, organization ids.Organization) error
	// Holds answers why who asks may not hold an interview, or nil; the room above knows who its interviewers are.
	Holds func(ctx context.Context, id ids.Interview) error
	// Changed is told of an interview that has changed.
	Changed func(ctx context.Context, interview Interview)
	// Announce prepares the mails about a change; what it answers queues them, in the transaction that stores the change.
	Announce  func(ctx context.Context, interview, before Interview) (func(ctx context.Context) error, error)
	Organizer mail.Address // whom calendars name, and send answers to
}

// Service keeps the interviews of all organizations.
type Service struct {
	db        *db.DB
	clock     func() time.Time
	publicURL string
	records   bool
	room      func(ctx context.Context, organization ids.Organization) error
	holds     func(ctx context.Context, id ids.Interview) error
	changed   func(ctx context.Context, interview Interview)
	announce  func(ctx context.Context, interview, before Interview) (func(ctx context.Context) error, error)
	organizer mail.Address
}

// New makes the room.
func New(deps Deps) *Service {
	return &Service{
		db: deps.DB, clock: deps.Clock, publicURL: deps.PublicURL, records: deps.Records, room: deps.Room, holds: deps.Holds, changed: deps.Changed, announce: deps.Announce, organizer: deps.Organizer,
	}
}

// now is the time as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// Now is the time on the clock of the service.
func (s *Service) Now() time.Time { return s.now() }
