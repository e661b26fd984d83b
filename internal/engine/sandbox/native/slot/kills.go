package main

import (
	"encoding/binary"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// kills matches orders to kill with the run they are meant for: an order may come before its run
// has started or after it has ended.
type kills struct {
	mu      sync.Mutex
	current int64 // the run whose processes are alive; 0 for none
	ordered int64 // the latest run that is to be killed
}

// killer carries out the host's orders, each the 8-byte number of a run. When the host is gone so is init,
// and with it every process of the slot.
func (s *slot) killer() {
	var b [8]byte
	for {
		n, err := unix.Read(fdKills, b[:])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n != len(b) {
			os.Exit(0)
		}
		s.kills.order(int64(binary.LittleEndian.Uint64(b[:])))
	}
}

func (k *kills) order(run int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ordered = max(k.ordered, run)
	if k.current == run {
		killAll()
	}
}

// begin tells that processes of the run exist from now on.
func (k *kills) begin(run int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.current = run
	if k.ordered == run {
		killAll()
	}
}

func (k *kills) end() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.current = 0
}

// killAll kills every process of the pid namespace but init itself, at once: a fork that
// is under way sees the signal and fails.
func killAll() { _ = unix.Kill(-1, unix.SIGKILL) }
