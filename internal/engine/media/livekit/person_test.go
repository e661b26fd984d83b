package livekit_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	protocol "github.com/livekit/protocol/livekit"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
	pion "github.com/pion/webrtc/v4/pkg/media"

	"github.com/codecraft-hq/codecraft/test/harness"
)

// ears count the packets that somebody gets.
type ears struct {
	mu   sync.Mutex
	from map[string]int // by the identity of who sends
}

func (e *ears) heard(identity string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.from[identity]
}

func (e *ears) callback() *lksdk.RoomCallback {
	return &lksdk.RoomCallback{ParticipantCallback: lksdk.ParticipantCallback{
		OnTrackSubscribed: func(track *webrtc.TrackRemote, _ *lksdk.RemoteTrackPublication, p *lksdk.RemoteParticipant) {
			go func() {
				for {
					if _, _, err := track.ReadRTP(); err != nil {
						return
					}
					e.mu.Lock()
					if e.from == nil {
						e.from = map[string]int{}
					}
					e.from[p.Identity()]++
					e.mu.Unlock()
				}
			}()
		},
	}}
}

// hearOneAnother waits until ada and ben both get what the other sends.
func hearOneAnother(t *testing.T, all map[string]*ears) {
	t.Helper()
	for identity, other := range map[string]string{"ada": "ben", "ben": "ada"} {
		harness.Eventually(t, harness.Patience, func() error {
			if n := all[identity].heard(other); n < 100 {
				return fmt.Errorf("%s got %d packets of %s", identity, n, other)
			}
			return nil
		})
	}
}

// publish sends frames until it leaves; of pictures there is only what tells their kind and size. A key frame is sent when one is asked for.
func publish(url, token string, hears *lksdk.RoomCallback, how ...lksdk.ConnectOption) (leave func(), err error) {
	room, err := lksdk.ConnectToRoomWithToken(url, token, hears, how...)
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
