package collect

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
)

// digestLength is that of a digest in a text.
const digestLength = 64

// namedIn calls do with every digest that stands in the text: sixty-four small hexadecimal characters in a row. Where more of them
// stand in a row, as behind an escaped character, both the first and the last sixty-four may be one.
func namedIn(text string, do func(blob.Digest)) {
	run := 0
	for at := range len(text) + 1 {
		if at < len(text) && (text[at] >= '0' && text[at] <= '9' || text[at] >= 'a' && text[at] <= 'f') {
			run++
			continue
		}
		if run >= digestLength {
			do(blob.Digest(text[at-digestLength : at]))
		}
		if run > digestLength {
			do(blob.Digest(text[at-run : at-run+digestLength]))
		}
		run = 0
	}
}

// marks are the blobs that something names, as a Bloom filter (Bloom, "Space/time trade-offs in hash coding with allowable errors",
// 1970): one that was put in is always found, and of ten million others about one in two hundred is, too. Digests are random as they
// are; the factor makes those that are found by mistake others in each sweep.
type marks struct {
	factor uint64
	bits   []uint64
}

// markBits is the logarithm of the bits: sixteen megabytes.
const markBits = 27

func newMarks() *marks {
	var seed [8]byte
	_, _ = rand.Read(seed[:]) // it never fails
	return &marks{binary.LittleEndian.Uint64(seed[:]) | 1, make([]uint64, 1<<markBits/64)}
}

// places are where the bits of a digest are.
func (m *marks) places(d blob.Digest) (all [4]uint64, ok bool) {
	var raw [digestLength / 2]byte
	if n, err := hex.Decode(raw[:], []byte(d[:min(len(d), digestLength)])); err != nil || n != len(raw) {
		return all, false
	}
	for i := range all {
		all[i] = binary.LittleEndian.Uint64(raw[8*i:]) * m.factor >> (64 - markBits)
	}
	return all, true
}

func (m *marks) add(d blob.Digest) {
	if places, ok := m.places(d); ok {
		for _, p := range places {
			m.bits[p/64] |= 1 << (p % 64)
		}
	}
}

// has reports whether it was added; of what is no digest nothing is known, and the answer is yes.
func (m *marks) has(d blob.Digest) bool {
	places, ok := m.places(d)
	for _, p := range places {
		if ok && m.bits[p/64]&(1<<(p%64)) == 0 {
			return false
		}
	}
	return true
}
