package recording

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// lastFor is how long the last frame of a file is taken to be seen or heard.
const lastFor = 20 * time.Millisecond

// content is what there is in the clusters of a file.
type content struct {
	tracks        [pictureTrack + 1]int // frames of each
	width, height int                   // of the first key frame
	keys          int
	duration      time.Duration
	end           int64 // of the last whole cluster
	cues          [][]byte
}

// finish makes a WebM of a file that was written, however far: it cuts off what is torn, indexes the rest and writes the head, which
// makes it whole. A second time does no harm.
func finish(path string, entry *File) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	stat, err := f.Stat()
	if err != nil {
		return err
	}
	c, err := survey(f, stat.Size())
	if err != nil {
		return err
	}
	cues := element(idCues, c.cues...)
	if err := f.Truncate(c.end); err != nil {
		return err
	}
	if _, err := f.WriteAt(cues, c.end); err != nil {
		return err
	}
	size := c.end + int64(len(cues))
	head, err := c.head(size, filepath.Base(filepath.Dir(path))+"/"+entry.Name)
	if err != nil {
		return err
	}
	if _, err := f.WriteAt(head, 0); err != nil {
		return err
	}
	c.tell(entry)
	entry.Bytes = size
	entry.SHA256, err = hash(io.NewSectionReader(f, 0, size))
	return errors.Join(err, f.Sync())
}

func hash(r io.Reader) (string, error) {
	sum := sha256.New()
	_, err := io.Copy(sum, r)
	return hex.EncodeToString(sum.Sum(nil)), err
}

// tell writes into the manifest what was found.
func (c *content) tell(e *File) {
	e.DurationMs = c.duration.Milliseconds()
	e.Width, e.Height, e.KeyFrames = c.width, c.height, c.keys
	e.Sounds, e.Pictures = c.tracks[soundTrack], c.tracks[pictureTrack]
}

// survey looks through the clusters of a file as far as they are whole.
func survey(r io.ReaderAt, size int64) (*content, error) {
	c := &content{end: headSize}
	err := each(r, headSize, size, func(h header, at int64) error {
		if h.id != idCluster {
			return errTorn // the index of an earlier time, which is made anew
		}
		whole := *c
		if err := whole.cluster(r, h, at); err != nil {
			return err
		}
		*c = whole
		c.end = h.end()
		return nil
	})
	if errors.Is(err, errTorn) {
		err = nil
	}
	return c, err
}

// cluster takes in one; with pictures it is in the index if it has a key frame, else always.
func (c *content) cluster(r io.ReaderAt, h header, at int64) error {
	var begin time.Duration
	var key *time.Duration // of the first
	pictures, before := false, c.tracks
	err := each(r, h.body, h.end(), func(e header, _ int64) error {
		switch e.id {
		case idTime:
			n, err := numberAt(r, e)
			begin = time.Duration(n) * time.Millisecond
			return err
		case idBlock:
			track, t, keyed, err := c.block(r, e, begin)
			if track == pictureTrack {
				pictures = true
				if keyed && key == nil {
					key = &t
				}
			}
			return err
		}
		return errTorn
	})
	if err != nil {
		return err
	}
	switch {
	case c.tracks == before:
		return errTorn // an empty one, whose size was not whole
	case key != nil:
		c.cues = append(c.cues, cue(pictureTrack, *key, at))
	case !pictures && c.tracks[pictureTrack] == 0:
		c.cues = append(c.cues, cue(soundTrack, begin, at))
	}
	return nil
}

// block takes in a frame.
func (c *content) block(r io.ReaderAt, h header, begin time.Duration) (track int, at time.Duration, key bool, err error) {
	var b [14]byte
	n, err := r.ReadAt(b[:min(h.size, int64(len(b)))], h.body)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, 0, false, err
	}
	track = int(b[0] &^ 0x80)
	if n < 5 || track < soundTrack || track > pictureTrack {
		return 0, 0, false, errTorn
	}
	at = begin + time.Duration(int16(uint16(b[1])<<8|uint16(b[2])))*time.Millisecond
	c.tracks[track]++
	c.duration = max(c.duration, at+lastFor)
	if key = b[3]&keyFlag != 0; key && track == pictureTrack {
		if c.keys++; c.keys == 1 {
			c.width, c.height, _ = keyFrame(b[4:n])
		}
	}
	return track, at, key, nil
}

// cue leads players to a cluster; positions count from the begin of the segment's content.
func cue(track int64, t time.Duration, at int64) []byte {
	return element(idCue, number(idCueTime, t.Milliseconds()),
		element(idCueTracks, number(idCueTrack, track), number(idCueAt, at-segmentBody)))
}
