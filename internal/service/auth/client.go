package auth

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
)

// Client has the service's methods for neighbours in other processes.
type Client struct{ bus *bus.Bus }

// NewClient asks over the bus.
func NewClient(b *bus.Bus) *Client { return &Client{b} }

// Keys answers the public keys as a JWK set: what identity.NewVerifier takes.
func (c *Client) Keys(ctx context.Context) ([]byte, error) {
	set, err := bus.Request[struct{}, contract.KeySet](ctx, c.bus, contract.SubjectKeys, struct{}{})
	return set.JWKS, err
}

// CandidateSession opens a session that reaches one place until it ends.
func (c *Client) CandidateSession(ctx context.Context, in contract.CandidateSession) (contract.Tokens, error) {
	return bus.Request[contract.CandidateSession, contract.Tokens](ctx, c.bus, contract.SubjectCandidateSession, in)
}

// Standings is Service.Standings.
func (c *Client) Standings(ctx context.Context, q contract.StandingsOf) (contract.Standings, error) {
	return bus.Request[contract.StandingsOf, contract.Standings](ctx, c.bus, contract.SubjectStandings, q)
}

// Operator is Service.Operator.
func (c *Client) Operator(ctx context.Context) (contract.Operator, error) {
	return bus.Request[struct{}, contract.Operator](ctx, c.bus, contract.SubjectOperator, struct{}{})
}

// Names is Service.Names.
func (c *Client) Names(ctx context.Context, q contract.NamesOf) (contract.Names, error) {
	return bus.Request[contract.NamesOf, contract.Names](ctx, c.bus, contract.SubjectNames, q)
}
