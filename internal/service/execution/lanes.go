package execution

import (
	"context"
	"sync"
)

// lane is one of the two ways into a worker's slots.
type lane int

const (
	runs lane = iota
	judgings
)

// lanes shares a worker's slots between runs, which somebody waits for, and judgings. Judgings leave one
// slot to runs always. Runs may take all slots, but a judging that waits while none is under way gets the
// next one, so that neither lane starves the other. Who waits in a lane is served in turn.
type lanes struct {
	slots int

	mu      sync.Mutex
	busy    [2]int
	waiting [2][]chan struct{}
}

func newLanes(slots int) *lanes { return &lanes{slots: slots} }

// enter waits for a slot of the lane until ctx ends; the caller leaves it.
func (l *lanes) enter(ctx context.Context, in lane) error {
	turn := make(chan struct{})
	l.mu.Lock()
	l.waiting[in] = append(l.waiting[in], turn)
	l.serve()
	l.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, other := range l.waiting[in] {
		if other == turn {
			l.waiting[in] = append(l.waiting[in][:i:i], l.waiting[in][i+1:]...)
			return context.Cause(ctx)
		}
	}
	return nil // its turn had come in the same instant
}

func (l *lanes) leave(from lane) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy[from]--
	l.serve()
}

// serve gives free slots to those who wait. The lock is held.
func (l *lanes) serve() {
	for l.busy[runs]+l.busy[judgings] < l.slots {
		switch {
		case len(l.waiting[judgings]) > 0 && l.busy[judgings] == 0 && l.busy[judgings] < l.slots-1:
			l.admit(judgings)
		case len(l.waiting[runs]) > 0:
			l.admit(runs)
		case len(l.waiting[judgings]) > 0 && l.busy[judgings] < l.slots-1:
			l.admit(judgings)
		default:
			return
		}
	}
}

func (l *lanes) admit(to lane) {
	close(l.waiting[to][0])
	l.waiting[to] = l.waiting[to][1:]
	l.busy[to]++
}

// state tells how many slots each lane has and how many wait for one.
func (l *lanes) state() (busy, waiting [2]int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.busy, [2]int{len(l.waiting[runs]), len(l.waiting[judgings])}
}
