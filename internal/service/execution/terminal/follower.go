package terminal

import (
	"maps"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// follower is somebody connected.
type follower struct {
	name        string // what the others call them; empty where there are none
	person      string // who it is; a person may be connected several times
	typed       time.Time
	readOnly    bool
	sent, taken int64 // offsets
	send        func(wire.TerminalFrame)
	left        chan struct{}
}

// crowded reports whether all who may write have a full window. The lock is held.
func (t *Terminal) crowded() bool {
	full := false
	for _, f := range t.followers {
		if f.readOnly {
			continue
		}
		if t.log.end-f.taken < followWindow {
			return false
		}
		full = true
	}
	return full && !t.closed
}

// attach begins to send output to a follower, from an offset or, where that is forgotten, later.
func (t *Terminal) attach(c wire.TerminalCall, send func(wire.TerminalFrame)) (int64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.closed:
		return 0, errs.New(errs.Conflict, "run_ended", "the run has ended")
	case c.Person != "" && t.connected(c.Person) >= maxOfOne:
		return 0, errs.New(errs.Conflict, "terminal_tabs", "you are connected to this terminal %d times, as often as one person may be: close it in another tab or window", maxOfOne)
	case len(t.followers) >= maxFollowers:
		return 0, errs.New(errs.Unavailable, "terminal_crowded", "%d are connected to this terminal, as many as it takes: try again when somebody has left", maxFollowers).After(time.Second)
	}
	from := min(max(c.From, t.log.begin()), t.log.end)
	f := &follower{name: c.Name, person: c.Person, readOnly: c.ReadOnly, sent: from, taken: from, send: send, left: make(chan struct{})}
	t.followers[c.Follower] = f
	t.noteAlone()
	go t.show(f)
	return from, nil
}

// connected is how often somebody is. The lock is held.
func (t *Terminal) connected(person string) (n int) {
	for _, f := range t.followers {
		if f.person == person {
			n++
		}
	}
	return n
}

// show sends a follower what is shown until the end, or until it leaves.
func (t *Terminal) show(f *follower) {
	for {
		t.mu.Lock()
		frame := wire.TerminalFrame{}
		if f.sent-f.taken < followWindow {
			frame.Kind, frame.Offset, frame.Data = t.log.read(f.sent, frameBytes)
		}
		ended := f.sent >= t.log.end && t.result != nil
		if frame.Data != nil {
			if frame.Offset > f.sent {
				f.taken += frame.Offset - f.sent // what was forgotten is not waited for
			}
			f.sent = frame.Offset + int64(len(frame.Data))
		}
		result, changed := t.result, t.changed
		t.mu.Unlock()
		switch {
		case frame.Data != nil:
			f.send(frame)
			continue
		case ended:
			f.send(wire.TerminalFrame{Kind: wire.KindEnd, Offset: f.sent, Result: result})
			return
		}
		select {
		case <-changed:
		case <-f.left:
			return
		}
	}
}

// entitle notes what a follower may do from now on.
func (t *Terminal) entitle(name string, readOnly bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.followers[name]; f != nil {
		f.readOnly = readOnly
		t.noteAlone()
		t.wake()
	}
}

// noteAlone notes since when nobody who may write is there. The lock is held.
func (t *Terminal) noteAlone() {
	writes := func(f *follower) bool { return !f.readOnly }
	switch there := slices.ContainsFunc(slices.Collect(maps.Values(t.followers)), writes); {
	case there:
		t.alone = time.Time{}
	case t.alone.IsZero():
		t.alone = time.Now()
	}
}

// leave forgets a follower.
func (t *Terminal) leave(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f := t.followers[name]
	if f == nil {
		return
	}
	close(f.left)
	delete(t.followers, name)
	t.noteAlone()
	t.wake()
}

// taken notes up to where a follower has worked through the output.
func (t *Terminal) taken(name string, upTo int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.followers[name]; f != nil && upTo > f.taken {
		f.taken = min(upTo, f.sent)
		t.wake()
	}
}
