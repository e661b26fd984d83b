package execution

import (
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

const (
	// batchTime and batchBytes bound how long and how much output is gathered before it is sent: a person
	// sees it at once, and a flood is a few large messages.
	batchTime  = 20 * time.Millisecond
	batchBytes = 32 << 10
)

// output gathers what a program writes, as text, and sends it on in batches in the order it was written.
// It keeps at most max bytes of both streams together; what comes after is dropped and said to be.
type output struct {
	send func(kind, text string)
	max  int

	mu        sync.Mutex
	kept      [2]strings.Builder // stdout, stderr
	size      int
	truncated bool
	broken    [2][]byte // the beginning of a character whose rest is still to come
	pending   strings.Builder
	kind      int // of pending
	last      time.Time
	timer     *time.Timer
	closed    bool
}

var outputKinds = [2]string{kindStdout, kindStderr}

func newOutput(max int, send func(kind, text string)) *output { return &output{send: send, max: max} }

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
	o.kept[kind].WriteString(text)
	if o.kind != kind {
		o.flush()
	}
	o.kind = kind
	o.pending.WriteString(text)
	o.schedule()
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
	case wait <= 0 || o.pending.Len() >= batchBytes:
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
	if o.pending.Len() == 0 {
		return
	}
	all := o.pending.String()
	o.pending.Reset()
	for len(all) > 0 {
		n := min(len(all), batchBytes)
		for n < len(all) && !utf8.RuneStart(all[n]) {
			n--
		}
		o.send(outputKinds[o.kind], all[:n])
		all = all[n:]
	}
	o.last = time.Now()
}

// end sends the rest and answers all that was kept.
func (o *output) end() (stdout, stderr string, truncated bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for kind := range o.broken {
		o.add(kind, nil, true)
	}
	o.flush()
	o.closed = true
	return o.kept[0].String(), o.kept[1].String(), o.truncated
}
