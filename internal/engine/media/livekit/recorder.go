package livekit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/webrtc/v4"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
)

// compareEvery is how often what is published is compared with what is taken in: events that race leave nothing out, and nothing in.
const compareEvery = time.Second

// Record implements media.Recorder, as a hidden participant that sends nothing.
func (r *Rooms) Record(ctx context.Context, room string, sink media.Sink) (media.Recording, error) {
	token, err := r.listener(room)
	if err != nil {
		return nil, fmt.Errorf("media: sign a recorder's ticket: %w", err)
	}
	rec := &recording{sink: sink, taken: map[*lksdk.RemoteTrackPublication]bool{}, left: make(chan struct{}), done: make(chan struct{})}
	rec.room = lksdk.NewRoom(&lksdk.RoomCallback{
		OnDisconnected:      rec.leave,
		ParticipantCallback: lksdk.ParticipantCallback{OnTrackSubscribed: rec.subscribed},
	})
	if err := rec.join(ctx, r.server.URL, token, answersWithin); err != nil {
		return nil, fmt.Errorf("media: join a room to record it: %w", err)
	}
	go rec.run(ctx)
	return rec, nil
}

// join comes into the room, or gives it up: the SDK bounds how long it connects, and waits without end for the first word of a server that
// has taken the connection. Its ctx is that of the recording: it connects again with it, too.
func (r *recording) join(ctx context.Context, server, token string, within time.Duration) error {
	joined := make(chan error, 1)
	go func() {
		joined <- r.room.JoinWithContextAndToken(ctx, server, token, lksdk.WithAutoSubscribe(false), lksdk.WithLogger(logger.GetDiscardLogger()))
	}()
	late := time.NewTimer(within)
	defer late.Stop()
	err := errLetsNobodyIn
	select {
	case answer := <-joined:
		return answer
	case <-late.C:
	case <-ctx.Done():
		err = ctx.Err()
	}
	r.room.Disconnect() // what waits then ends
	return err
}

// errLetsNobodyIn is why a room is not recorded whose server takes the connection, and no more.
var errLetsNobodyIn = errors.New("the server has taken the connection, and lets nobody in")

// listener is a token of one who sees and hears, is not seen, and sends nothing.
func (r *Rooms) listener(room string) (string, error) {
	yes, no := true, false
	return auth.NewAccessToken(r.server.Key, r.server.Secret).
		SetVideoGrant(&auth.VideoGrant{RoomJoin: true, Room: room, Hidden: true, Recorder: true, CanSubscribe: &yes, CanPublish: &no, CanPublishData: &no}).
		SetIdentity("recorder-" + rand.Text()).SetKind(livekit.ParticipantInfo_EGRESS).SetValidFor(media.TicketTTL).ToJWT()
}

// recording is a recorder in a room.
type recording struct {
	room *lksdk.Room
	sink media.Sink

	taken   map[*lksdk.RemoteTrackPublication]bool // of run: what was subscribed to
	leaving sync.Once
	left    chan struct{} // closed when it leaves, and
	done    chan struct{} // when nothing more is told

	mu     sync.Mutex
	over   bool // no track begins any more
	tracks sync.WaitGroup
}

// Stop implements media.Recording.
func (r *recording) Stop() {
	r.leave()
	<-r.done
}

// Done implements media.Recording.
func (r *recording) Done() <-chan struct{} { return r.done }

func (r *recording) leave() { r.leaving.Do(func() { close(r.left) }) }

func (r *recording) run(ctx context.Context) {
	defer close(r.done)
	tick := time.NewTicker(compareEvery)
	defer tick.Stop()
	for {
		r.compare()
		select {
		case <-tick.C:
			continue
		case <-ctx.Done():
		case <-r.left:
		}
		break
	}
	r.leave()
	r.mu.Lock()
	r.over = true
	r.mu.Unlock()
	r.room.Disconnect()
	r.tracks.Wait()
}

// compare subscribes to what those send who are wanted, and to nothing else.
func (r *recording) compare() {
	for _, p := range r.room.GetRemoteParticipants() {
		wanted := r.sink.Wants(p.Identity())
		for _, t := range p.TrackPublications() {
			pub, ok := t.(*lksdk.RemoteTrackPublication)
			if _, known := sources[t.Source()]; !ok || !known || r.taken[pub] == wanted {
				continue
			}
			if pub.SetSubscribed(wanted) == nil { // else it is tried again
				r.taken[pub] = wanted
			}
		}
	}
}

var sources = map[livekit.TrackSource]media.Source{
	livekit.TrackSource_CAMERA:             media.Camera,
	livekit.TrackSource_MICROPHONE:         media.Microphone,
	livekit.TrackSource_SCREEN_SHARE:       media.Screen,
	livekit.TrackSource_SCREEN_SHARE_AUDIO: media.ScreenSound,
}

// subscribed takes in a track until it ends. The best of the pictures is asked for; what the room restricts codecs to is what there is.
func (r *recording) subscribed(track *webrtc.TrackRemote, pub *lksdk.RemoteTrackPublication, p *lksdk.RemoteParticipant) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return
	}
	source := sources[pub.Source()]
	if source.Video() {
		_ = pub.SetVideoQuality(livekit.VideoQuality_HIGH) // of the four, only off is refused
	}
	packets := r.sink.Track(media.Track{
		Identity: p.Identity(), Source: source, KeyFrame: func() { p.WritePLI(track.SSRC()) },
		Width: int(pub.TrackInfo().GetWidth()), Height: int(pub.TrackInfo().GetHeight()),
	})
	r.tracks.Go(func() {
		defer packets.Close()
		for {
			packet, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			packets.Packet(packet, time.Now())
		}
	})
}
