package problems

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

// Client is what neighbours in another process have of Service.
type Client struct{ bus *bus.Bus }

// NewClient asks over the bus.
func NewClient(b *bus.Bus) *Client { return &Client{b} }

// atOnce is how many versions are asked for in one message: each may hold some hundred kilobytes.
const atOnce = 4

// Version is Service.Version.
func (c *Client) Version(ctx context.Context, q contract.VersionRequest) (contract.Version, error) {
	return bus.Request[contract.VersionRequest, contract.Version](ctx, c.bus, contract.SubjectVersion, q)
}

// Versions is Service.Versions.
func (c *Client) Versions(ctx context.Context, q contract.VersionsRequest) (contract.VersionsAnswer, error) {
	all := contract.VersionsAnswer{Versions: []contract.Version{}}
	for rest := q.Versions; len(rest) > 0; {
		n := min(atOnce, len(rest))
		q.Versions, rest = rest[:n], rest[n:]
		some, err := bus.Request[contract.VersionsRequest, contract.VersionsAnswer](ctx, c.bus, contract.SubjectVersions, q)
		if err != nil {
			return contract.VersionsAnswer{}, err
		}
		all.Versions = append(all.Versions, some.Versions...)
	}
	return all, nil
}

// Latest is Service.Latest.
func (c *Client) Latest(ctx context.Context, q contract.LatestRequest) (contract.VersionsAnswer, error) {
	if len(q.Slugs) > 0 {
		return bus.Request[contract.LatestRequest, contract.VersionsAnswer](ctx, c.bus, contract.SubjectLatest, q)
	}
	all := contract.VersionsAnswer{Versions: []contract.Version{}}
	for rest := q.Problems; len(rest) > 0; {
		n := min(atOnce, len(rest))
		q.Problems, rest = rest[:n], rest[n:]
		some, err := bus.Request[contract.LatestRequest, contract.VersionsAnswer](ctx, c.bus, contract.SubjectLatest, q)
		if err != nil {
			return contract.VersionsAnswer{}, err
		}
		all.Versions = append(all.Versions, some.Versions...)
	}
	return all, nil
}
