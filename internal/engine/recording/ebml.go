package recording

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/bits"
)

// Names of elements, RFC 9559. Each contains its own length, as EBML (RFC 8794) has it.
const (
	idEBML      = 0x1A45DFA3
	idVoid      = 0xEC
	idSegment   = 0x18538067
	idSeekHead  = 0x114D9B74
	idSeek      = 0x4DBB
	idSeekID    = 0x53AB
	idSeekAt    = 0x53AC
	idInfo      = 0x1549A966
	idScale     = 0x2AD7B1
	idDuration  = 0x4489
	idMuxer     = 0x4D80
	idWriter    = 0x5741
	idTracks    = 0x1654AE6B
	idTrack     = 0xAE
	idTrackNo   = 0xD7
	idTrackUID  = 0x73C5
	idTrackType = 0x83
	idLacing    = 0x9C
	idCodec     = 0x86
	idPrivate   = 0x63A2
	idDelay     = 0x56AA
	idPreRoll   = 0x56BB
	idVideo     = 0xE0
	idWidth     = 0xB0
	idHeight    = 0xBA
	idAudio     = 0xE1
	idRate      = 0xB5
	idChannels  = 0x9F
	idCluster   = 0x1F43B675
	idTime      = 0xE7
	idBlock     = 0xA3
	idCues      = 0x1C53BB6B
	idCue       = 0xBB
	idCueTime   = 0xB3
	idCueTracks = 0xB7
	idCueTrack  = 0xF7
	idCueAt     = 0xF1
)

// element is one with its parts; its size takes eight bytes, so that what follows it does not depend on what is in it.
func element(id uint32, parts ...[]byte) []byte {
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	out := append(name(id), sizeOf(size)...)
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

func name(id uint32) []byte {
	b := binary.BigEndian.AppendUint32(nil, id)
	for b[0] == 0 {
		b = b[1:]
	}
	return b
}

// sizeOf is a size in eight bytes.
func sizeOf(n int) []byte { return binary.BigEndian.AppendUint64(nil, 1<<56|uint64(n)) }

func number(id uint32, n int64) []byte {
	return element(id, binary.BigEndian.AppendUint64(nil, uint64(n)))
}

func float(id uint32, f float64) []byte {
	return element(id, binary.BigEndian.AppendUint64(nil, math.Float64bits(f)))
}

func text(id uint32, s string) []byte { return element(id, []byte(s)) }

// header is where an element lies in a file.
type header struct {
	id         uint32
	body, size int64
}

func (h header) end() int64 { return h.body + h.size }

var errTorn = errors.New("recording: there is no whole element here")

// headerAt reads the header of the element at an offset that ends within limit. What is not there whole is errTorn.
func headerAt(r io.ReaderAt, at, limit int64) (header, error) {
	var b [12]byte
	n, err := r.ReadAt(b[:min(12, max(0, limit-at))], at)
	if err != nil && !errors.Is(err, io.EOF) {
		return header{}, err
	}
	id, width := vint(b[:n], false)
	if width == 0 || width > 4 {
		return header{}, errTorn
	}
	size, more := vint(b[width:n], true)
	h := header{uint32(id), at + int64(width+more), int64(size)}
	if more == 0 || h.size < 0 || h.end() > limit {
		return header{}, errTorn
	}
	return h, nil
}

// vint reads a number of variable length, without the mark of its length if bare; a length of 0: there is none.
func vint(b []byte, bare bool) (n uint64, width int) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0
	}
	if width = bits.LeadingZeros8(b[0]) + 1; width > len(b) {
		return 0, 0
	}
	for _, x := range b[:width] {
		n = n<<8 | uint64(x)
	}
	if bare {
		n &^= 1 << (7 * width)
	}
	return n, width
}

// each calls with the elements between two offsets, until one is torn or f fails.
func each(r io.ReaderAt, from, to int64, f func(h header, at int64) error) error {
	for at := from; at < to; {
		h, err := headerAt(r, at, to)
		if err == nil {
			err = f(h, at)
		}
		if err != nil {
			return err
		}
		at = h.end()
	}
	return nil
}

// numberAt reads the value of an element.
func numberAt(r io.ReaderAt, h header) (uint64, error) {
	if h.size > 8 {
		return 0, errTorn
	}
	var b [8]byte
	_, err := r.ReadAt(b[8-h.size:], h.body)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return binary.BigEndian.Uint64(b[:]), err
}
