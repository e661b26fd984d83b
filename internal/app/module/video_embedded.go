package module

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
)

// MediaPath is where browsers send the signals of video that is embedded; what is said there is signed by tickets, and not by sessions.
const MediaPath = "/media"

// embedded is a server in this process.
func (c *MediaConfig) embedded(ctx context.Context, g Given) (*carrier, error) {
	server, err := c.start(ctx, g.Demo.on, g.Log)
	if err != nil {
		return nil, err
	}
	rooms := livekit.New(server.Server, MediaPath)
	return &carrier{
		rooms: rooms, recorder: rooms, metrics: rooms.Metrics(), run: server.Run, outside: map[string]http.Handler{MediaPath: signals(server.URL)},
	}, nil
}

// start starts the server. A demo's people look at the product and not at ports: of those that are taken, it
// takes any others.
func (c *MediaConfig) start(ctx context.Context, demo bool, log *slog.Logger) (*livekit.Embedded, error) {
	udp, err := port(ctx, "udp", c.MediaUDPPort, demo)
	if err != nil {
		return nil, fmt.Errorf("--media-udp-port %d: %w", c.MediaUDPPort, err)
	}
	tcp, err := port(ctx, "tcp", c.MediaTCPPort, demo)
	if err != nil {
		return nil, fmt.Errorf("--media-tcp-port %d: %w", c.MediaTCPPort, err)
	}
	wanted := livekit.Config{Address: c.MediaAddress, UDPPort: udp, TCPPort: tcp, TURNSecret: c.TURNSecret.Reveal()}
	for _, text := range c.TURNURLs {
		relay, err := livekit.ParseTURN(text)
		if err != nil {
			return nil, fmt.Errorf("--turn-urls %q: %w", text, err)
		}
		wanted.TURN = append(wanted.TURN, relay)
	}
	video, err := livekit.Start(ctx, wanted, log)
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
