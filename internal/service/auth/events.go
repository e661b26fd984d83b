package auth

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
)

// queue is the group in which replicas share the questions.
const queue = "auth"

// serve answers the neighbours' questions until stop is called.
func (s *Service) serve() (stop func() error, err error) {
	stopKeys, err := bus.Serve(s.bus, contract.SubjectKeys, queue, func(ctx context.Context, _ struct{}) (contract.KeySet, error) {
		jwks, err := s.Keys(ctx)
		return contract.KeySet{JWKS: jwks}, err
	})
	if err != nil {
		return nil, err
	}
	stopSessions, err := bus.Serve(s.bus, contract.SubjectCandidateSession, queue, s.CandidateSession)
	if err != nil {
		return nil, errors.Join(err, stopKeys())
	}
	stopStandings, err := bus.Serve(s.bus, contract.SubjectStandings, queue, s.Standings)
	if err != nil {
		return nil, errors.Join(err, stopKeys(), stopSessions())
	}
	stopNames, err := bus.Serve(s.bus, contract.SubjectNames, queue, s.Names)
	if err != nil {
		return nil, errors.Join(err, stopKeys(), stopSessions(), stopStandings())
	}
	return func() error { return errors.Join(stopKeys(), stopSessions(), stopStandings(), stopNames()) }, nil
}
