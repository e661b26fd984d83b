package terminal

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

const (
	followWindow = 128 << 10 // bytes a follower may have unread
	frameBytes   = 16 << 10
	// slowdown is how long a program waits with each write while those it shows to do not keep up. It is a
	// delay, not a stop, so that a dead connection holds nobody: then the oldest output is forgotten.
	slowdown = 100 * time.Millisecond
	// comeBackWithin is how long a program runs on with nobody connected.
	comeBackWithin = 15 * time.Second
	lingering      = 5 * time.Second // how long the end is kept for followers that are slow
	maxFollowers   = 16
	maxOfOne       = 4        // of them are one person
	shownTail      = 64 << 10 // of the last output stays in the result
)

// Terminal is an interactive run on its worker: the program's input and output on one side, followers on the
// other. It lives from the run's admission until its followers have seen the end.
type Terminal struct {
	input   *inlet
	signals chan syscall.Signal
	sizes   chan sandbox.Size
	tty     bool

	mu        sync.Mutex
	log       backlog
	followers map[string]*follower
	changed   chan struct{} // closed, and made anew, with every change
	active    time.Time     // the last input or output
	alone     time.Time     // since when nobody who may write is there; zero: somebody is
	result    *contract.RunResult
	closed    bool
	recorder  *recorder // nil: nobody keeps what is shown
}

// New is a terminal that nobody is connected to; without tty the program has three streams instead.
func New(tty bool) *Terminal {
	now := time.Now()
	return &Terminal{
		input: newInlet(), signals: make(chan syscall.Signal, 8), sizes: make(chan sandbox.Size, 1), tty: tty,
		followers: map[string]*follower{}, changed: make(chan struct{}), active: now, alone: now,
	}
}

// wake tells everybody that waits. The lock is held.
func (t *Terminal) wake() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// screen is the program's stdout or stderr.
type screen struct {
	to   *Terminal
	kind string
}

