package judge

import (
	"bufio"
	"hash/maphash"
	"io"
)

// tokenBytes of a token are kept; a longer one is told from others by its length and hash.
const tokenBytes = 1 << 10

// token is a word and the white space before it. The end of the text is a token of size 0.
type token struct {
	start        []byte // as written, up to tokenBytes
	folded       []byte // in the case that is compared
	size, spaces int64
	sum          uint64 // of what start does not hold
	spaceSum     uint64
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
	start        [2][tokenBytes]byte // original and folded
}

func newScanner(r io.Reader, c Comparison) *scanner {
	s := &scanner{r: bufio.NewReaderSize(r, 64<<10), fold: !c.CaseSensitive, spaces: c.SpaceSensitive, line: 1, column: 1}
	s.hash.SetSeed(seed)
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
		if n < tokenBytes {
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
			t.spaceSum = s.hash.Sum64()
			return b, ok
		}
		t.spaces++
		if s.spaces {
			_ = s.hash.WriteByte(b)
		}
		s.advance(b)
	}
}
