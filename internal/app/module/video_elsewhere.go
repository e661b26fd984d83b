package module

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
)

// elsewhere is a server or cluster that the operator runs. One that is not there, or not as it must be, is told at the start; while the
// product runs interviews go on without it, and with it again once it is back.
func (c *MediaConfig) elsewhere(ctx context.Context, g Given, patience time.Duration) (*carrier, error) {
	rooms := c.cluster()
	_, err := open.Patiently(ctx, patience, g.Log, func() (struct{}, error) { return struct{}{}, rooms.Check(ctx) })
	if err != nil {
		return nil, fmt.Errorf("--media=livekit: %w; to start without video, --media none", err)
	}
	return &carrier{rooms: rooms, recorder: rooms, metrics: rooms.Metrics(), reach: rooms.Reach}, nil
}

func (c *MediaConfig) cluster() *livekit.Rooms {
	return livekit.New(livekit.Server{URL: c.LivekitURL, Key: c.LivekitKey, Secret: c.LivekitSecret.Reveal()}, c.LivekitURL)
}

// webAddress is where a server of WebSockets is asked by HTTP.
func webAddress(url string) string { return strings.Replace(url, "ws", "http", 1) }
