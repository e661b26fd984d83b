// Package bus is how services talk: requests, events and durable streams over NATS.
//
// On one machine the server is embedded and reached without a socket; apart, services connect to a
// NATS cluster. The same calls and the same tests serve both. Three ways to send, all of
// which carry the trace that they are in (package traces):
//
//   - Publish and Subscribe: whoever listens now hears it; it may be lost.
//   - Request and Serve: one question, one answer. An errs.Error crosses intact, and so do the
//     request's id, the principal and what is left of the deadline.
//   - PublishDurable and Consume: kept in a stream until handled. Delivered at least once, so that
//     consumers do the same thing when they see a message again; the message id keeps a stream from
//     storing one twice within two minutes.
//
// Who may publish to a subject is believed to say who it is (the principal header): an external
// server must give each service, and the worker least of all, only the subjects it needs.
package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Config says which server: an embedded one in Dir, or the one at URL.
type Config struct {
	URL  string // nats://host:4222[,...]; empty embeds a server
	Name string // of this connection, in the server's reports

	Username    string
	Password    config.Secret
	Credentials string // a .creds file, instead of name and password
	Copies      int    // of each stream, on as many servers of a cluster; 0 is 1
	CA          string // a PEM file to verify a tls:// server with; empty takes the system's

	Dir          string        // the embedded server's streams
	Listen       string        // host:port where the embedded server also listens; empty is nowhere
	SyncInterval time.Duration // how much of the streams a power cut may take; 0 is 10 s
	MaxStore     int64         // bytes on disk; 0 is 4 GiB
	MaxMemory    int64         // bytes of memory streams; 0 is 256 MiB

	Log    *slog.Logger
	Traces trace.TracerProvider // of what comes here within a trace; nil makes no spans, and passes those of others on
}

// maxPayload bounds one message.
const maxPayload = 4 << 20

// Bus is a connection, with its embedded server where there is one.
type Bus struct {
	connection *nats.Conn
	streams    jetstream.JetStream
	server     *server.Server // nil when connected to another
	copies     int
	log        *slog.Logger
	traces     trace.TracerProvider // may be nil
	closed     chan struct{}
	close      sync.Once
	handles    sync.Map // stream name to jetstream.Stream
	serving    sync.Map // *desk: those that Close waits for
}

// Start embeds or connects, and waits until the server answers.
func Start(c Config) (*Bus, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	b := &Bus{copies: max(1, c.Copies), log: c.Log, traces: c.Traces, closed: make(chan struct{})}
	options, err := b.options(c)
	if err != nil {
		return nil, err
	}
	address := c.URL
	if address == "" {
		if b.server, err = embed(c); err != nil {
			return nil, err
		}
		options = append(options, nats.InProcessServer(b.server))
	}
	if err := b.connect(address, options); err != nil {
		b.stopServer()
		if errors.Is(err, nats.ErrNoServers) {
			return nil, errs.New(errs.Unavailable, "queue_unreachable", "the queue does not answer").Because(err)
		}
		return nil, fmt.Errorf("connect to NATS: %w", err)
	}
	return b, nil
}

func (b *Bus) connect(address string, options []nats.Option) (err error) {
	if b.connection, err = nats.Connect(address, options...); err != nil {
		return err
	}
	b.streams, err = jetstream.New(b.connection, jetstream.WithDefaultTimeout(callTimeout))
	return err
}

func (b *Bus) options(c Config) ([]nats.Option, error) {
	options := []nats.Option{
		nats.Name(c.Name),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.DrainTimeout(drainTimeout),
		nats.ErrorHandler(func(_ *nats.Conn, s *nats.Subscription, err error) {
			subject := ""
			if s != nil {
				subject = s.Subject
			}
			c.Log.Error("bus", "error", err, "subject", subject)
		}),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				c.Log.Warn("bus disconnected", "error", err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { c.Log.Info("bus connected again") }),
		nats.ClosedHandler(func(*nats.Conn) { close(b.closed) }),
	}
	switch {
	case c.Credentials != "" && c.Username != "":
		return nil, errors.New("bus: give a credentials file or a name and password, not both")
	case c.Credentials != "":
		options = append(options, nats.UserCredentials(c.Credentials))
	case c.Username != "":
		options = append(options, nats.UserInfo(c.Username, c.Password.Reveal()))
	}
	if c.CA != "" {
		options = append(options, nats.RootCAs(c.CA))
	}
	return options, nil
}

// drainTimeout is how long Close waits for handlers at work.
const drainTimeout = 10 * time.Second

// Close lets what is at work finish, sends what is still to be sent, and stops an embedded server.
func (b *Bus) Close() error {
	var err error
	b.close.Do(func() {
		err = errors.Join(b.stopServing(), b.drain())
		b.stopServer()
	})
	return err
}

func (b *Bus) stopServing() error {
	var all sync.WaitGroup
	failures := make(chan error, 1)
	b.serving.Range(func(key, _ any) bool {
		all.Go(func() {
			if err := key.(*desk).stop(); err != nil {
				select {
				case failures <- err:
				default: // one tells enough
				}
			}
		})
		return true
	})
	all.Wait()
	close(failures)
	return <-failures
}

func (b *Bus) drain() error {
	if err := b.connection.Drain(); err != nil {
		b.connection.Close()
		return fmt.Errorf("drain the bus: %w", err)
	}
	<-b.closed
	return nil
}

func (b *Bus) stopServer() {
	if b.server != nil {
		b.server.Shutdown()
		b.server.WaitForShutdown()
	}
}

// Ready answers an error while the server cannot be reached.
func (b *Bus) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := b.connection.FlushWithContext(ctx); err != nil {
		return fmt.Errorf("bus: %w", err)
	}
	return nil
}

// Address is where the embedded server listens, empty when it does not.
func (b *Bus) Address() string {
	if b.server == nil || b.server.Addr() == nil {
		return ""
	}
	return b.server.ClientURL()
}

// encode is JSON, except that bytes go as they are.
func encode(v any) ([]byte, error) {
	data, raw := v.([]byte)
	if !raw {
		var err error
		if data, err = json.Marshal(v); err != nil {
			return nil, fmt.Errorf("encode a message: %w", err)
		}
	}
	if len(data) > maxPayload {
		return nil, errs.New(errs.TooLarge, "message_too_large", "a message of %d bytes is over the limit of %d", len(data), maxPayload)
	}
	return data, nil
}

func decode(data []byte, into any) error {
	if raw, ok := into.(*[]byte); ok {
		*raw = data
		return nil
	}
	if err := json.Unmarshal(data, into); err != nil {
		return errs.New(errs.Malformed, "message_malformed", "a message cannot be read").Because(err)
	}
	return nil
}
