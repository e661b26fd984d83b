package session

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
)

// Standings answers what sessions may do now; those that there are not are left out. Every process asks it about whoever
// has something open there, a few times a second.
func (s *Service) Standings(ctx context.Context, q contract.StandingsOf) (contract.Standings, error) {
	all, err := s.byIDs(ctx, q.Sessions)
	answer := contract.Standings{Standings: make([]identity.Standing, len(all))}
	for i, session := range all {
		answer.Standings[i] = identity.Standing{Session: session.ID, Role: session.Role, Membership: session.Role == "" && session.Kind == kindMember}
		if !session.stands(s.now()) {
			answer.Standings[i].Role = ""
		}
	}
	return answer, err
}
