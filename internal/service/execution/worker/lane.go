package worker

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// lane is one of the two ways into a worker's slots.
type lane int

const (
	runs lane = iota
	judgings
)

// How many may wait for a worker's slots to run something, as multiples of its slots: of one organization, and of all.
const (
	maxOwnWaiting = 4
	maxWaiting    = 16
)

// lanes shares a worker's slots between runs, which somebody waits for, and judgings.
//
// Judgings leave one slot to runs always. Runs may take all slots, but a judging that waits while none is under way gets
// the next one, so that neither lane starves the other. Within a lane organizations take turns: a free slot goes to
// the one that has the fewest, and of such to the one that was served longest ago.
//
// That alone would let one organization have every slot for as long as its runs last. So there is one slot more,
// spare, and the last free slot goes only to a run of an organization that has none under way here: whoever runs their first
// program finds a slot at once, whatever one other has running, judging or waiting. With several others in all
// slots the next free one is theirs. (A judging while none is under way may have the last one, too, but not of
// an organization that has all the others: who comes then would find nothing.)
type lanes struct {
	slots int // of everybody, the spare one not among them

	mu   sync.Mutex
	lane [2]queueing
}

// spare is the slot beside those of everybody.
const spare = 1

// queueing is one lane: who has slots of it and who waits.
type queueing struct {
	busy    int
	waiting int
	slots   map[ids.Organization]int // in use; without entries of none
	lines   []*waitingLine           // in the order of their turns
}

// waitingLine are those of one organization that wait, first come first.
type waitingLine struct {
	organization ids.Organization
	turns        []chan struct{}
}

func newLanes(slots int) *lanes {
	l := &lanes{slots: slots}
	for i := range l.lane {
		l.lane[i].slots = map[ids.Organization]int{}
	}
	return l
}

// errNoSlot is why who waited for a slot went without one.
type errNoSlot struct {
	place int // that it had come to
	cause error
}

func (e errNoSlot) Error() string { return fmt.Sprintf("no slot at place %d: %v", e.place, e.cause) }
func (e errNoSlot) Unwrap() error { return e.cause }

// enter waits for a slot of the lane until ctx ends, which is an errNoSlot; the caller leaves the slot.
func (l *lanes) enter(ctx context.Context, in lane, org ids.Organization) error {
	turn := make(chan struct{})
	l.mu.Lock()
	l.lane[in].add(org, turn)
	l.serve()
	l.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	place := l.lane[in].place(org, turn)
	if l.lane[in].drop(org, turn) {
		return errNoSlot{place, context.Cause(ctx)}
	}
	return nil // its turn had come in the same instant
}

func (l *lanes) leave(from lane, org ids.Organization) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := &l.lane[from]
	q.busy--
	if q.slots[org]--; q.slots[org] == 0 {
		delete(q.slots, org)
	}
	l.serve()
}

// tryRun takes a slot for a run if nobody has to wait for it. It refuses an organization that has as many runs as it
// may, or too many waiting already; most is 0 without a bound.
func (l *lanes) tryRun(org ids.Organization, most int) (entered bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := &l.lane[runs]
	own := 0
	if line := q.line(org); line != nil {
		own = len(line.turns)
	}
	switch {
	case most > 0 && q.slots[org]+own >= most:
		return false, errs.New(errs.TooMany, "runs_at_once", "your organization has %d runs under way, as many as it may have at once: wait until one has ended", most).After(time.Second)
	case (q.waiting == 0 || q.slots[org]+own == 0) && l.runMay(org) && !l.judgingFirst(): // those who wait then have some
		q.begin(org)
		return true, nil
	case own >= maxOwnWaiting*l.slots:
		return false, errs.New(errs.TooMany, wire.CodeFull, "%d runs of your organization wait already: this one would have place %d. Try again in a moment", own, own+1).After(2 * time.Second)
	case q.waiting >= maxWaiting*l.slots:
		return false, errs.New(errs.Unavailable, wire.CodeFull, "%d runs wait already: this one would have place %d. Try again in a moment", q.waiting, q.waiting+1).After(2 * time.Second)
	}
	return false, nil
}

// serve gives free slots to those who wait. The lock is held.
func (l *lanes) serve() {
	run, judging := &l.lane[runs], &l.lane[judgings]
	for {
		next := run.next()
		switch {
		case l.judgingFirst():
			judging.admit(judging.next())
		case next != nil && l.runMay(next.organization):
			run.admit(next)
		case judging.waiting > 0 && judging.busy < l.slots-1 && l.free() > spare:
			judging.admit(judging.next())
		default:
			return
		}
	}
}

// free counts slots, the spare one too.
func (l *lanes) free() int { return l.slots + spare - l.lane[runs].busy - l.lane[judgings].busy }

// runMay reports whether a run of the organization may have a slot now.
func (l *lanes) runMay(org ids.Organization) bool {
	return l.free() > spare || l.free() == spare && l.lane[runs].slots[org] == 0
}

// judgingFirst reports whether a judging waits that comes before runs.
func (l *lanes) judgingFirst() bool {
	run, judging := &l.lane[runs], &l.lane[judgings]
	return judging.waiting > 0 && judging.busy == 0 && l.slots > 1 && (l.free() > spare || l.free() == spare && len(run.slots) > 1)
}

func (q *queueing) line(org ids.Organization) *waitingLine {
	for _, l := range q.lines {
		if l.organization == org {
			return l
		}
	}
	return nil
}

func (q *queueing) add(org ids.Organization, turn chan struct{}) {
	q.waiting++
	l := q.line(org)
	if l == nil {
		l = &waitingLine{organization: org}
		q.lines = append(q.lines, l)
	}
	l.turns = append(l.turns, turn)
}

// drop forgets one who waits; false when its turn has come.
func (q *queueing) drop(org ids.Organization, turn chan struct{}) bool {
	l := q.line(org)
	if l == nil {
		return false
	}
	at := slices.Index(l.turns, turn)
	if at < 0 {
		return false
	}
	q.waiting--
	l.turns = slices.Delete(l.turns, at, at+1)
	if len(l.turns) == 0 {
		q.remove(l)
	}
	return true
}

func (q *queueing) remove(l *waitingLine) {
	at := slices.Index(q.lines, l)
	q.lines = slices.Delete(q.lines, at, at+1)
}

// place is how many have their turn up to and with this one, as organizations take turns.
func (q *queueing) place(org ids.Organization, turn chan struct{}) int {
	l := q.line(org)
	if l == nil {
		return 0
	}
	own := slices.Index(l.turns, turn) + 1
	place := own
	for _, other := range q.lines {
		if other != l {
			place += min(len(other.turns), own)
		}
	}
	return place
}

// next is whose turn it is; nil when nobody waits.
func (q *queueing) next() *waitingLine {
	if len(q.lines) == 0 {
		return nil
	}
	return slices.MinFunc(q.lines, func(a, b *waitingLine) int { return q.slots[a.organization] - q.slots[b.organization] })
}

// admit gives a slot to the first of a line, which goes to the end.
func (q *queueing) admit(next *waitingLine) {
	close(next.turns[0])
	next.turns = next.turns[1:]
	q.remove(next)
	if len(next.turns) > 0 {
		q.lines = append(q.lines, next)
	}
	q.waiting--
	q.begin(next.organization)
}

func (q *queueing) begin(org ids.Organization) {
	q.busy++
	q.slots[org]++
}

// state tells how many slots each lane has and how many wait for one.
func (l *lanes) state() (busy, waiting [2]int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return [2]int{l.lane[runs].busy, l.lane[judgings].busy}, [2]int{l.lane[runs].waiting, l.lane[judgings].waiting}
}
