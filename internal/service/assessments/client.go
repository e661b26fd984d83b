package assessments

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	contract "github.com/codecraft-hq/codecraft/internal/contract/assessments"
)

// Client has the service's methods for neighbours in other processes.
type Client struct{ bus *bus.Bus }

// NewClient asks over the bus.
func NewClient(b *bus.Bus) *Client { return &Client{b} }

// MayRun is Service.MayRun.
func (c *Client) MayRun(ctx context.Context, q contract.MayRun) (contract.MayRunAnswer, error) {
	return bus.Request[contract.MayRun, contract.MayRunAnswer](ctx, c.bus, contract.SubjectMayRun, q)
}
