package execution

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

// Client has the service's methods for neighbours in other processes.
type Client struct{ bus *bus.Bus }

// NewClient asks over the bus.
func NewClient(b *bus.Bus) *Client { return &Client{b} }

// Place is Service.Place.
func (c *Client) Place(ctx context.Context, q contract.Place) (contract.PlaceAnswer, error) {
	return bus.Request[contract.Place, contract.PlaceAnswer](ctx, c.bus, contract.SubjectPlace, q)
}

// Find is Service.Find.
func (c *Client) Find(ctx context.Context, q contract.Find) (contract.FindAnswer, error) {
	return bus.Request[contract.Find, contract.FindAnswer](ctx, c.bus, contract.SubjectFind, q)
}

// Rejudged is Service.Rejudged.
func (c *Client) Rejudged(ctx context.Context, q contract.Rejudged) (contract.RejudgedAnswer, error) {
	return bus.Request[contract.Rejudged, contract.RejudgedAnswer](ctx, c.bus, contract.SubjectRejudged, q)
}

// MayJudge is Service.MayJudge.
func (c *Client) MayJudge(ctx context.Context, q contract.MayJudge) (contract.MayJudgeAnswer, error) {
	return bus.Request[contract.MayJudge, contract.MayJudgeAnswer](ctx, c.bus, contract.SubjectMayJudge, q)
}
