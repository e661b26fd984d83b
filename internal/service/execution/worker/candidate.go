package worker

import (
	"context"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// maxOfCandidate bounds the runs of one attempt that are under way or wait at a worker: somebody who sits before an editor
// needs one, and one more while another is being stopped. Without it whoever runs a few programs that sleep would
// have all slots of the organization.
const maxOfCandidate = 2

// stopping is how long a candidate's run waits for another of theirs to end: whoever stops a program and starts the next one
// is not refused because the first takes a moment to die.
const stopping = 2 * time.Second

// ofCandidate are the runs of one attempt.
type ofCandidate struct {
	runs, waiting int
	left          chan struct{} // closed when one has ended, for those who wait
}

// candidateBegins counts a run of an attempt, waits for another one's end, or refuses it; members' runs have none. What it counted
// is given back by ends, which may be called more than once.
func (w *Worker) candidateBegins(ctx context.Context, a ids.Attempt) (ends func(), err error) {
	if a == "" {
		return func() {}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, stopping)
	defer cancel()
	for {
		left, refusal := w.candidateTries(a)
		if refusal == nil {
			return sync.OnceFunc(func() { w.candidateEnds(a) }), nil
		}
		if left == nil {
			return nil, refusal
		}
		select {
		case <-left:
			w.candidateWaited(a)
		case <-ctx.Done():
			w.candidateWaited(a)
			return nil, refusal
		}
	}
}

// candidateTries counts a run if there is room for it, or waits until left is closed if not too many do.
func (w *Worker) candidateTries(a ids.Attempt) (left <-chan struct{}, refusal error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.candidates[a]
	if c == nil {
		c = &ofCandidate{left: make(chan struct{})}
		w.candidates[a] = c
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

func (w *Worker) candidateEnds(a ids.Attempt) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.candidates[a]
	c.runs--
	close(c.left)
	c.left = make(chan struct{})
	w.forgetCandidate(a, c)
}

func (w *Worker) candidateWaited(a ids.Attempt) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.candidates[a]
	c.waiting--
	w.forgetCandidate(a, c)
}

// forgetCandidate drops one who has and wants nothing. The lock is held.
func (w *Worker) forgetCandidate(a ids.Attempt, c *ofCandidate) {
	if c.runs == 0 && c.waiting == 0 {
		delete(w.candidates, a)
	}
}
