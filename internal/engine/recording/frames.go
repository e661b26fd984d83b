package recording

import (
	"time"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
)

const (
	keyEvery = 4 * time.Second        // how far apart key frames are at most: a file must seek
	askEvery = 500 * time.Millisecond // how often one is asked for while it is due
	// bestWithin is how long pictures of the size that is sent at best are waited for: the first that come are the smallest, whose size
	// the file would be shown in for ever.
	bestWithin = 5 * time.Second
)

// frame is a picture, or 20 ms of sound.
type frame struct {
	at      time.Duration // on the recording's clock
	key     bool
	resumed bool // after a loss, or as the first of its track
	data    []byte
}

// sound makes frames of a track's packets: each is one.
type sound struct {
	clock clock
	write func(frame)
}

func (s *sound) packet(p *rtp.Packet, arrived time.Time) {
	at := s.clock.at(p.Timestamp, arrived)
	if len(p.Payload) > 0 { // others only keep the way open
		s.write(frame{at: at, key: true, data: p.Payload})
	}
}

// lost says nothing: sound that is missing is silence of its length.
func (s *sound) lost() {}

// pictures makes frames of a track's packets. After a loss, nothing is written before the next key frame: what hangs on a picture that is
// missing decodes to garbage.
type pictures struct {
	track media.Track
	clock clock
	write func(frame)

	began   time.Time // when the first packet arrived
	asked   time.Time // when a key frame was asked for last
	keyed   time.Time // when one arrived last
	keyless bool      // nothing is written before the next
	best    bool      // one of the size that is sent at best has come, or was waited for long enough
	broken  bool      // the picture that is coming in lacks a part
	partial []byte
	at      time.Duration // of the picture that is coming in
}

func (v *pictures) packet(p *rtp.Packet, arrived time.Time) {
	if v.began.IsZero() {
		v.began, v.keyed, v.keyless = arrived, arrived, true
	}
	if len(p.Payload) == 0 {
		return
	}
	at := v.clock.at(p.Timestamp, arrived)
	var vp8 codecs.VP8Packet
	data, err := vp8.Unmarshal(p.Payload)
	if err != nil {
		v.lost()
		return
	}
	if vp8.S == 1 && vp8.PID == 0 { // the first packet of a picture
		v.partial, v.at, v.broken = v.partial[:0], at, false
	}
	v.partial = append(v.partial, data...)
	if p.Marker && !v.broken {
		v.whole(arrived)
	}
	if v.keyless || arrived.Sub(v.keyed) >= keyEvery {
		v.ask(arrived)
	}
}

func (v *pictures) lost() { v.broken, v.keyless = true, true }

// whole takes in a picture all parts of which are there.
func (v *pictures) whole(arrived time.Time) {
	f := frame{at: v.at, resumed: v.keyless, data: v.partial}
	v.broken = true                                  // until the next one begins
	if width, height, key := keyFrame(f.data); key { // either way up: phones turn
		f.key, v.keyed = true, arrived
		v.best = v.best || max(width, height) >= max(v.track.Width, v.track.Height) || arrived.Sub(v.began) >= bestWithin
	}
	if v.keyless && (!f.key || !v.best) {
		return
	}
	v.keyless = false
	v.write(f)
}

func (v *pictures) ask(now time.Time) {
	if now.Sub(v.asked) >= askEvery {
		v.asked = now
		v.track.KeyFrame()
	}
}

// keyFrame reads the size of a VP8 picture that stands alone (RFC 6386, 9.1).
func keyFrame(b []byte) (width, height int, ok bool) {
	if len(b) < 10 || b[0]&1 != 0 || b[3] != 0x9D || b[4] != 0x01 || b[5] != 0x2A {
		return 0, 0, false
	}
	return int(b[6]) | int(b[7]&0x3F)<<8, int(b[8]) | int(b[9]&0x3F)<<8, true
}
