// Package text reads text as other systems store it: with a byte order mark, in UTF-16, with the line ends of Windows
// or of an old Mac. Plain text is UTF-8 without a mark whose lines end with a line feed.
//
// What holds bytes that no text has is binary and stays as it is. So do carriage returns amid lines, which somebody
// meant to be there, and bytes that are no UTF-8: nothing tells what they should be.
package text

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Ends are what lines end with.
type Ends string

// The ends.
const (
	LF   Ends = ""     // or there is one line only
	CRLF Ends = "CRLF" // at least one, and no carriage return is anywhere else
	CR   Ends = "CR"   // and there is no line feed at all
	// Odd is a carriage return amid a line.
	Odd Ends = "odd"
)

// Form is how a text is stored.
type Form struct {
	Binary bool
	UTF16  bool
	Mark   bool // a byte order mark is before it
	Ends   Ends
}

// IsPlain reports that Reader would change nothing.
func (f Form) IsPlain() bool {
	return f.Binary || !f.UTF16 && !f.Mark && (f.Ends == LF || f.Ends == Odd)
}

// mark is the byte order mark of UTF-8.
const mark = "\xef\xbb\xbf"

// FormOf reads a text to its end, or to where it is known to be binary.
func FormOf(r io.Reader) (Form, error) {
	in := bufio.NewReader(r)
	f, err := formOf(in)
	if err != nil {
		return f, err
	}
	plain := f.decoded(in)
	if begin, _ := plain.Peek(2); f.Mark && isUTF16(begin) {
		f.Binary = true // one mark after another
		return f, nil
	}
	t := tally{decoded: f.UTF16}
	for !t.binary && err == nil {
		var piece []byte
		if piece, err = plain.Peek(max(plain.Buffered(), 1)); len(piece) > 0 {
			t.add(piece)
			_, _ = plain.Discard(len(piece)) // it was looked at
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return f, err
	}
	if f.Binary = t.binary; !f.Binary {
		f.Ends = t.ends()
	}
	return f, nil
}

// formOf looks at how a text begins.
func formOf(in *bufio.Reader) (f Form, err error) {
	begin, err := in.Peek(len(mark))
	if err != nil && !errors.Is(err, io.EOF) {
		return f, err
	}
	f.UTF16 = isUTF16(begin)
	f.Mark = f.UTF16 || string(begin) == mark
	return f, nil
}

func isUTF16(begin []byte) bool {
	return bytes.HasPrefix(begin, []byte{0xff, 0xfe}) || bytes.HasPrefix(begin, []byte{0xfe, 0xff})
}

// decoded is the text in UTF-8, without marks at its beginning.
func (f Form) decoded(in *bufio.Reader) *bufio.Reader {
	if f.UTF16 {
		in = bufio.NewReader(transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()))
	}
	for {
		if begin, _ := in.Peek(len(mark)); string(begin) != mark {
			return in
		}
		_, _ = in.Discard(len(mark)) // it was looked at
	}
}

// tally counts what ends lines, and finds what no text holds.
type tally struct {
	decoded               bool // from UTF-16: a replacement stands for half a character
	binary                bool
	feeds, pairs, returns int
	before, beforeThat    byte
}

func (t *tally) add(piece []byte) {
	for _, b := range piece {
		switch {
		case control(b), t.decoded && string([]byte{t.beforeThat, t.before, b}) == string(utf8.RuneError):
			t.binary = true
		case b == '\r':
			t.returns++
		case b == '\n':
			t.feeds++
			if t.before == '\r' {
				t.pairs++
			}
		}
		t.before, t.beforeThat = b, t.before
	}
}

func (t *tally) ends() Ends {
	switch {
	case t.returns == 0:
		return LF
	case t.returns == t.pairs:
		return CRLF
	case t.feeds == 0:
		return CR
	}
	return Odd
}

// control are the bytes that file(1) finds in no text either.
func control(b byte) bool { return b < '\a' || b > '\r' && b < ' ' && b != 0x1b || b == 0x7f }

// Reader gives plain text of one that is stored in this form.
func (f Form) Reader(r io.Reader) io.Reader {
	if f.IsPlain() {
		return r
	}
	in := f.decoded(bufio.NewReader(r))
	if f.Ends == LF || f.Ends == Odd {
		return in
	}
	return &lineFeeds{in: in, ends: f.Ends}
}

// lineFeeds gives a text with line feeds for other ends of lines.
type lineFeeds struct {
	in   *bufio.Reader
	ends Ends
}

// Read implements io.Reader.
func (l *lineFeeds) Read(p []byte) (int, error) {
	for {
		n, err := l.in.Read(p)
		kept := p[:0]
		for _, b := range p[:n] {
			switch {
			case b != '\r':
				kept = append(kept, b)
			case l.ends == CR:
				kept = append(kept, '\n')
			}
		}
		if len(kept) > 0 || err != nil || len(p) == 0 {
			return len(kept), err
		}
	}
}

// Plain is the text as plain text; what is binary stays as it is.
func Plain(b []byte) []byte {
	f, err := FormOf(bytes.NewReader(b))
	if err != nil || f.IsPlain() {
		return b // reading memory does not fail
	}
	plain, err := io.ReadAll(f.Reader(bytes.NewReader(b)))
	if err != nil {
		return b
	}
	return plain
}

// Fault says which line of plain text is none, and why; it is empty where all is well.
func Fault(b []byte) (line int, why string) {
	line = 1
	for l := range bytes.Lines(b) {
		switch {
		case bytes.IndexByte(l, 0) >= 0:
			return line, "holds a NUL byte"
		case !utf8.Valid(l):
			return line, "is not UTF-8"
		}
		line++
	}
	return 0, ""
}
