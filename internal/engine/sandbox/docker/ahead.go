package docker

import (
	"context"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// seat is the right to run one program at once, with the container that is made ahead for it, or none. Making
// one takes far longer than most programs; programs of one kind come in rows.
type seat struct {
	mu    sync.Mutex
	ahead *pending
}

// pending is a container that is being made, or waits.
type pending struct {
	shape shape
	ready chan struct{} // closed when it stands or failed
	box   *box          // nil when it failed
}

// aheadFor is how long it may wait: a row that has ended holds neither memory nor folders for long.
const aheadFor = 10 * time.Second

// claim takes what was made ahead; whoever claims it sees to its end.
func (s *seat) claim() *pending {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.ahead
	s.ahead = nil
	return p
}

// take hands out a container of a shape that nothing ever ran in.
func (b *Backend) take(ctx context.Context, s *seat, want shape, binds []sandbox.Bind) (*box, error) {
	p := s.claim()
	if p != nil && p.shape == want {
		select {
		case <-p.ready:
			if p.box != nil {
				return p.box, nil
			}
		case <-ctx.Done():
			b.drop(p)
			return nil, ctx.Err()
		}
	}
	if p != nil && p.shape != want {
		b.drop(p)
	}
	return b.newBox(ctx, want, binds)
}

// drop removes a container that nobody will use, once it stands.
func (b *Backend) drop(p *pending) {
	if p == nil {
		return
	}
	b.chores.Go(func() {
		<-p.ready
		if p.box != nil {
			b.discard(p.box)
		}
	})
}

// makeAhead makes a container for the seat's next run, which likely is of the same shape.
func (b *Backend) makeAhead(s *seat, want shape, binds []sandbox.Bind) {
	if b.cfg.NotAhead {
		return
	}
	p := &pending{shape: want, ready: make(chan struct{})}
	s.mu.Lock()
	s.ahead = p
	s.mu.Unlock()
	b.chores.Go(func() {
		defer close(p.ready)
		x, err := b.newBox(b.closing, want, binds)
		if err != nil && b.closing.Err() == nil {
			b.cfg.Log.Warn("a container could not be made ahead", "error", err)
		}
		p.box = x
	})
	time.AfterFunc(aheadFor, func() {
		s.mu.Lock()
		mine := s.ahead == p
		if mine {
			s.ahead = nil
		}
		s.mu.Unlock()
		if mine {
			b.drop(p)
		}
	})
}
