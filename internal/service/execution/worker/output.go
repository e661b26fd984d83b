package worker

import (
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
)

const (
	// batchTime and batchBytes bound how long and how much output is gathered before it is sent: a person
	// sees it at once, and a flood is a few large messages.
	batchTime  = 20 * time.Millisecond
	batchBytes = 32 << 10
)

// Chunks of one stream that are close in time are one; and of a program that writes very often, those of a batch.
const (
	sameMoment = time.Millisecond
	maxPieces  = 4096
)

// output gathers what a program writes, as text, and sends it on in batches in the order it was written.
// It keeps at most max bytes of both streams together; what comes after is dropped and said to be.
type output struct {
	send func([]contract.Chunk)
	max  int

	mu        sync.Mutex
	began     time.Time          // the program's start
	kept      [2]strings.Builder // stdout, stderr
	order     []contract.Piece   // of what is kept
	sent      int                // pieces
	told      [2]int             // bytes that were sent of each stream
	pending   int                // bytes that were not
	size      int
	truncated bool
	broken    [2][]byte // the beginning of a character whose rest is still to come
	last      time.Time // when something was sent
	timer     *time.Timer
	closed    bool
	both      *strings.Builder // all that was kept, in its order; nil when nobody asks
}

func newOutput(max int, send func([]contract.Chunk)) *output {
	return &output{send: send, max: max, began: time.Now()}
}

// begin is the start of the program, from which times are counted.
func (o *output) begin() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.began = time.Now()
}

// stream is the writer of one of the two streams.
type stream struct {
	to   *output
	kind int
}

func (o *output) stdout() stream { return stream{o, 0} }
func (o *output) stderr() stream { return stream{o, 1} }

// Write implements io.Writer; it never fails, because what is not kept is only not shown.
func (s stream) Write(p []byte) (int, error) {
	s.to.mu.Lock()
	defer s.to.mu.Unlock()
	s.to.add(s.kind, p, false)
	return len(p), nil
}

// add takes bytes of one stream. The lock is held.
func (o *output) add(kind int, p []byte, last bool) {
	text := string(o.broken[kind]) + string(p)
	o.broken[kind] = nil
	if cut := unfinished(text); cut > 0 && !last {
		o.broken[kind] = []byte(text[len(text)-cut:])
		text = text[:len(text)-cut]
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	if room := o.max - o.size; len(text) > room {
		for room > 0 && !utf8.RuneStart(text[room]) {
			room--
		}
		text, o.truncated = text[:room], true
	}
	if text == "" {
		return
	}
	o.size += len(text)
	o.pending += len(text)
	o.kept[kind].WriteString(text)
	if o.both != nil {
		o.both.WriteString(text)
	}
	o.note(kind == 1, len(text))
	o.schedule()
}

// note keeps the place and the time of what was written. The lock is held.
func (o *output) note(stderr bool, n int) {
	at := ms(time.Since(o.began))
	for i := len(o.order) - 1; i >= o.sent; i-- {
		p := &o.order[i]
		if p.Stderr == stderr && (len(o.order) >= maxPieces || i == len(o.order)-1 && at-p.AtMs < ms(sameMoment)) {
			p.Bytes += n
			return
		}
		if len(o.order) < maxPieces {
			break
		}
	}
	o.order = append(o.order, contract.Piece{Stderr: stderr, Bytes: n, AtMs: at})
}

// unfinished is how many bytes at the end begin a character that may still be completed.
func unfinished(s string) int {
	for n := 1; n <= min(utf8.UTFMax-1, len(s)); n++ {
		if c := s[len(s)-n]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRuneInString(s[len(s)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// schedule sends at once when nothing was sent lately or there is much, else soon. The lock is held.
func (o *output) schedule() {
	switch wait := batchTime - time.Since(o.last); {
	case wait <= 0 || o.pending >= batchBytes:
		o.flush()
	case o.timer == nil:
		o.timer = time.AfterFunc(wait, func() {
			o.mu.Lock()
			defer o.mu.Unlock()
			if !o.closed {
				o.flush()
			}
		})
	}
}

// flush sends what is pending. The lock is held.
func (o *output) flush() {
	if o.timer != nil {
		o.timer.Stop()
		o.timer = nil
	}
	if o.pending == 0 {
		return
	}
	var batch []contract.Chunk
	size := 0
	for _, p := range o.order[o.sent:] {
		kind := 0
		if p.Stderr {
			kind = 1
		}
		all := o.kept[kind].String()[o.told[kind]:][:p.Bytes]
		o.told[kind] += p.Bytes
		for len(all) > 0 {
			n := min(len(all), batchBytes-size)
			for n < len(all) && n > 0 && !utf8.RuneStart(all[n]) {
				n--
			}
			if n > 0 {
				batch = append(batch, contract.Chunk{Stream: p.Stream(), Text: all[:n], AtMs: p.AtMs})
				all, size = all[n:], size+n
			}
			if len(all) > 0 {
				o.send(batch)
				batch, size = nil, 0
			}
		}
	}
	o.send(batch)
	o.sent, o.pending = len(o.order), 0
	o.last = time.Now()
}

// end sends the rest, and puts what was kept into the result.
func (o *output) end(r *contract.RunResult) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for kind := range o.broken {
		o.add(kind, nil, true)
	}
	o.flush()
	o.closed = true
	r.Stdout, r.Stderr, r.Truncated = o.kept[0].String(), o.kept[1].String(), o.truncated
	r.Order = o.order
	if o.both != nil {
		r.Combined = o.both.String()
	}
}
