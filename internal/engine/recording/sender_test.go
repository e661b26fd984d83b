package recording_test

import (
	"encoding/binary"
	"os"
	"testing"
	"time"

	"github.com/at-wat/ebml-go"
	"github.com/at-wat/ebml-go/webm"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/recording"
)

// zero is when recordings under test begin.
var zero = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// studio is a recording of one person.
type studio struct {
	spool *recording.Spool
	dir   string
	take  *recording.Take
	wants bool
	asked int // key frames
}

func newStudio(t *testing.T) *studio {
	t.Helper()
	s := &studio{dir: t.TempDir(), wants: true}
	s.spool = spool(t, s.dir)
	var err error
	s.take, err = s.spool.Begin("one", zero, func(string) bool { return s.wants })
	must(t, err)
	return s
}

func spool(t *testing.T, dir string) *recording.Spool {
	t.Helper()
	s, err := recording.OpenSpool(dir)
	must(t, err)
	return s
}

// sender sends one track. It sends a key frame when one is asked for, as browsers do.
type sender struct {
	packets media.Packets
	source  media.Source
	stamp   uint32
	seq     uint16
	key     bool
	size    [2]uint16
	number  uint32 // of the frame
	// way brings the packets of a frame to the recorder: all of them at once, where a test has no other.
	way func(all []*rtp.Packet, at time.Time)
}

func (s *studio) send(source media.Source) *sender {
	x := &sender{source: source, stamp: 1<<32 - 200_000, seq: 1<<16 - 50, key: true, size: [2]uint16{1280, 720}}
	x.packets = s.take.Track(media.Track{Identity: "ada.tab", Source: source, Width: 1280, Height: 720, KeyFrame: func() { s.asked++; x.key = true }})
	x.way = func(all []*rtp.Packet, at time.Time) {
		for _, p := range all {
			x.packets.Packet(p, at)
		}
	}
	return x
}

// step is how far frames lie apart: 25 pictures a second, or 50 pieces of sound.
func (x *sender) step() time.Duration {
	if x.source.Video() {
		return 40 * time.Millisecond
	}
	return 20 * time.Millisecond
}

func (x *sender) rate() int64 {
	if x.source.Video() {
		return 90_000
	}
	return 48_000
}

// frame sends one that was captured at a time.
func (x *sender) frame(at time.Duration) {
	data := x.data()
	payloads := [][]byte{data}
	if x.source.Video() {
		payloads = (&codecs.VP8Payloader{EnablePictureID: true}).Payload(1000, data)
	}
	all := make([]*rtp.Packet, len(payloads))
	for i, payload := range payloads {
		all[i] = &rtp.Packet{
			Header:  rtp.Header{Version: 2, SequenceNumber: x.seq, Timestamp: x.stamp + uint32(int64(at)*x.rate()/int64(time.Second)), Marker: i == len(payloads)-1},
			Payload: payload,
		}
		x.seq++
	}
	x.way(all, zero.Add(at))
}

// data is a frame that tells its number in its last four bytes. Of pictures there is only what tells their kind and size.
func (x *sender) data() []byte {
	x.number++
	b := make([]byte, 60)
	if x.source.Video() {
		b = make([]byte, 2_500)
		b[0] = 1
		if x.key {
			copy(b, []byte{0, 0, 0, 0x9D, 0x01, 0x2A})
			binary.LittleEndian.PutUint16(b[6:], x.size[0])
			binary.LittleEndian.PutUint16(b[8:], x.size[1])
			x.key = false
		}
	}
	binary.BigEndian.PutUint32(b[len(b)-4:], x.number)
	return b
}

// run sends all of them between two times, as they were captured.
func run(from, to time.Duration, all ...*sender) {
	for at := from; at < to; at += 20 * time.Millisecond {
		for _, x := range all {
			if at%x.step() == 0 {
				x.frame(at)
			}
		}
	}
}

// end closes the recording in order.
func (s *studio) end(t *testing.T, all ...*sender) recording.Manifest {
	t.Helper()
	for _, x := range all {
		x.packets.Close()
	}
	must(t, s.take.Close())
	return s.finish(t)
}

func (s *studio) finish(t *testing.T) recording.Manifest {
	t.Helper()
	m, err := s.spool.Finish("one")
	must(t, err)
	return m
}

// only is the one file of a manifest, and what another's reader finds in it.
func (s *studio) only(t *testing.T, m recording.Manifest) (recording.File, film) {
	t.Helper()
	if len(m.Files) != 1 || !m.BeganAt.Equal(zero) {
		t.Fatalf("the manifest is %+v", m)
	}
	return m.Files[0], s.film(t, m.Files[0])
}

func (s *studio) film(t *testing.T, file recording.File) film {
	t.Helper()
	f, err := s.spool.Open("one", file)
	must(t, err)
	defer f.Close()
	must(t, recording.Check(f, file))
	return watch(t, f)
}

// film is what there is in a file, by track.
type film struct {
	doc      webm.Segment
	pictures []shown
	sounds   []shown
}

type shown struct {
	at     time.Duration
	key    bool
	number uint32
}

func watch(t *testing.T, f *os.File) (out film) {
	t.Helper()
	var doc struct {
		Header  webm.EBMLHeader `ebml:"EBML"`
		Segment webm.Segment    `ebml:"Segment"`
	}
	must(t, ebml.Unmarshal(f, &doc))
	if doc.Header.DocType != "webm" {
		t.Errorf("it is a %q", doc.Header.DocType)
	}
	out.doc = doc.Segment
	for _, c := range doc.Segment.Cluster {
		for _, b := range c.SimpleBlock {
			data := b.Data[0]
			x := shown{time.Duration(int64(c.Timecode)+int64(b.Timecode)) * time.Millisecond, b.Keyframe, binary.BigEndian.Uint32(data[len(data)-4:])}
			if b.TrackNumber == 2 {
				out.pictures = append(out.pictures, x)
			} else {
				out.sounds = append(out.sounds, x)
			}
		}
	}
	return out
}
