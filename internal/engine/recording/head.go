package recording

import (
	"fmt"
	"time"
)

// ebml opens each file: RFC 9559, and that it is a WebM.
var ebml = element(idEBML, number(0x4286, 1), number(0x42F7, 1), number(0x42F2, 4), number(0x42F3, 8), text(0x4282, "webm"), number(0x4287, 4), number(0x4285, 2))

// segmentBody is where the content of the segment begins.
var segmentBody = int64(len(ebml)) + 4 + 8

// opusHead is the identification header of Opus in stereo (RFC 7845, 5.1), with the pre-skip of its encoders, 312 samples.
var opusHead = []byte{'O', 'p', 'u', 's', 'H', 'e', 'a', 'd', 1, 2, 0x38, 0x01, 0x80, 0xBB, 0, 0, 0, 0, 0}

const (
	opusDelay   = 312 * time.Second / 48_000
	opusPreRoll = 80 * time.Millisecond // RFC 7845, 4.6
	opusRate    = 48_000
	vp8Rate     = 90_000 // of its RTP time; RFC 7741
	trackSound  = 2      // kinds of tracks
	trackVideo  = 1
)

// head is what a file of a size begins with, up to its first cluster. Its name is in the room that is left, which players pass over: no two
// files are the same, whatever was sent, so that one can be removed from where content is stored once.
func (c *content) head(size int64, called string) ([]byte, error) {
	info := element(idInfo, number(idScale, int64(time.Millisecond)), float(idDuration, float64(c.duration.Milliseconds())),
		text(idMuxer, "codecraft"), text(idWriter, "codecraft"))
	tracks := element(idTracks, c.entries()...)
	seek := func(infoAt int64) []byte {
		return element(idSeekHead, seekTo(idInfo, infoAt), seekTo(idTracks, infoAt+int64(len(info))), seekTo(idCues, c.end-segmentBody))
	}
	seekHead := seek(int64(len(seek(0)))) // numbers take the same room whatever they are
	out := append([]byte{}, ebml...)
	out = append(append(out, name(idSegment)...), sizeOf(int(size-segmentBody))...)
	out = append(append(append(out, seekHead...), info...), tracks...)
	room := headSize - len(out) - len(name(idVoid)) - 8
	if room < 0 {
		return nil, fmt.Errorf("recording: a head of %d bytes has no room", len(out))
	}
	void := make([]byte, room)
	copy(void, called)
	return append(out, element(idVoid, void)...), nil
}

func seekTo(id uint32, at int64) []byte {
	return element(idSeek, element(idSeekID, name(id)), number(idSeekAt, at))
}

// entries are those tracks that have frames: players wait for ever for others.
func (c *content) entries() (all [][]byte) {
	if c.tracks[soundTrack] > 0 {
		all = append(all, element(idTrack, number(idTrackNo, soundTrack), number(idTrackUID, soundTrack), number(idTrackType, trackSound), number(idLacing, 0),
			text(idCodec, "A_OPUS"), element(idPrivate, opusHead), number(idDelay, opusDelay.Nanoseconds()), number(idPreRoll, opusPreRoll.Nanoseconds()),
			element(idAudio, float(idRate, opusRate), number(idChannels, 2))))
	}
	if c.tracks[pictureTrack] > 0 {
		all = append(all, element(idTrack, number(idTrackNo, pictureTrack), number(idTrackUID, pictureTrack), number(idTrackType, trackVideo), number(idLacing, 0),
			text(idCodec, "V_VP8"), element(idVideo, number(idWidth, int64(c.width)), number(idHeight, int64(c.height)))))
	}
	return all
}
