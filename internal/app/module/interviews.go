package module

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/internal/service/interviews"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// MediaPath is where browsers send the signals of video; what is said there is signed by tickets, and not by sessions.
const MediaPath = "/media"

// MediaConfig is who carries the video of interviews.
type MediaConfig struct {
	Media        string `default:"embedded" enum:"embedded,none" help:"Who carries the video of interviews: embedded (this process), or none." group:"Interviews"`
	MediaAddress string `help:"IP address at which browsers reach this host for video. Default: that of the interface with the default route." group:"Interviews"`
	MediaUDPPort int    `name:"media-udp-port" default:"7882" help:"UDP port of video; 0 takes any free one." group:"Interviews"`
	MediaTCPPort int    `name:"media-tcp-port" default:"7881" help:"TCP port of video, for networks without UDP; 0 takes any free one." group:"Interviews"`
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
}

// Interviews makes the service, with video, whose recordings are made in the spool.
func Interviews(c interviews.Config, m MediaConfig, spool string) Build {
	return func(ctx context.Context, g Given) (*Part, error) {
		auth, noAuth := neighbour[AuthNeighbour](g.Near, "auth")
		problems, noProblems := neighbour[workspace.Problems](g.Near, "problems")
		err := errors.Join(noAuth, noProblems)
		if err != nil {
			return nil, err
		}
		deps := interviews.Deps{DB: g.DB, Bus: g.Bus, Blobs: g.Blobs, Auth: auth, Problems: problems, Cookies: g.Cookies, Origins: g.Origins, Log: g.Log, Metrics: g.Registry, Config: c}
		var video *livekit.Embedded
		if m.Media == "embedded" {
			if video, err = m.start(ctx, g.Demo.on, g.Log); err != nil {
				return nil, err
			}
			rooms := livekit.New(video.Server, MediaPath)
			if err := g.Registry.Register(rooms.Metrics()); err != nil {
				return nil, err
			}
			deps.Media, deps.Recorder, deps.Spool = rooms, rooms, spool
		}
		service, err := interviews.New(deps)
		if err != nil {
			return nil, err
		}
		p := &Part{Service: service, Register: service.Register, Run: service.Run, Ready: service.Ready}
		if g.Demo.on {
			p.Seed = func(ctx context.Context, out io.Writer) error { return seedInterviews(ctx, out, service) }
		}
		if video != nil {
			p.Outside = map[string]http.Handler{MediaPath: signals(video.URL)}
			p.Run = together(service.Run, video.Run)
		}
		return p, nil
	}
}

// seedInterviews tells of the links of the first, which can be entered at once.
func seedInterviews(ctx context.Context, out io.Writer, service *interviews.Service) error {
	links, err := service.Seed(ctx, DemoOrganization, demoRecruiter, demoInterviews)
	for _, l := range links {
		if l.Title == demoInterviews[0].Title {
			_, _ = fmt.Fprintf(out, "  Interview, as the %s\n                  %s\n\n", l.Role, l.Link)
		}
	}
	return err
}

// start starts the server of this process. A demo's people look at the product and not at ports: of those that are taken, it
// takes any others.
func (c MediaConfig) start(ctx context.Context, demo bool, log *slog.Logger) (*livekit.Embedded, error) {
	udp, err := port(ctx, "udp", c.MediaUDPPort, demo)
	if err != nil {
		return nil, fmt.Errorf("--media-udp-port %d: %w", c.MediaUDPPort, err)
	}
	tcp, err := port(ctx, "tcp", c.MediaTCPPort, demo)
	if err != nil {
		return nil, fmt.Errorf("--media-tcp-port %d: %w", c.MediaTCPPort, err)
	}
	video, err := livekit.Start(ctx, livekit.Config{Address: c.MediaAddress, UDPPort: udp, TCPPort: tcp}, log)
	if err != nil {
		return nil, fmt.Errorf("%w; where no browser is to reach this host, start with --media none", err)
	}
	return video, nil
}

// port is the wanted one when it is free, else, when any will do, another.
func port(ctx context.Context, network string, wanted int, other bool) (int, error) {
	found, err := listen(ctx, network, wanted)
	if err != nil && other {
		return listen(ctx, network, 0)
	}
	return found, err
}

// listen tries whether a port is free; 0 finds one.
func listen(ctx context.Context, network string, wanted int) (int, error) {
	var lc net.ListenConfig
	address := fmt.Sprintf(":%d", wanted)
	if network == "udp" {
		l, err := lc.ListenPacket(ctx, network, address)
		if err != nil {
			return 0, err
		}
		return l.LocalAddr().(*net.UDPAddr).Port, l.Close()
	}
	l, err := lc.Listen(ctx, network, address)
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// signals passes on what browsers say to the video server, and nothing else that it would answer: rooms are the product's own to make.
func signals(server string) http.Handler {
	to, err := url.Parse(server)
	if err != nil {
		panic(err) // it is ours
	}
	proxy := &httputil.ReverseProxy{
		FlushInterval: -1,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Path = strings.TrimPrefix(r.In.URL.Path, MediaPath)
			r.Out.URL.RawPath = ""
			r.SetURL(to)
		},
	}
	mux := http.NewServeMux()
	mux.Handle(MediaPath+"/rtc", proxy)
	mux.Handle(MediaPath+"/rtc/", proxy)
	return mux
}
