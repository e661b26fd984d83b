package terminal

import (
	"sync"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
)

const (
	// shownEvery is the pause between two things that are told of what was shown: what a person takes for one, is one.
	shownEvery  = 100 * time.Millisecond
	shownAtOnce = 64 << 10
)

// recorder gathers what is shown, for those who look at it later, up to contract.ShownBytes. The nil one gathers nothing.
type recorder struct {
	began time.Time

	mu      sync.Mutex
	pending []byte
	since   time.Duration // when the first byte of pending was shown
	kept    int           // bytes, those that were told among them
	ended   bool
	more    chan struct{} // holds one when there is something to do
}

// Record keeps what is shown from now on: tell is called with parts of it and when they were shown, in their order, until all was told
// that came before the end. It is called before the program starts; recorded tells that the last part was told.
func (t *Terminal) Record(tell func(since time.Duration, data []byte)) (recorded <-chan struct{}) {
	r := &recorder{began: time.Now(), more: make(chan struct{}, 1)}
	t.mu.Lock()
	t.recorder = r
	t.mu.Unlock()
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.run(tell)
	}()
	return done
}

func (r *recorder) add(p []byte) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	p = p[:min(len(p), contract.ShownBytes-r.kept)]
	if len(p) == 0 {
		return
	}
	if len(r.pending) == 0 {
		r.since = time.Since(r.began)
	}
	r.pending = append(r.pending, p...)
	r.kept += len(p)
	r.wake()
}

func (r *recorder) end() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	r.wake()
}

// wake is called with the lock held.
func (r *recorder) wake() {
	select {
	case r.more <- struct{}{}:
	default:
	}
}

func (r *recorder) run(tell func(time.Duration, []byte)) {
	pause := time.NewTicker(shownEvery)
	defer pause.Stop()
	for {
		since, part, ended := r.take()
		switch {
		case len(part) > 0:
			tell(since, part)
		case ended:
			return
		default:
			<-r.more
		}
		if !ended {
			<-pause.C
		}
	}
}

// take takes a part of what is pending.
func (r *recorder) take() (since time.Duration, part []byte, ended bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := min(len(r.pending), shownAtOnce)
	part, r.pending = r.pending[:n:n], r.pending[n:]
	return r.since, part, r.ended
}
