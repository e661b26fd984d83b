package harness

import (
	"log/slog"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

// Bus is an embedded bus, reached without a socket.
func Bus(t testing.TB) *bus.Bus {
	t.Helper()
	return startBus(t, bus.Config{Name: t.Name(), Dir: t.TempDir(), Log: Log(t)})
}

// NATSServer is the address of a server that listens on loopback.
func NATSServer(t testing.TB) string {
	t.Helper()
	return startBus(t, bus.Config{Name: t.Name(), Dir: t.TempDir(), Listen: "127.0.0.1:0", Log: Log(t)}).Address()
}

// RemoteBus is a bus connected to a server over a socket.
func RemoteBus(t testing.TB, address string) *bus.Bus {
	t.Helper()
	return startBus(t, bus.Config{Name: t.Name(), URL: address, Log: Log(t)})
}

// EachBus runs a test on an embedded bus and on one that is connected over a socket.
func EachBus(t *testing.T, test func(t *testing.T, b *bus.Bus)) {
	t.Run("embedded", func(t *testing.T) { test(t, Bus(t)) })
	t.Run("connected", func(t *testing.T) { test(t, RemoteBus(t, NATSServer(t))) })
}

func startBus(t testing.TB, config bus.Config) *bus.Bus {
	t.Helper()
	b, err := bus.Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error("close the bus:", err)
		}
	})
	return b
}

// Log writes into the test's output.
func Log(t testing.TB) *slog.Logger { return slog.New(slog.NewTextHandler(t.Output(), nil)) }
