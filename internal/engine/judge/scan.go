package judge

import (
	"bufio"
	"hash/maphash"
	"io"
)

// tokenBytes of a token are kept, numberBytes where it may be a number; a longer one is told from others by its length
// and hash.
const (
	tokenBytes  = 1 << 10
	numberBytes = 64 << 10
)

// token is a word and the white space before it. The end of the text is a token of size 0.
type token struct {
	start        []byte // as written, as much as is kept
	folded       []byte // in the case that is compared
	size, spaces int64
	sum          uint64 // of what start does not hold
	spaceSum     uint64
	butLast      uint64 // spaceSum of all but the last
	lastSpace    byte
	line, column int
}

func (t token) text() string { return shorten(t.start, t.size) }

var seed = maphash.MakeSeed()

type scanner struct {
	r            *bufio.Reader
	err          error
	fold, spaces bool
	line, column int // of the next byte
	hash         maphash.Hash
	start        [2][]byte // original and folded
}

func newScanner(r io.Reader, c Comparison) *scanner {
	s := &scanner{r: bufio.NewReaderSize(r, 64<<10), fold: !c.CaseSensitive, spaces: c.SpaceSensitive, line: 1, column: 1}
	s.hash.SetSeed(seed)
	kept := tokenBytes
	if c.Mode == Float {
		kept = numberBytes
	}
	s.start = [2][]byte{make([]byte, kept), make([]byte, kept)}
	return s
}

func isSpace(b byte) bool { return b == ' ' || b >= '\t' && b <= '\r' }

func (s *scanner) read() (byte, bool) {
	b, err := s.r.ReadByte()
	if err != nil {
		s.err = err
		return 0, false
	}
	return b, true
}

func (s *scanner) advance(b byte) {
	if b == '\n' {
		s.line, s.column = s.line+1, 1
		return
	}
	s.column++
}

// next reads a token; what it returns holds until the next call.
func (s *scanner) next() token {
	var t token
	b, ok := s.skipSpaces(&t)
	t.line, t.column = s.line, s.column
	s.hash.Reset()
	n := 0
	for ; ok && !isSpace(b); b, ok = s.read() {
		s.column++
		folded := b
		if s.fold && b >= 'A' && b <= 'Z' {
			folded += 'a' - 'A'
		}
		if n < len(s.start[0]) {
			s.start[0][n], s.start[1][n] = b, folded
			n++
		} else {
			_ = s.hash.WriteByte(folded)
		}
		t.size++
	}
	if ok {
		s.err = s.r.UnreadByte()
	}
	t.start, t.folded, t.sum = s.start[0][:n], s.start[1][:n], s.hash.Sum64()
	return t
}

// skipSpaces reads white space and the first byte after it.
func (s *scanner) skipSpaces(t *token) (byte, bool) {
	s.hash.Reset()
	for {
		b, ok := s.read()
		if !ok || !isSpace(b) {
			t.butLast = s.hash.Sum64()
			if s.spaces && t.spaces > 0 {
				_ = s.hash.WriteByte(t.lastSpace)
			}
			t.spaceSum = s.hash.Sum64()
			return b, ok
		}
		if s.spaces && t.spaces > 0 {
			_ = s.hash.WriteByte(t.lastSpace)
		}
		t.spaces++
		t.lastSpace = b
		s.advance(b)
	}
}

// sameSpace tells whether the white space before two tokens is the same. At the very end one newline may be missing or
// too many, as in an exact comparison.
func sameSpace(g, w token) bool {
	if g.spaces == w.spaces && g.spaceSum == w.spaceSum {
		return true
	}
	return g.size == 0 && w.size == 0 && (g.endsLike(w) || w.endsLike(g))
}

// endsLike tells whether one newline more is all that the white space differs by.
func (t token) endsLike(other token) bool {
	return t.spaces == other.spaces+1 && t.lastSpace == '\n' && t.butLast == other.spaceSum
}
