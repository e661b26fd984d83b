package livekit_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	protocol "github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
	pion "github.com/pion/webrtc/v4/pkg/media"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/internal/engine/media/mediatest"
	"github.com/codecraft-hq/codecraft/test/harness"
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
	mediatest.Record(t, rooms, rooms, func(_ context.Context, ticket media.Ticket) (func(), error) { return publish(server.URL, ticket.Token) })
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
	t.Run("rooms and people are told of", func(t *testing.T) { measured(t, rooms, server.URL) })
	t.Run("rooms that are gone leave nothing behind", func(t *testing.T) { gone(t, rooms, server.URL) })
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

// publish sends frames until it leaves; of pictures there is only what tells their kind and size. A key frame is sent when one is asked for.
func publish(url, token string) (leave func(), err error) {
	room, err := lksdk.ConnectToRoomWithToken(url, token, &lksdk.RoomCallback{})
	if err != nil {
		return nil, err
	}
	var key atomic.Bool
	key.Store(true)
	video, noVideo := lksdk.NewLocalTrack(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90_000}, lksdk.WithRTCPHandler(func(p rtcp.Packet) {
		if _, asks := p.(*rtcp.PictureLossIndication); asks {
			key.Store(true)
		}
	}))
	audio, noAudio := lksdk.NewLocalTrack(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48_000, Channels: 2})
	_, noCamera := room.LocalParticipant.PublishTrack(video, &lksdk.TrackPublicationOptions{Source: protocol.TrackSource_CAMERA, VideoWidth: 1280, VideoHeight: 720})
	_, noMicrophone := room.LocalParticipant.PublishTrack(audio, &lksdk.TrackPublicationOptions{Source: protocol.TrackSource_MICROPHONE})
	if err := errors.Join(noVideo, noAudio, noCamera, noMicrophone); err != nil {
		room.Disconnect()
		return nil, err
	}
	stop := make(chan struct{})
	var all sync.WaitGroup
	send := func(track *lksdk.LocalTrack, every time.Duration, frame func() []byte) {
		all.Go(func() {
			tick := time.NewTicker(every)
			defer tick.Stop()
			for {
				select {
				case <-tick.C:
					_ = track.WriteSample(pion.Sample{Data: frame(), Duration: every}, nil)
				case <-stop:
					return
				}
			}
		})
	}
	send(audio, 20*time.Millisecond, func() []byte { return make([]byte, 80) })
	send(video, 40*time.Millisecond, func() []byte {
		b := make([]byte, 4_000)
		if b[0] = 1; key.Swap(false) {
			copy(b, []byte{0, 0, 0, 0x9D, 0x01, 0x2A, 0, 5, 0xD0, 2})
		}
		return b
	})
	return func() { close(stop); all.Wait(); room.Disconnect() }, nil
}
