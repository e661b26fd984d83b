package execution

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

// Client is what neighbours in another process have of Service.
type Client struct{ bus *bus.Bus }

// NewClient asks over the bus.
func NewClient(b *bus.Bus) *Client { return &Client{b} }

// Languages is Service.Languages.
func (c *Client) Languages(ctx context.Context, q struct{}) (contract.LanguagesAnswer, error) {
	return bus.Request[struct{}, contract.LanguagesAnswer](ctx, c.bus, contract.SubjectLanguages, q)
}
