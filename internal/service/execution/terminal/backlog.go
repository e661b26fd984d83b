package terminal

import "strings"

// backlogBytes is how much output a terminal remembers, for those who come back or are slow.
const backlogBytes = 512 << 10

// backlog is the last output of a program: what leaves it at one end is forgotten.
type backlog struct {
	chunks []backlogChunk
	size   int
	end    int64 // offset behind the last byte: all that ever was written
}

type backlogChunk struct {
	kind   string
	offset int64
	data   []byte
}

// add appends a copy of p.
func (b *backlog) add(kind string, p []byte) {
	const most = 16 << 10 // of one chunk: what is forgotten goes by chunks
	for len(p) > 0 {
		n := len(b.chunks)
		if n == 0 || b.chunks[n-1].kind != kind || len(b.chunks[n-1].data) >= most {
			b.chunks = append(b.chunks, backlogChunk{kind: kind, offset: b.end})
			n++
		}
		last := &b.chunks[n-1]
		take := min(len(p), most-len(last.data))
		last.data = append(last.data, p[:take]...)
		b.end += int64(take)
		b.size += take
		p = p[take:]
	}
	for b.size > backlogBytes {
		b.size -= len(b.chunks[0].data)
		b.chunks = b.chunks[1:]
	}
}

// begin is the offset of the first byte that is remembered.
func (b *backlog) begin() int64 { return b.end - int64(b.size) }

// read is what follows an offset, of one kind; what was forgotten is left out. Nothing is nil.
func (b *backlog) read(from int64, most int) (kind string, offset int64, data []byte) {
	from = max(from, b.begin())
	for _, c := range b.chunks {
		if end := c.offset + int64(len(c.data)); from < end {
			rest := c.data[from-c.offset:]
			return c.kind, from, append([]byte(nil), rest[:min(len(rest), most)]...)
		}
	}
	return "", b.end, nil
}

// tail is the last output of a kind as text.
func (b *backlog) tail(kind string, most int) (text string, whole bool) {
	var all []byte
	for _, c := range b.chunks {
		if c.kind == kind {
			all = append(all, c.data...)
		}
	}
	whole = b.begin() == 0 && len(all) <= most
	all = all[max(0, len(all)-most):]
	return strings.ToValidUTF8(string(all), "\uFFFD"), whole
}