// Write implements io.Writer. It never fails, and slows the program down while nobody keeps up with it.
func (s screen) Write(p []byte) (int, error) {
	t := s.to
	t.mu.Lock()
	t.log.add(s.kind, p)
	t.recorder.add(p)
	t.active = time.Now()
	t.wake()
	late := time.Now().Add(slowdown)
	for t.crowded() {
		changed, left := t.changed, time.Until(late)
		t.mu.Unlock()
		timer := time.NewTimer(left)
		select {
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
		t.mu.Lock()
		if time.Now().After(late) {
			break
		}
	}
	t.mu.Unlock()
	return len(p), nil
}

// typed takes input. An interrupt does not wait behind input that the program does not read: that is thrown
// away, and the program gets the signal.
func (t *Terminal) typed(by string, p []byte) wire.TerminalAnswer {
	t.tellTyping(by)
	const controlC = 3
	if t.tty && len(p) == 1 && p[0] == controlC && t.input.stuck() {
		t.signal(unix.SIGINT)
		return wire.TerminalAnswer{Taken: 1}
	}
	n, dropped := t.input.put(p)
	return wire.TerminalAnswer{Taken: n, Dropped: dropped}
}

// typingEvery is how often the others are told that somebody types.
const typingEvery = time.Second

// tellTyping notes that a follower types, and tells the others who it is.
func (t *Terminal) tellTyping(by string) {
	now := time.Now()
	var others []*follower
	t.mu.Lock()
	t.active = now
	who := t.followers[by]
	if who != nil && who.name != "" && now.Sub(who.typed) >= typingEvery {
		who.typed = now
		for name, f := range t.followers {
			if name != by {
				others = append(others, f)
			}
		}
	}
	t.mu.Unlock()
	for _, f := range others {
		f.send(wire.TerminalFrame{Kind: wire.KindTyping, Name: who.name})
	}
}

// signal hands a signal to the program.
func (t *Terminal) signal(s syscall.Signal) {
	select {
	case t.signals <- s:
	default: // eight wait already: the program gets those
	}
}

// resize keeps the newest size for the program.
func (t *Terminal) resize(s contract.TerminalSize) {
	t.mu.Lock() // of two at once one is the newer
	defer t.mu.Unlock()
	select {
	case <-t.sizes:
	default:
	}
	t.sizes <- sizeOf(s)
}

// Connect makes the terminal the program's input, after what it is given first, and its output.
func (t *Terminal) Connect(spec *sandbox.Spec, first []byte, size *contract.TerminalSize) {
	spec.Stdin = io.MultiReader(bytes.NewReader(first), t.input)
	spec.Stdout, spec.Stderr = screen{t, contract.Stdout}, screen{t, contract.Stderr}
	spec.Signals = t.signals
	if size != nil {
		spec.Terminal = &sandbox.Terminal{Size: sizeOf(*size), Resize: t.sizes}
		spec.Env = toolchain.Override(slices.Concat(spec.Env, []string{"TERM=xterm-256color"}))
	}
}

// sizeOf is a size as the sandbox takes it.
func sizeOf(s contract.TerminalSize) sandbox.Size {
	return sandbox.Size{Rows: uint16(min(max(s.Rows, 1), 500)), Columns: uint16(min(max(s.Columns, 1), 1000))}
}

// The reasons to end an interactive run.
var (
	ErrIdle  = errors.New("nothing was typed or shown")
	ErrAlone = errors.New("nobody is connected to the terminal any more")
)

// Watch ends the run when it is idle, or nobody comes back to it.
func (t *Terminal) Watch(ctx context.Context, idle time.Duration, end context.CancelCauseFunc) {
	for {
		t.mu.Lock()
		lonely := comeBackWithin
		if !t.alone.IsZero() {
			lonely = comeBackWithin - time.Since(t.alone)
		}
		left := idle - time.Since(t.active)
		t.mu.Unlock()
		switch {
		case lonely <= 0:
			end(ErrAlone)
			return
		case left <= 0:
			end(ErrIdle)
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(min(left, lonely)):
		}
	}
}

// Ended gives the followers the result.
func (t *Terminal) Ended(r contract.RunResult) {
	t.input.close()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.result = &r
	t.recorder.end()
	t.wake()
}

// Linger waits a while until the followers have the end, and then lets nobody in.
func (t *Terminal) Linger() {
	late := time.NewTimer(lingering)
	defer late.Stop()
	t.mu.Lock()
	for waiting := true; waiting && len(t.followers) > 0; {
		changed := t.changed
		t.mu.Unlock()
		select {
		case <-changed:
		case <-late.C:
			waiting = false
		}
		t.mu.Lock()
	}
	t.closed = true
	for name, f := range t.followers {
		close(f.left)
		delete(t.followers, name)
	}
	t.mu.Unlock()
}

// Answer does what a follower wants.
func (t *Terminal) Answer(c wire.TerminalCall, send func(wire.TerminalFrame)) (wire.TerminalAnswer, error) {
	switch c.Kind {
	case wire.CallAttach:
		from, err := t.attach(c, send)
		return wire.TerminalAnswer{From: from}, err
	case wire.CallInput:
		return t.typed(c.Follower, c.Data), nil
	case wire.CallEnd:
		t.input.close()
	case wire.CallSignal:
		s := unix.SignalNum("SIG" + c.Signal)
		if s == 0 {
			return wire.TerminalAnswer{}, errs.New(errs.Invalid, "signal_unknown", "there is no signal %q", wire.Clip(c.Signal))
		}
		t.signal(s)
	case wire.CallResize:
		if c.Size != nil {
			t.resize(*c.Size)
		}
	case wire.CallTaken:
		t.taken(c.Follower, c.From)
	case wire.CallRights:
		t.entitle(c.Follower, c.ReadOnly)
	case wire.CallLeave:
		t.leave(c.Follower)
	}
	return wire.TerminalAnswer{}, nil
}

// Begin is when the program starts: what came before, compiling, is not idleness.
func (t *Terminal) Begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.active = time.Now()
}

// Tails are the outputs that a result shows.
func (t *Terminal) Tails() (stdout, stderr string, truncated bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	stdout, whole := t.log.tail(contract.Stdout, shownTail)
	stderr, alsoWhole := t.log.tail(contract.Stderr, shownTail)
	return stdout, stderr, !whole || !alsoWhole
}
