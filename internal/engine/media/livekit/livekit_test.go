package livekit_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"testing"
	"time"

	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/internal/engine/media/mediatest"
)

// TestTheServerInThisProcessIsAProvider joins by the protocol that browsers speak.
func TestTheServerInThisProcessIsAProvider(t *testing.T) {
	lksdk.SetLogger(logger.GetDiscardLogger())
	server, err := livekit.Start(t.Context(), livekit.Config{UDPPort: udpPort(t), TCPPort: tcpPort(t)}, slog.New(slog.DiscardHandler))
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
	rooms := livekit.New(server.Server, "/media")
	mediatest.Run(t, rooms, func(_ context.Context, room string, ticket media.Ticket) (func(), error) {
		if ticket.Provider != "livekit" || ticket.Address != "/media" || time.Until(ticket.Expires) > media.TicketTTL {
			return nil, errors.New("the ticket does not say where to go")
		}
		joined, err := lksdk.ConnectToRoomWithToken(server.URL, ticket.Token, &lksdk.RoomCallback{})
		if err != nil {
			return nil, err
		}
		if joined.Name() != room {
			joined.Disconnect()
			return nil, errors.New("this is another room")
		}
		return joined.Disconnect, nil
	})
}

func udpPort(t *testing.T) int {
	l, err := net.ListenUDP("udp", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.LocalAddr().(*net.UDPAddr).Port
}

func tcpPort(t *testing.T) int {
	l, err := net.ListenTCP("tcp", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
