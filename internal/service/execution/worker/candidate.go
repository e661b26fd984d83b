package worker

import (
	"context"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// maxOfCandidate bounds the runs of one place that are under way or wait at a worker: somebody who sits before an editor
// needs one, and one more while another is being stopped. Without it whoever runs a few programs that sleep would
// have all slots of the organization.
const maxOfCandidate = 2

// stopping is how long a candidate's run waits for another of theirs to end: whoever stops a program and starts the next one
// is not refused because the first takes a moment to die.
const stopping = 2 * time.Second

// ofCandidate are the runs of one place: a candidate's, or those of all its guests.
type ofCandidate struct {
	runs, waiting int
	left          chan struct{} // closed when one has ended, for those who wait
}

// candidateBegins counts a run of a place, waits for another one's end, or refuses it; members' runs have none. What it counted
// is given back by ends, which may be called more than once.
func (w *Worker) candidateBegins(ctx context.Context, p identity.Place) (ends func(), err error) {
	if p.IsZero() {
		return func() {}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, stopping)
	defer cancel()
	for {
		left, refusal := w.candidateTries(p)
		if refusal == nil {
			return sync.OnceFunc(func() { w.candidateEnds(p) }), nil
		}
		if left == nil {
			return nil, refusal
		}
		select {
		case <-left:
			w.candidateWaited(p)
		case <-ctx.Done():
			w.candidateWaited(p)
			return nil, refusal
		}
	}
}

// candidateTries counts a run if there is room for it, or waits until left is closed if not too many do.
func (w *Worker) candidateTries(p identity.Place) (left <-chan struct{}, refusal error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.candidates[p]
	if c == nil {
		c = &ofCandidate{left: make(chan struct{})}
		w.candidates[p] = c
	}
	most := max(1, min(maxOfCandidate, w.lanes.slots-1))
	if c.runs < most {
		c.runs++
		return nil, nil
	}
	refusal = errs.New(errs.TooMany, "runs_at_once", "as many of your runs are under way as a candidate may have at once, %d: stop one, or wait until it has ended", most).After(time.Second)
	if c.waiting >= maxOfCandidate {
		return nil, refusal
	}
	c.waiting++
	return c.left, refusal
}

func (w *Worker) candidateEnds(p identity.Place) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.candidates[p]
	c.runs--
	close(c.left)
	c.left = make(chan struct{})
	w.forgetCandidate(p, c)
}

func (w *Worker) candidateWaited(p identity.Place) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.candidates[p]
	c.waiting--
	w.forgetCandidate(p, c)
}

// forgetCandidate drops one who has and wants nothing. The lock is held.
func (w *Worker) forgetCandidate(p identity.Place, c *ofCandidate) {
	if c.runs == 0 && c.waiting == 0 {
		delete(w.candidates, p)
	}
}
