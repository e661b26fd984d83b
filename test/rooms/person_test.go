package rooms

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	protocol "github.com/livekit/protocol/livekit"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
	pion "github.com/pion/webrtc/v4/pkg/media"

	"github.com/codecraft-hq/codecraft/test/client"
)

// What each sends: pictures of 1280 x 720 with about a megabit a second, and a voice.
const (
	picturesEvery = time.Second / 30
	voiceEvery    = 20 * time.Millisecond
	pictureBytes  = 4_000
	voiceBytes    = 80
)

// person is a guest in the call, and what they get of the other.
type person struct {
	guest     *client.Client
	interview map[string]client.Relationship
	tab       string

	pictures atomic.Int64 // of the other, that have come whole
	seen     chan struct{}
	once     sync.Once
	room     *lksdk.Room
	stop     chan struct{}
	sending  sync.WaitGroup
}

// knock asks for the way in, and is let in when somebody has admitted them.
func (p *person) knock() client.Resource {
	return p.guest.Create("interview-sessions", map[string]any{"tab": p.tab, "consent": "given"}, p.interview)
}

// stay keeps the page's stream open, which is their sign of life.
func (p *person) stay(ctx context.Context, interview string) {
	_, _ = p.guest.Follow(ctx, "/v1/interviews/"+interview+"/events", "", func(client.Event) bool { return true }) // it ends with ctx
}

// enter connects as a browser does, and begins to send.
func (p *person) enter(url string) error {
	session := p.knock()
	address := strings.Replace(url, "http", "ws", 1) + session.Text("address")
	room, err := lksdk.ConnectToRoomWithToken(address, session.Text("token"), &lksdk.RoomCallback{
		ParticipantCallback: lksdk.ParticipantCallback{OnTrackSubscribed: p.watch},
	})
	if err != nil {
		return err
	}
	p.room = room
	return p.send()
}

// watch counts the pictures of a track.
func (p *person) watch(track *webrtc.TrackRemote, _ *lksdk.RemoteTrackPublication, _ *lksdk.RemoteParticipant) {
	go func() {
		for {
			packet, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			if track.Kind() == webrtc.RTPCodecTypeVideo && packet.Marker {
				p.once.Do(func() { close(p.seen) })
				p.pictures.Add(1)
			}
		}
	}()
}

// send sends until leave. Of pictures there is only what tells their kind and size; one that stands alone is sent when it is asked for.
func (p *person) send() error {
	var key atomic.Bool
	key.Store(true)
	video, noVideo := lksdk.NewLocalTrack(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90_000}, lksdk.WithRTCPHandler(func(packet rtcp.Packet) {
		if _, asks := packet.(*rtcp.PictureLossIndication); asks {
			key.Store(true)
		}
	}))
	audio, noAudio := lksdk.NewLocalTrack(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48_000, Channels: 2})
	_, noCamera := p.room.LocalParticipant.PublishTrack(video, &lksdk.TrackPublicationOptions{Source: protocol.TrackSource_CAMERA, VideoWidth: 1280, VideoHeight: 720})
	_, noMicrophone := p.room.LocalParticipant.PublishTrack(audio, &lksdk.TrackPublicationOptions{Source: protocol.TrackSource_MICROPHONE})
	if err := errors.Join(noVideo, noAudio, noCamera, noMicrophone); err != nil {
		return err
	}
	p.repeat(audio, voiceEvery, func() []byte { return make([]byte, voiceBytes) })
	p.repeat(video, picturesEvery, func() []byte {
		b := make([]byte, pictureBytes)
		if b[0] = 1; key.Swap(false) {
			copy(b, []byte{0, 0, 0, 0x9D, 0x01, 0x2A, 0, 5, 0xD0, 2})
		}
		return b
	})
	return nil
}

func (p *person) repeat(track *lksdk.LocalTrack, every time.Duration, frame func() []byte) {
	p.sending.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				_ = track.WriteSample(pion.Sample{Data: frame(), Duration: every}, nil) // nothing where nobody watches
			case <-p.stop:
				return
			}
		}
	})
}

func (p *person) leave() {
	close(p.stop)
	p.sending.Wait()
	if p.room != nil {
		p.room.Disconnect()
	}
}
