package native

import (
	"slices"
	"sync"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// seat is the right to run one program at once, with its warm worker, or none after that was thrown away.
type seat struct{ worker *worker }

// bound tells whether something stands bound in the seat's slot.
func (s *seat) bound() bool { return s.worker != nil && len(s.worker.bound) > 0 }

// seats are those that nobody has open, the one that is idle for longest in front. There is one for each of
// Backend.free. Half of them at most keep what was bound for their last run: whoever runs the same again gets such a
// one, and whoever runs something else one that has nothing to be detached first.
type seats struct {
	mu   sync.Mutex
	idle []*seat
	kept int // at most so many
}

// take gives the seat that suits the binds best.
func (s *seats) take(binds []sandbox.Bind) *seat {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := -1
	if len(binds) > 0 {
		at = slices.IndexFunc(s.idle, func(one *seat) bool { return one.bound() && slices.Equal(one.worker.asked, binds) })
	}
	if at < 0 {
		at = max(slices.IndexFunc(s.idle, func(one *seat) bool { return !one.bound() }), 0)
	}
	one := s.idle[at]
	s.idle = slices.Delete(s.idle, at, at+1)
	return one
}

// put takes a seat back.
func (s *seats) put(one *seat) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, one)
	bound, first := 0, -1
	for i, one := range s.idle {
		if one.bound() {
			if bound++; first < 0 {
				first = i
			}
		}
	}
	if bound > s.kept {
		s.idle[first].worker.letGo()
	}
}

// letGo has the slot detach what is bound in it, while nobody waits for that. The next run comes behind it.
func (w *worker) letGo() {
	w.bound, w.asked = nil, nil
	_ = w.conn.Send((&wire.LetGo{}).Encode()) // a slot that is gone is found out by its next run
}
