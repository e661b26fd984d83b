package bus

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// embed starts a server of our own. Its folder must have no other user: two servers in one folder
// spoil each other's streams.
func embed(c Config) (*server.Server, error) {
	if c.Dir == "" {
		return nil, errors.New("bus: the embedded server needs a folder")
	}
	options := &server.Options{
		ServerName:         "codecraft",
		DontListen:         true,
		NoSigs:             true,
		NoLog:              true,
		JetStream:          true,
		StoreDir:           c.Dir,
		JetStreamMaxStore:  cmp.Or(c.MaxStore, 4<<30),
		JetStreamMaxMemory: cmp.Or(c.MaxMemory, 256<<20),
		SyncInterval:       cmp.Or(c.SyncInterval, 10*time.Second),
		MaxPayload:         maxPayload + 64<<10, // headers count too
		Username:           c.Username,
		Password:           c.Password.Reveal(),
	}
	if err := listen(options, c); err != nil {
		return nil, err
	}
	s, err := server.NewServer(options)
	if err != nil {
		return nil, fmt.Errorf("make the embedded NATS: %w", err)
	}
	s.SetLoggerV2(serverLog{c.Log}, false, false, false)
	s.Start()
	if !s.ReadyForConnections(30 * time.Second) {
		s.Shutdown()
		return nil, errors.New("the embedded NATS did not start within 30 s")
	}
	return s, nil
}

// listen opens a port only when asked, and to other machines only behind a password.
func listen(options *server.Options, c Config) error {
	if c.Listen == "" {
		return nil
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return fmt.Errorf("bus: listen address: %w", err)
	}
	address := net.ParseIP(host)
	if c.Username == "" && host != "localhost" && (address == nil || !address.IsLoopback()) {
		return fmt.Errorf("bus: listening on %s needs a name and password", c.Listen)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return fmt.Errorf("bus: listen port: %w", err)
	}
	if number == 0 {
		number = server.RANDOM_PORT
	}
	options.DontListen, options.Host, options.Port = false, host, number
	return nil
}
