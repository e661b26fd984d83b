package edit

import (
	"strings"
	"unicode/utf16"
)

// chunkSize is the most units a chunk holds. An edit copies one or two chunks and the row of chunks,
// about 16 kB for a document at the default limit, never the text.
const chunkSize = 1024

// Document is an immutable text, counted in UTF-16 units as the browser counts. Line breaks are \n.
// Two neighbouring chunks together hold more than chunkSize units, so there are few of them.
// The zero value is the empty document.
type Document struct {
	chunks [][]uint16
	length int
}

// NewDocument takes a text as the editor would: every line break becomes \n, broken UTF-8 becomes U+FFFD.
func NewDocument(text string) Document {
	return documentOf(utf16.Encode([]rune(normalizeLines(text))))
}

func documentOf(units []uint16) Document {
	var b builder
	b.add(units)
	return Document{chunks: b.chunks, length: len(units)}
}

// Len counts UTF-16 units.
func (d Document) Len() int { return d.length }

// LineAt is the number, from 1, of the line that holds the place before a unit.
func (d Document) LineAt(unit int) int {
	line := 1
	for _, u := range d.units()[:min(max(unit, 0), d.length)] {
		if u == '\n' {
			line++
		}
	}
	return line
}

// String is the text in UTF-8; a lone surrogate becomes U+FFFD.
func (d Document) String() string {
	var out strings.Builder
	out.Grow(d.length)
	var half rune // a high surrogate at the end of the chunk before
	for _, chunk := range d.chunks {
		for _, unit := range chunk {
			r := rune(unit)
			if half != 0 {
				pair := utf16.DecodeRune(half, r)
				out.WriteRune(pair)
				half = 0
				if pair != '\uFFFD' {
					continue
				}
			}
			if r >= 0xd800 && r < 0xdc00 {
				half = r
				continue
			}
			out.WriteRune(r)
		}
	}
	if half != 0 {
		out.WriteRune('\uFFFD')
	}
	return out.String()
}

// MarshalJSON writes the text as one string, lone surrogates as escapes: nothing is lost, unlike in String.
func (d Document) MarshalJSON() ([]byte, error) { return appendQuoted(nil, d.units()), nil }

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Document) UnmarshalJSON(data []byte) error {
	s := scanner{data: data}
	units, err := s.text(nil)
	if err == nil {
		err = s.end()
	}
	if err != nil {
		return err
	}
	*d = documentOf(units)
	return nil
}

func (d Document) units() []uint16 {
	units := make([]uint16, 0, d.length)
	for _, chunk := range d.chunks {
		units = append(units, chunk...)
	}
	return units
}

// Apply makes the changed document; d stays as it is and shares what did not change.
func (d Document) Apply(c ChangeSet) (Document, error) {
	if c.Before() != d.length {
		return Document{}, ErrLengths
	}
	out := builder{chunks: make([][]uint16, 0, len(d.chunks)+2)}
	chunk, offset := 0, 0
	for _, s := range c.sections {
		if !s.kept {
			out.add(s.text)
		}
		for left := s.length; left > 0; {
			n := min(left, len(d.chunks[chunk])-offset)
			if s.kept {
				out.add(d.chunks[chunk][offset : offset+n])
			}
			left -= n
			if offset += n; offset == len(d.chunks[chunk]) {
				chunk, offset = chunk+1, 0
			}
		}
	}
	return Document{chunks: out.chunks, length: c.After()}, nil
}

// builder joins pieces into chunks. owned says that the last chunk is the builder's own and may grow in place.
type builder struct {
	chunks [][]uint16
	owned  bool
}

func (b *builder) add(piece []uint16) {
	for len(piece) > 0 {
		if last := len(b.chunks) - 1; last >= 0 && len(b.chunks[last])+len(piece) <= chunkSize {
			if !b.owned {
				b.chunks[last] = append(make([]uint16, 0, len(b.chunks[last])+len(piece)+16), b.chunks[last]...)
				b.owned = true
			}
			b.chunks[last] = append(b.chunks[last], piece...)
			return
		}
		n := min(len(piece), chunkSize)
		b.chunks = append(b.chunks, piece[:n:n])
		b.owned = false
		piece = piece[n:]
	}
}
