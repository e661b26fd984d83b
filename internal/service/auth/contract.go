package auth

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
)

// Keys answers the public keys as a JWK set: what identity.NewVerifier takes.
func (s *Service) Keys(ctx context.Context) ([]byte, error) { return s.keys.Keys(ctx) }

// CandidateSession opens a session that reaches one place until it ends.
func (s *Service) CandidateSession(ctx context.Context, in contract.CandidateSession) (contract.Tokens, error) {
	return s.sessions.CandidateSession(ctx, in)
}

// Standings answers what sessions may do now; those that there are not are left out.
func (s *Service) Standings(ctx context.Context, q contract.StandingsOf) (contract.Standings, error) {
	return s.sessions.Standings(ctx, q)
}

// Operator answers whose installation it is.
func (s *Service) Operator(ctx context.Context) (contract.Operator, error) {
	organization, err := s.sessions.Operator(ctx)
	return contract.Operator{Organization: organization}, err
}

// Names answers what an organization and a person are called, for mails in their name.
func (s *Service) Names(ctx context.Context, q contract.NamesOf) (contract.Names, error) {
	return s.people.Names(ctx, q)
}
