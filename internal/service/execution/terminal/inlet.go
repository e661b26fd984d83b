package terminal

import (
	"io"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// inletWait is how long input waits for room.
const inletWait = 2 * time.Second

// inlet is the input of an interactive program: what is typed waits here until the sandbox reads it. It is
// bounded, so that a paste waits with who pastes.
type inlet struct {
	mu      sync.Mutex
	buf     []byte
	idle    bool // the reader waits: all that was typed before has reached the program's terminal
	closed  bool
	dropped int           // how often the queue was thrown away
	changed chan struct{} // closed, and made anew, with every change
}

func newInlet() *inlet { return &inlet{changed: make(chan struct{})} }

// wake tells everybody that waits. The lock is held.
func (i *inlet) wake() {
	close(i.changed)
	i.changed = make(chan struct{})
}

// Read implements io.Reader for the sandbox.
func (i *inlet) Read(p []byte) (int, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for len(i.buf) == 0 {
		if i.closed {
			return 0, io.EOF
		}
		i.idle = true
		changed := i.changed
		i.mu.Unlock()
		<-changed
		i.mu.Lock()
	}
	i.idle = false
	n := copy(p, i.buf)
	i.buf = i.buf[n:]
	i.wake()
	return n, nil
}

// put takes as much as there is room for, and waits a while for some. dropped tells that the queue was thrown
// away meanwhile, and p with it.
func (i *inlet) put(p []byte) (n int, dropped bool) {
	late := time.After(inletWait)
	i.mu.Lock()
	defer i.mu.Unlock()
	for before := i.dropped; ; {
		if i.dropped != before || i.closed {
			return 0, true
		}
		if room := wire.InletBytes - len(i.buf); room > 0 || len(p) == 0 {
			n = min(room, len(p))
			i.buf = append(i.buf, p[:n]...)
			i.idle = false
			i.wake()
			return n, false
		}
		changed := i.changed
		i.mu.Unlock()
		select {
		case <-changed:
			i.mu.Lock()
		case <-late:
			i.mu.Lock()
			return 0, false
		}
	}
}

// stuck reports whether input waits that the program does not read, and throws it away: an interrupt must
// not wait behind it.
func (i *inlet) stuck() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.idle && len(i.buf) == 0 {
		return false
	}
	i.buf = nil
	i.dropped++
	i.wake()
	return true
}

// close ends the input after what waits.
func (i *inlet) close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if !i.closed {
		i.closed = true
		i.wake()
	}
}
