package livekit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"time"

	"github.com/go-logr/logr"
	"github.com/livekit/livekit-server/pkg/config"
	"github.com/livekit/livekit-server/pkg/routing"
	"github.com/livekit/livekit-server/pkg/service"
	"github.com/livekit/livekit-server/pkg/telemetry/prometheus"
	"github.com/livekit/protocol/logger"
)

// Config is what a server in this process is told.
type Config struct {
	Address string // the IP address browsers reach this host at; empty: that of the interface with the default route
	UDPPort int    // for media
	TCPPort int    // for media where UDP is blocked

	TURN       []TURN // servers that browsers may go through
	TURNSecret string // that these share with this one (use-auth-secret of coturn)
}

// Embedded is a server in this process. Signals arrive at a port of the loopback, which only who knows its key can use: the product passes
// on what browsers send. Pictures and sound go straight to its own two ports.
type Embedded struct {
	Server

	lk    *service.LivekitServer
	ended chan error
}

// tries is how often a port of the loopback that another program takes first is looked for anew.
const tries = 5

// Start starts a server and returns once it answers.
func Start(ctx context.Context, c Config, log *slog.Logger) (*Embedded, error) {
	logger.SetLogger(logger.LogRLogger(logr.FromSlogHandler(quiet{log.Handler()})), "livekit")
	var err error
	for range tries {
		var e *Embedded
		if e, err = start(ctx, c); err == nil {
			return e, nil
		}
	}
	return nil, fmt.Errorf("media: start the video server: %w", err)
}

func start(ctx context.Context, c Config) (*Embedded, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	e := &Embedded{
		Server: Server{URL: fmt.Sprintf("http://127.0.0.1:%d", port), Key: "codecraft", Secret: rand.Text() + rand.Text()},
		ended:  make(chan error, 1),
	}
	conf, err := e.settings(c, port)
	if err != nil {
		return nil, err
	}
	node, err := routing.NewLocalNode(conf)
	if err != nil {
		return nil, err
	}
	if err := prometheus.Init(string(node.NodeID()), node.NodeType()); err != nil {
		return nil, err
	}
	if e.lk, err = service.InitializeServer(conf, node); err != nil {
		return nil, err
	}
	go func() { e.ended <- e.lk.Start() }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !e.lk.IsRunning() {
		select {
		case err := <-e.ended:
			return nil, errors.Join(errors.New("it ended at once"), err)
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
	}
	return e, nil
}

// settings restrict the server to what the product asks of it: rooms are made by us alone, and there is one codec of each kind, for recordings.
func (e *Embedded) settings(c Config, port int) (*config.Config, error) {
	address := ""
	if c.Address != "" {
		address = "node_ip: " + strconv.Quote(c.Address)
	}
	conf, err := config.NewConfig(fmt.Sprintf(`
rtc:
  udp_port: %d
  tcp_port: %d
  use_external_ip: false
  %s
room: {auto_create: false, enabled_codecs: [{mime: audio/opus}, {mime: video/vp8}]}
`, c.UDPPort, c.TCPPort, address), true, nil, nil)
	if err != nil {
		return nil, err
	}
	conf.Port, conf.BindAddresses = uint32(port), []string{"127.0.0.1"}
	conf.Keys = map[string]string{e.Key: e.Secret}
	for _, t := range c.TURN {
		conf.RTC.TURNServers = append(conf.RTC.TURNServers, t.setting(c.TURNSecret))
	}
	return conf, nil
}

// Run waits until ctx ends, or the server, and stops it.
func (e *Embedded) Run(ctx context.Context) error {
	select {
	case err := <-e.ended:
		return fmt.Errorf("media: the video server ended: %w", err)
	case <-ctx.Done():
		e.lk.Stop(true)
		return nil
	}
}

func freePort(ctx context.Context) (int, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// quiet drops what is no warning: the server tells of every packet's way.
type quiet struct{ slog.Handler }

func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}

func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }

func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }
