// Package arrival tells which of a program's two outputs was written first. poll(2) says that both can be read and no
// more; the queue of epoll(7), edge-triggered, has them in the order in which they came to have something.
//
// So an order is exact wherever each stream is read before it is written again, and of two first writes always. What a
// program writes to one stream, to the other and to the first again before anybody is awake to read cannot be told apart:
// a pipe keeps its bytes, not their times. Who needs that exactly lets both streams share one pipe.
package arrival

import (
	"errors"

	"golang.org/x/sys/unix"
)

// Pair watches the two outputs of a program, and then of the next.
type Pair struct {
	// FD can be polled: it is readable when the queue has news.
	FD  int
	run int32 // whose events count: a descriptor that a fork elsewhere still holds may tell of an earlier one
	// Direct are the streams to be polled themselves too, since the queue tells news only: one that was not read to its
	// end, or that is over.
	Direct [2]bool
	over   [2]bool // no news will come of it
}

// Open makes a pair that watches nothing yet.
func Open() (*Pair, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	return &Pair{FD: fd}, err
}

// Close ends it.
func (p *Pair) Close() { unix.Close(p.FD) }

// Watch begins with the outputs of a new program. Where one of them is not there (-1), there is no order to be told: both
// are direct.
func (p *Pair) Watch(out, err int) error {
	p.run++
	p.over = [2]bool{out < 0 || err < 0, out < 0 || err < 0}
	p.Direct = p.over
	for i, fd := range [2]int{out, err} {
		if p.over[i] {
			continue
		}
		e := unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLET, Fd: int32(i), Pad: p.run}
		if err := unix.EpollCtl(p.FD, unix.EPOLL_CTL_ADD, fd, &e); err != nil {
			return err
		}
	}
	return nil
}

// Next appends the streams to be read now, the one that was written first in front; polled are the direct ones that are
// readable, and news tells that FD is. Each can be read once without waiting.
func (p *Pair) Next(turns []int, polled [2]bool, news bool) []int {
	for i, ready := range polled {
		if ready {
			turns = append(turns, i)
		}
	}
	if !news {
		return turns
	}
	var events [4]unix.EpollEvent
	n, err := unix.EpollWait(p.FD, events[:], 0)
	for errors.Is(err, unix.EINTR) {
		n, err = unix.EpollWait(p.FD, events[:], 0)
	}
	for _, e := range events[:max(n, 0)] {
		if e.Pad != p.run {
			continue
		}
		if e.Events&^uint32(unix.EPOLLIN) != 0 { // its writers are gone
			p.over[e.Fd], p.Direct[e.Fd] = true, true
		}
		if !polled[e.Fd] {
			turns = append(turns, int(e.Fd))
		}
	}
	return turns
}

// Read notes what a read has brought: a full buffer may have left something, of which no news comes.
func (p *Pair) Read(stream int, full bool) { p.Direct[stream] = full || p.over[stream] }
