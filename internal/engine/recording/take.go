package recording

import (
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/pion/rtp"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
)

// Take is a recording that goes on: a media.Sink.
type Take struct {
	dir    string
	zero   time.Time
	wants  func(identity string) bool
	health *health

	mu    sync.Mutex
	files map[key]*file
}

// key is what has a file of its own.
type key struct {
	identity string
	source   media.Source
}

// Wants implements media.Sink.
func (t *Take) Wants(identity string) bool { return t.wants(identity) }

// Track implements media.Sink.
func (t *Take) Track(track media.Track) media.Packets {
	f := t.file(track)
	if !track.Source.Video() {
		owner := f.own(soundTrack)
		s := &sound{clock: clock{rate: opusRate, zero: t.zero}, write: func(x frame) { f.put(soundTrack, owner, x) }}
		return &packets{take: t, identity: track.Identity, queue: newQueue(s.packet, s.lost)}
	}
	owner, w := f.own(pictureTrack), t.health.watch()
	v := &pictures{track: track, clock: clock{rate: vp8Rate, zero: t.zero}, write: func(x frame) {
		if x.key {
			w.key(t.zero.Add(x.at))
		}
		f.put(pictureTrack, owner, x)
	}}
	return &packets{take: t, identity: track.Identity, queue: newQueue(v.packet, v.lost), watch: w}
}

// file is that of a track: microphone and camera share one, and so do a screen and its sound. Who comes back goes on in theirs.
func (t *Take) file(track media.Track) *file {
	k := key{track.Identity, media.Camera}
	if track.Source == media.Screen || track.Source == media.ScreenSound {
		k.source = media.Screen
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	f := t.files[k]
	if f == nil {
		name := fmt.Sprintf("%03d.webm", len(t.files)+1)
		path := filepath.Join(t.dir, name)
		f = &file{
			path: path, health: t.health, entry: &File{Name: name, Identity: k.identity, Source: k.source, Gaps: []Gap{}},
			note: func(e *File) error { return keep(path+".json", e) },
		}
		t.files[k] = f
	}
	return f
}

// packets is the way of one track.
type packets struct {
	take     *Take
	identity string
	queue    *queue
	watch    *watch // nil for sound
}

// Packet implements media.Packets. Of who is wanted no more, nothing more is taken.
func (p *packets) Packet(x *rtp.Packet, arrived time.Time) {
	if p.take.wants(p.identity) {
		p.watch.packet(arrived)
		p.queue.push(x, arrived)
	}
}

// Close implements media.Packets.
func (p *packets) Close() {
	if p.take.wants(p.identity) {
		p.queue.flush()
	}
	p.take.health.unwatch(p.watch)
}

// Close writes what is left; Finish of the spool makes files of it. Nothing is taken in any more.
func (t *Take) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range t.files {
		t.health.fail(f.close())
	}
	return t.health.failure()
}

// Health is how a recording fares at a time.
func (t *Take) Health(now time.Time) Health { return t.health.at(now) }
