package module

import (
	"context"
	"fmt"
	"net/url"
	"time"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"

	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/engine/media/chime"
)

func (c *MediaConfig) checkChime(refuse func(format string, args ...any)) {
	if c.Media != "chime" {
		if c.ChimeRegion != "" || c.ChimeEndpoint != "" {
			refuse("--chime-region and --chime-endpoint are for --media=chime, and this is --media=%s", c.Media)
		}
		return
	}
	if c.ChimeRegion == "" {
		refuse("--media=chime needs --chime-region, the region of AWS in which meetings are made, such as eu-central-1")
	}
	if u, err := url.Parse(c.ChimeEndpoint); c.ChimeEndpoint != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
		refuse("--chime-endpoint %q: write an address, such as https://meetings-chime.eu-central-1.amazonaws.com", c.ChimeEndpoint)
	}
}

// meetings has Amazon carry the video. It is asked at the start whether these credentials may, and records nothing.
func (c *MediaConfig) meetings(ctx context.Context, g Given, patience time.Duration) (*carrier, error) {
	asked, err := c.amazon(ctx)
	if err != nil {
		return nil, err
	}
	asked.Bus = g.Bus
	rooms, err := chime.New(ctx, asked)
	if err == nil {
		_, err = open.Patiently(ctx, patience, g.Log, func() (struct{}, error) { return struct{}{}, rooms.Reach(ctx) })
	}
	if err != nil {
		return nil, fmt.Errorf("--media=chime: %w; to start without video, --media none", err)
	}
	return &carrier{rooms: rooms, reach: rooms.Reach}, nil
}

// amazon is how Amazon is asked, but for the queue.
func (c *MediaConfig) amazon(ctx context.Context) (chime.Config, error) {
	found, err := awsconfig.LoadDefaultConfig(ctx, awsconfig.WithRegion(c.ChimeRegion))
	if err != nil {
		return chime.Config{}, fmt.Errorf("--media=chime: credentials of AWS: %w", err)
	}
	return chime.Config{Region: c.ChimeRegion, Endpoint: c.ChimeEndpoint, Credentials: found.Credentials}, nil
}
