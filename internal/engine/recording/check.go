package recording

import (
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// within is how far a file's length may lie from what the manifest says.
const within = time.Second

// Check looks at a finished file as a player does: from its head by its index into clusters, and into the first and the last of all.
// It answers what is wrong with it, or nil.
func Check(r io.ReaderAt, e File) error {
	if e.Sounds+e.Pictures == 0 {
		return errors.New("recording: the file holds neither sound nor pictures")
	}
	if e.Pictures > 0 && (e.KeyFrames == 0 || e.Width == 0 || e.Height == 0) {
		return errors.New("recording: the pictures have no key frame")
	}
	p := player{r: r}
	if err := p.open(e.Bytes); err != nil {
		return fmt.Errorf("recording: the file cannot be read: %w", err)
	}
	written := time.Duration(e.DurationMs) * time.Millisecond
	if d := p.duration - written; d > within || d < -within {
		return fmt.Errorf("recording: the file says that it lasts %s, and %s were written", p.duration, written)
	}
	last, err := p.walk()
	if err != nil {
		return err
	}
	if d := last - written; d > within || d < -within {
		return fmt.Errorf("recording: the last cluster ends at %s, and %s were written", last, written)
	}
	return nil
}

// player is what is read of a file's head and index.
type player struct {
	r        io.ReaderAt
	duration time.Duration
	indexAt  int64
	index    []int64 // where it leads to
}

// walk goes over all clusters, and into the first and the last. It answers when that ends.
func (p *player) walk() (end time.Duration, err error) {
	var all []header
	led := map[int64]bool{}
	err = each(p.r, headSize, p.indexAt, func(h header, at int64) error {
		all, led[at] = append(all, h), true
		if h.id != idCluster {
			return errTorn
		}
		return nil
	})
	if err != nil || len(all) == 0 || len(p.index) == 0 {
		return 0, errors.Join(errors.New("recording: the file has no clusters, or no index of them"), err)
	}
	for _, at := range p.index {
		if !led[at] {
			return 0, fmt.Errorf("recording: the index leads to no cluster at %d", at)
		}
	}
	for _, h := range []header{all[0], all[len(all)-1]} {
		var c content
		if err := c.cluster(p.r, h, 0); err != nil {
			return 0, fmt.Errorf("recording: a cluster cannot be read: %w", err)
		}
		end = c.duration
	}
	return end, nil
}

func (p *player) open(size int64) error {
	first, err := headerAt(p.r, 0, size)
	if err != nil {
		return err
	}
	segment, err := headerAt(p.r, first.end(), size)
	if err != nil || first.id != idEBML || segment.id != idSegment || segment.end() != size {
		return errors.Join(errTorn, err)
	}
	seeks := map[uint64]int64{}
	err = each(p.r, segment.body, headSize, func(h header, _ int64) error {
		if h.id != idSeekHead {
			return nil
		}
		return each(p.r, h.body, h.end(), func(h header, _ int64) error {
			of, err := p.numbers(h, idSeekID, idSeekAt)
			seeks[of[0]] = segment.body + int64(of[1])
			return err
		})
	})
	if err != nil {
		return err
	}
	return errors.Join(p.info(seeks[idInfo], size), p.cues(seeks[idCues], size, segment.body))
}

// numbers reads numbers among an element's parts.
func (p *player) numbers(h header, wanted ...uint32) ([]uint64, error) {
	out := make([]uint64, len(wanted))
	err := each(p.r, h.body, h.end(), func(part header, _ int64) (err error) {
		for i, id := range wanted {
			if part.id == id && err == nil {
				out[i], err = numberAt(p.r, part)
			}
		}
		return err
	})
	return out, err
}

func (p *player) info(at, size int64) error {
	h, err := headerAt(p.r, at, size)
	if err != nil || h.id != idInfo {
		return errors.Join(errTorn, err)
	}
	of, err := p.numbers(h, idDuration)
	p.duration = time.Duration(math.Float64frombits(of[0]) * float64(time.Millisecond))
	return err
}

func (p *player) cues(at, size, body int64) error {
	p.indexAt = at
	h, err := headerAt(p.r, at, size)
	if err != nil || h.id != idCues {
		return errors.Join(errTorn, err)
	}
	return each(p.r, h.body, h.end(), func(cue header, _ int64) error {
		return each(p.r, cue.body, cue.end(), func(tracks header, _ int64) error {
			if tracks.id != idCueTracks {
				return nil
			}
			of, err := p.numbers(tracks, idCueAt)
			p.index = append(p.index, body+int64(of[0]))
			return err
		})
	})
}
