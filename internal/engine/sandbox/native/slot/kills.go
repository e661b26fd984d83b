package main

import (
	"os"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// maxEarly bounds the signals that wait for their run to start.
const maxEarly = 16

// kills matches orders with the run they are meant for: an order may come before its run
// has started or after it has ended.
type kills struct {
	mu      sync.Mutex
	current int64        // the run whose processes are alive; 0 for none
	leader  int          // its first process
	ordered int64        // the latest run that is to be killed
	early   []wire.Order // signals for a run that is not there yet, or no more
}

// killer carries out the host's orders. When the host is gone so is init, and with it every process of the slot. Without a
// pid namespace they are killed, and waited for by whoever takes in orphans then.
func (s *slot) killer() {
	var b [wire.OrderSize]byte
	for {
		n, err := unix.Read(fdKills, b[:])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n != len(b) {
			s.quit()
		}
		r := &wire.Reader{B: b[:]}
		if r.Kind() != wire.KindOrder {
			os.Exit(0)
		}
		s.kills.order(wire.DecodeOrder(r))
	}
}

func (s *slot) quit() {
	if s.contained {
		killAll()
		for _, p := range s.area.places() {
			if s.area.folder != "" {
				_ = empty(p.at)
			}
		}
	}
	os.Exit(0)
}

func (k *kills) order(o wire.Order) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case o.Signal == 0:
		k.ordered = max(k.ordered, o.Run)
		if k.current == o.Run {
			killAll()
		}
	case k.current == o.Run:
		k.signal(o)
	case len(k.early) < maxEarly:
		k.early = append(k.early, o)
	}
}

// signal reaches the process group of the run's first process, which leads it.
func (k *kills) signal(o wire.Order) { _ = unix.Kill(-k.leader, unix.Signal(o.Signal)) }

// begin tells that processes of the run exist from now on.
func (k *kills) begin(run int64, leader int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.current, k.leader = run, leader
	if k.ordered == run {
		killAll()
	}
	for _, o := range k.early {
		if o.Run == run {
			k.signal(o)
		}
	}
	k.early = k.early[:0]
}

func (k *kills) end() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.current = 0
}

// killAll kills every process of the pid namespace but init itself, at once: a fork that is under way sees the signal
// and fails. Contained, it reaches those of this process's domain: see confine.
func killAll() { _ = unix.Kill(-1, unix.SIGKILL) }
