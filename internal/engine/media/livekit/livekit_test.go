package livekit_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/internal/engine/media/mediatest"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestTheServerInThisProcessIsAProvider joins by the protocol that browsers speak.
func TestTheServerInThisProcessIsAProvider(t *testing.T) {
	server := embedded(t, livekit.Config{})
	rooms := livekit.New(server.Server, "/media")
	mediatest.Record(t, rooms, rooms, func(_ context.Context, ticket media.Ticket) (func(), error) {
		return publish(server.URL, ticket.Token, &lksdk.RoomCallback{})
	})
	mediatest.Run(t, rooms, func(_ context.Context, room string, ticket media.Ticket) (func(), error) {
		if ticket.Address != "/media" {
			return nil, errors.New("the ticket does not say where to go")
		}
		return join(server.URL, room, ticket)
	})
	t.Run("it is as one elsewhere must be", func(t *testing.T) {
		if err := rooms.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
	t.Run("rooms and people are told of", func(t *testing.T) { measured(t, rooms, server.URL) })
	t.Run("rooms that are gone leave nothing behind", func(t *testing.T) { gone(t, rooms, server.URL) })
}

// embedded starts a server in this process, which ends with the test.
func embedded(t *testing.T, c livekit.Config) *livekit.Embedded {
	t.Helper()
	lksdk.SetLogger(logger.GetDiscardLogger())
	c.UDPPort, c.TCPPort = udpPort(t), tcpPort(t)
	server, err := livekit.Start(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	over := make(chan error, 1)
	go func() { over <- server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
	return server
}

// join comes into a room as a browser does that sends nothing.
func join(url, room string, ticket media.Ticket) (leave func(), err error) {
	if ticket.Provider != "livekit" || time.Until(ticket.Expires) > media.TicketTTL {
		return nil, errors.New("the ticket is not as it should be")
	}
	joined, err := lksdk.ConnectToRoomWithToken(url, ticket.Token, &lksdk.RoomCallback{})
	if err != nil {
		return nil, err
	}
	if joined.Name() != room {
		joined.Disconnect()
		return nil, errors.New("this is another room")
	}
	return joined.Disconnect, nil
}

// measured meets in a room of its own.
func measured(t *testing.T, rooms *livekit.Rooms, address string) {
	registry := prometheus.NewRegistry()
	registry.MustRegister(rooms.Metrics())
	before := harness.Figure(t, registry, "codecraft_video_rooms")
	if err := rooms.Open(t.Context(), "measured"); err != nil {
		t.Fatal(err)
	}
	ticket, err := rooms.Ticket(t.Context(), "measured", media.Person{Identity: "kim"})
	if err != nil {
		t.Fatal(err)
	}
	joined, err := lksdk.ConnectToRoomWithToken(address, ticket.Token, &lksdk.RoomCallback{})
	if err != nil {
		t.Fatal(err)
	}
	defer joined.Disconnect()
	harness.Eventually(t, time.Minute, func() error {
		open, people := harness.Figure(t, registry, "codecraft_video_rooms"), harness.Figure(t, registry, "codecraft_video_participants")
		if open < 1 || open > before+1 || people != 1 {
			return fmt.Errorf("%v people in %v rooms", people, open)
		}
		return nil
	})
}
