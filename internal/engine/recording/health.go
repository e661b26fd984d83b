package recording

import (
	"errors"
	"sync"
	"time"
)

// Health is how a recording fares. One that fails and says nothing is the worst there is.
type Health struct {
	Bytes  int64         // that were written
	KeyAge time.Duration // since the last key frame, of the worst of those tracks that send pictures
	Err    error         // why nothing more is written
}

// sending is how long after its last packet a track counts as one that sends.
const sending = 2 * time.Second

// health is gathered from files and tracks.
type health struct {
	mu      sync.Mutex
	bytes   int64
	err     error
	watches map[*watch]struct{}
}

// watch is on the pictures of one track. A nil one is on none.
type watch struct {
	mu    sync.Mutex
	first time.Time // packet,
	last  time.Time
	keyed time.Time // key frame that was written
}

func (h *health) wrote(n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.bytes += int64(n)
}

func (h *health) fail(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.err = errors.Join(h.err, err)
}

func (h *health) failed() bool { return h.failure() != nil }

func (h *health) failure() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.err
}

func (h *health) watch() *watch {
	w := &watch{}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watches[w] = struct{}{}
	return w
}

func (h *health) unwatch(w *watch) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watches, w)
}

func (h *health) at(now time.Time) Health {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := Health{Bytes: h.bytes, Err: h.err}
	for w := range h.watches {
		out.KeyAge = max(out.KeyAge, w.age(now))
	}
	return out
}

func (w *watch) packet(at time.Time) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if at.Sub(w.last) > sending {
		w.first = at // it was still, and had no need of key frames
	}
	w.last = at
}

func (w *watch) key(at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.keyed = at
}

func (w *watch) age(now time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last.IsZero() || now.Sub(w.last) > sending {
		return 0
	}
	if w.keyed.After(w.first) {
		return now.Sub(w.keyed)
	}
	return now.Sub(w.first)
}
