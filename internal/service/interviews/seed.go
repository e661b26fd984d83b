package interviews

import (
	"context"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// SeedInterview is one that a demo shows.
type SeedInterview struct {
	Title    string
	Agenda   string
	In       time.Duration // from now
	Minutes  int
	TimeZone string
	Invite   []participant.Participant // role, name and address
	Acts     []SeedAct                 // in their order, of one that is over
}

// SeedLink is one that a seed made.
type SeedLink struct {
	Title, Role, Name, Link string
}

// Seed schedules the interviews of an organization that has none, has people do there what they did, and answers the links. What is there
// already is left as it is.
func (s *Service) Seed(ctx context.Context, organization ids.Organization, user ids.User, all []SeedInterview) ([]SeedLink, error) {
	ctx = identity.With(ctx, identity.Principal{User: user, Organization: organization, Role: identity.Recruiter})
	if known, err := s.schedule.Any(ctx, organization); err != nil || known {
		return nil, err
	}
	var links []SeedLink
	for _, x := range all {
		made, err := s.seed(ctx, x)
		if err != nil {
			return links, fmt.Errorf("seed the interview %q: %w", x.Title, err)
		}
		links = append(links, made...)
	}
	return links, nil
}

func (s *Service) seed(ctx context.Context, x SeedInterview) (links []SeedLink, err error) {
	interview := schedule.Interview{
		Title: x.Title, Agenda: x.Agenda, StartsAt: s.schedule.Now().Add(x.In).Truncate(time.Minute), DurationMinutes: x.Minutes, TimeZone: x.TimeZone,
	}
	if err := s.schedule.Create(ctx, &interview); err != nil {
		return nil, err
	}
	var candidate participant.Participant
	for _, person := range x.Invite {
		person.Interview = interview.ID
		invited, err := s.participants.Invite(ctx, person)
		if err != nil {
			return links, err
		}
		if invited.Role == participant.Candidate {
			candidate = invited
		}
		links = append(links, SeedLink{x.Title, invited.Role, invited.Name, invited.Link})
	}
	return links, s.enact(ctx, interview, candidate, x.Acts)
}
