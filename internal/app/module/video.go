package module

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/media/chime"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
)

// MediaConfig is who carries the video of interviews.
type MediaConfig struct {
	Media        string `default:"embedded" enum:"embedded,livekit,chime,none" help:"Who carries the video of interviews: embedded (this process), livekit (a LiveKit server or cluster that you run), chime (Amazon Chime SDK, in your account of AWS), or none." group:"Interviews"`
	MediaAddress string `help:"IP address at which browsers reach this host for video. Default: that of the interface with the default route." group:"Interviews"`
	MediaUDPPort int    `name:"media-udp-port" default:"7882" help:"UDP port of video; 0 takes any free one." group:"Interviews"`
	MediaTCPPort int    `name:"media-tcp-port" default:"7881" help:"TCP port of video, for networks without UDP; 0 takes any free one." group:"Interviews"`

	TURNURLs   []string      `name:"turn-urls" help:"TURN servers, such as coturn, that browsers reach the embedded video through where a firewall lets nothing else through: turns:turn.example.org:443." group:"Interviews"`
	TURNSecret config.Secret `name:"turn-secret" help:"Secret that they share with this process: static-auth-secret of coturn." group:"Interviews"`

	LivekitURL    string        `name:"livekit-url" help:"With --media=livekit: where browsers and this process connect to, wss://host. In a split installation web needs it, too." group:"Interviews"`
	LivekitKey    string        `help:"With --media=livekit: one of the keys in its livekit.yaml." group:"Interviews"`
	LivekitSecret config.Secret `help:"With --media=livekit: that key's secret." group:"Interviews"`

	ChimeRegion   string `help:"With --media=chime: the region of AWS in which meetings are made, such as eu-central-1. Credentials are those that AWS's own tools find." group:"Interviews"`
	ChimeEndpoint string `help:"With --media=chime: where Amazon Chime's meetings are asked for, where that is not Amazon's own address in the region." group:"Interviews"`
}

// Check refuses settings that cannot work.
func (c *MediaConfig) Check(refuse func(format string, args ...any)) {
	if c.MediaAddress != "" && net.ParseIP(c.MediaAddress) == nil {
		refuse("--media-address %q: write an IP address, such as 203.0.113.7", c.MediaAddress)
	}
	for flag, port := range map[string]int{"--media-udp-port": c.MediaUDPPort, "--media-tcp-port": c.MediaTCPPort} {
		if port < 0 || port > 65535 {
			refuse("%s %d: a port is a number up to 65535", flag, port)
		}
	}
	c.checkTURN(refuse)
	c.checkLivekit(refuse)
	c.checkChime(refuse)
}

func (c *MediaConfig) checkTURN(refuse func(format string, args ...any)) {
	for _, text := range c.TURNURLs {
		if _, err := livekit.ParseTURN(text); err != nil {
			refuse("--turn-urls %q: %w", text, err)
		}
	}
	switch {
	case (len(c.TURNURLs) > 0) != (c.TURNSecret != ""):
		refuse("--turn-urls and --turn-secret go together: browsers show the TURN server what is made with the secret")
	case len(c.TURNURLs) > 0 && c.Media != "embedded":
		refuse("--turn-urls is for --media=embedded: a LiveKit cluster names its TURN servers in its own livekit.yaml, under rtc, turn_servers")
	}
}

func (c *MediaConfig) checkLivekit(refuse func(format string, args ...any)) {
	if c.Media != "livekit" {
		if c.LivekitURL != "" || c.LivekitKey != "" || c.LivekitSecret != "" {
			refuse("--livekit-url, --livekit-key and --livekit-secret are for --media=livekit, and this is --media=%s", c.Media)
		}
		return
	}
	u, err := url.Parse(c.LivekitURL)
	if err != nil || u.Scheme != "ws" && u.Scheme != "wss" || u.Host == "" || u.User != nil || u.Path+u.RawQuery+u.Fragment != "" {
		refuse("--media=livekit needs --livekit-url, the address that browsers connect to: write it without a path, such as wss://video.example.org")
	}
}

// VideoOrigins are those that pages talk to for video, besides the product's own.
func (c *MediaConfig) VideoOrigins() []string {
	switch c.Media {
	case "livekit":
		return []string{c.LivekitURL, webAddress(c.LivekitURL)} // where a connection fails, the browser's side asks there why
	case "chime":
		return []string{"https://*.chime.aws", "wss://*.chime.aws"}
	}
	return nil
}

// ExamineVideo says why video that is elsewhere is not carried, or not as it must be.
func (c *MediaConfig) ExamineVideo(ctx context.Context) error {
	if c.Media == "livekit" {
		return c.cluster().Check(ctx)
	}
	asked, err := c.amazon(ctx)
	if err != nil {
		return err
	}
	return chime.Reach(ctx, asked)
}

// carrier is who carries the video of interviews, as this process deals with it.
type carrier struct {
	rooms    media.Rooms
	recorder media.Recorder              // nil: its rooms are not recorded
	metrics  prometheus.Collector        // nil: nothing is measured here
	outside  map[string]http.Handler     // what browsers say to it through the product
	run      func(context.Context) error // nil: it runs elsewhere, and
	reach    func(context.Context) error // says why it does not carry video now
}

// carry begins with the one that is chosen; nil: interviews have no video.
func (c *MediaConfig) carry(ctx context.Context, g Given, patience time.Duration) (*carrier, error) {
	switch c.Media {
	case "embedded":
		return c.embedded(ctx, g)
	case "livekit":
		return c.elsewhere(ctx, g, patience)
	case "chime":
		return c.meetings(ctx, g, patience)
	}
	return nil, nil
}

func (v *carrier) register(to prometheus.Registerer) error {
	if v.metrics == nil {
		return nil
	}
	return to.Register(v.metrics)
}

// join makes it a part of the interviews that it carries.
func (v *carrier) join(p *Part) {
	p.Outside = v.outside
	if v.run != nil {
		p.Run = together(p.Run, v.run)
	}
	if v.reach != nil {
		p.Watched = map[string]func(context.Context) error{operations.VideoUnit: v.reach}
	}
}
