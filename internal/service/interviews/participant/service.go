package participant

import (
	"context"
	"log/slog"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// Auth is what the room asks of auth.
type Auth interface {
	CandidateSession(ctx context.Context, request auth.CandidateSession) (auth.Tokens, error)
	Names(ctx context.Context, q auth.NamesOf) (auth.Names, error)
}

// Tokens are those of a guest's session.
type Tokens = auth.Tokens

// Deps is what the room works with; all of it must be there.
type Deps struct {
	DB        *db.DB
	Schedule  *schedule.Service
	Auth      Auth
	Cookies   httpx.Cookies
	Log       *slog.Logger
	Clock     func() time.Time
	PublicURL string // what links begin with, without a slash at the end
	Mails     quota.Budget

	// Changed is told of somebody who has changed.
	Changed func(ctx context.Context, participant Participant)
	// Passed is told of somebody who joined or left, and when, in the transaction that stores it.
	Passed func(ctx context.Context, participant Participant, what string, at time.Time) error
}

// Service keeps those who take part in all organizations' interviews.
type Service struct {
	db        *db.DB
	schedule  *schedule.Service
	auth      Auth
	cookies   httpx.Cookies
	log       *slog.Logger
	clock     func() time.Time
	publicURL string
	mails     quota.Budget
	changed   func(ctx context.Context, participant Participant)
	passed    func(ctx context.Context, participant Participant, what string, at time.Time) error
	entries   *httpx.Limiter // sessions of one link
	links     *httpx.Limiter // links of one participant
}

const (
	entriesAMinute = 30 // whoever reloads in despair passes
	linksAnHour    = 5
)

// New makes the room.
func New(deps Deps) *Service {
	return &Service{
		db: deps.DB, schedule: deps.Schedule, auth: deps.Auth, cookies: deps.Cookies, log: deps.Log, clock: deps.Clock, publicURL: deps.PublicURL, mails: deps.Mails, changed: deps.Changed, passed: deps.Passed,
		entries: httpx.NewLimiter(entriesAMinute, time.Minute, 100_000).Named("interview entries"),
		links:   httpx.NewLimiter(linksAnHour, time.Hour, 100_000).Named("interview links"),
	}
}

// now is the time as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// sessionFor is how long after its planned end an interview's links let people in: interviews run over.
const sessionFor = 4 * time.Hour

// openSession asks auth for one that reaches the interview alone, and notes whose it is.
func (s *Service) openSession(ctx context.Context, participant Participant, interview schedule.Interview) (Tokens, error) {
	ends := interview.EndsAt().Add(sessionFor)
	if soon := s.now().Add(sessionFor); ends.Before(soon) {
		ends = soon
	}
	tokens, err := s.auth.CandidateSession(ctx, auth.CandidateSession{
		Organization: participant.Organization, Place: identity.InInterview(interview.ID),
		Name: participant.Name, Email: participant.Email, EndsAt: ends,
	})
	if err != nil {
		return tokens, err
	}
	return tokens, s.insertGuest(ctx, tokens.Session, participant.ID)
}
