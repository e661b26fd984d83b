package recording

import (
	"time"

	"github.com/pion/rtp"
)

// patience is how long a packet that is missing is waited for: lost ones are sent again when asked for.
const patience = 600 * time.Millisecond

// window is how many packets back one is known to have come already. Half a second of 720p are some 150.
const window = 4096

// queue brings packets in sequence, each once. What is missing beyond patience is lost. Repetitions are dropped before anything else
// looks at them: taken for late ones, they would look like losses.
type queue struct {
	deliver func(p *rtp.Packet, arrived time.Time)
	lost    func()

	begun   bool
	next    uint16 // the one that is due
	waiting map[uint16]arrival
}

type arrival struct {
	packet *rtp.Packet
	at     time.Time
}

func newQueue(deliver func(*rtp.Packet, time.Time), lost func()) *queue {
	return &queue{deliver: deliver, lost: lost, waiting: map[uint16]arrival{}}
}

func (q *queue) push(p *rtp.Packet, at time.Time) {
	if !q.begun {
		q.begun, q.next = true, p.SequenceNumber
	}
	ahead := p.SequenceNumber - q.next
	if _, twice := q.waiting[p.SequenceNumber]; twice || ahead > 1<<15 {
		return // it came already, or was given up
	}
	if ahead >= window {
		q.flush()
		q.lost()
		q.next = p.SequenceNumber
	}
	q.waiting[p.SequenceNumber] = arrival{p, at}
	q.drain()
	for len(q.waiting) > 0 && at.Sub(q.oldest()) > patience {
		q.skip()
	}
}

// drain delivers what is in sequence.
func (q *queue) drain() {
	for {
		a, there := q.waiting[q.next]
		if !there {
			return
		}
		delete(q.waiting, q.next)
		q.next++
		q.deliver(a.packet, a.at)
	}
}

func (q *queue) oldest() time.Time {
	var oldest time.Time
	for _, a := range q.waiting {
		if oldest.IsZero() || a.at.Before(oldest) {
			oldest = a.at
		}
	}
	return oldest
}

// skip gives up what is missing before the first that waits.
func (q *queue) skip() {
	first := uint16(1<<16 - 1)
	for n := range q.waiting {
		first = min(first, n-q.next)
	}
	q.next += first
	q.lost()
	q.drain()
}

// flush delivers all that waits: no more comes.
func (q *queue) flush() {
	for len(q.waiting) > 0 {
		q.skip()
	}
}
