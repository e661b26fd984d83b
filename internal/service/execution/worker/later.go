package worker

import (
	"sync"
	"time"
)

// laterBy is how long what is done after runs is gathered: less than anybody notices, and several short runs, which
// then wake the queue and the log once and not in one another's way.
const laterBy = 3 * time.Millisecond

// maxLater bounds what is gathered; more is done by who comes with it.
const maxLater = 1024

// later does things in their order, soon, in one goroutine that is there as long as there is something to do.
type later struct {
	mu    sync.Mutex
	queue []func()
	busy  bool
}

func (l *later) do(f func()) {
	l.mu.Lock()
	if len(l.queue) >= maxLater {
		l.mu.Unlock()
		f()
		return
	}
	l.queue = append(l.queue, f)
	if !l.busy {
		l.busy = true
		time.AfterFunc(laterBy, l.work)
	}
	l.mu.Unlock()
}

func (l *later) work() {
	for {
		l.mu.Lock()
		all := l.queue
		l.queue = nil
		l.busy = len(all) > 0
		l.mu.Unlock()
		for _, f := range all {
			f()
		}
		if len(all) == 0 {
			return
		}
	}
}
