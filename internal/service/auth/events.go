package auth

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
)

// queue is the group in which replicas share the questions.
const queue = "auth"

// listen answers the neighbours' questions.
func (s *Service) listen(ears *run.Ears) {
	ears.Add(bus.Serve(s.bus, contract.SubjectKeys, queue, func(ctx context.Context, _ struct{}) (contract.KeySet, error) {
		jwks, err := s.Keys(ctx)
		return contract.KeySet{JWKS: jwks}, err
	}))
	ears.Add(bus.Serve(s.bus, contract.SubjectCandidateSession, queue, s.CandidateSession))
	ears.Add(bus.Serve(s.bus, contract.SubjectStandings, queue, s.Standings))
	ears.Add(bus.Serve(s.bus, contract.SubjectNames, queue, s.Names))
	ears.Add(bus.Serve(s.bus, contract.SubjectOperator, queue, func(ctx context.Context, _ struct{}) (contract.Operator, error) { return s.Operator(ctx) }))
	ears.Add(quota.Serve(s.bus, queue, s.mails.Used))
}
