package attachment

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// Chunk is one thing that an interactive run shows.
type Chunk struct {
	Kind   string // stdout, stderr, status, typing, end
	Offset int64  // of Data in all output of both streams; a gap was forgotten
	Data   []byte
	Status string
	Name   string              // of who types
	Result *contract.RunResult // of the end
}

// Attachment is a connection to an interactive run. Its methods may be called from several goroutines;
// Next from one.
type Attachment struct {
	From int64                  // offset of the first output that follows
	Size *contract.TerminalSize // that the terminal was started with; nil where there is none

	service  *Service
	head     wire.Head
	run      ids.Run
	rights   run.Rights // as it began
	readOnly atomic.Bool
	name     string
	chunks   chan Chunk
	ctx      context.Context // ends with the attachment
	cancel   context.CancelCauseFunc
	all      sync.WaitGroup
	stop     func() error
}

// ReadOnly reports whether only Next, Shown and Close work now.
func (a *Attachment) ReadOnly() bool { return a.readOnly.Load() }

// attachedAfter is how long the end of a run may come before the last of its output.
const attachedAfter = 2 * time.Second

// Attach connects to an interactive run from an offset of its output on, or, where that is forgotten, from what
// is still remembered: 0 is the beginning. Who started the run may write; others who may see it only read. In a place with
// several people its owner says who writes, and Watch what becomes of that. The connection ends with ctx or Close, and the run goes on
// for some seconds, so that one can come back.
func (s *Service) Attach(ctx context.Context, id ids.Run, from int64) (*Attachment, error) {
	v, err := s.runs.ReadRun(ctx, id)
	if err != nil {
		return nil, err
	}
	if !v.Head.Interactive {
		return nil, errs.New(errs.Conflict, "run_not_interactive", "this run has all its input: it was not started with a terminal")
	}
	a := &Attachment{
		Size: v.Head.Terminal, service: s, head: v.Head, run: id, rights: v.Rights, name: ids.New[string](), chunks: make(chan Chunk, 64), stop: func() error { return nil },
	}
	a.readOnly.Store(!v.Rights.Types)
	a.ctx, a.cancel = context.WithCancelCause(ctx)
	if v.Result != nil {
		a.replay(v, from)
		return a, nil
	}
	if a.stop, err = s.bus.Subscribe(wire.TerminalSubject(string(id), a.name), a.hear); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	answer, err := a.call(ctx, wire.TerminalCall{Kind: wire.CallAttach, Name: v.Rights.Name, Person: v.Rights.Person, ReadOnly: a.ReadOnly(), From: from})
	if err != nil {
		if gone := errs.Of(err).Code; gone != "service_unavailable" && gone != errEnded.Code {
			return nil, errors.Join(err, a.Close())
		}
	}
	a.From = answer.From // of a run that just ended, or whose worker is gone, only the end follows
	a.all.Go(a.followEvents)
	return a, nil
}

// replay shows the end of a run that is over.
func (a *Attachment) replay(v *run.View, from int64) {
	if shown := v.Result.Stdout + v.Result.Stderr; from == 0 && shown != "" {
		a.chunks <- Chunk{Kind: contract.Stdout, Data: []byte(shown)}
	}
	a.From = from
	a.chunks <- Chunk{Kind: wire.KindEnd, Result: v.Result}
}

// hear takes a frame of the worker.
func (a *Attachment) hear(_ context.Context, m bus.Message) {
	var f wire.TerminalFrame
	if err := m.Decode(&f); err != nil {
		a.service.log.Warn("execution: a terminal's output cannot be read", "run", a.run, "error", err)
		return
	}
	a.push(Chunk{Kind: f.Kind, Offset: f.Offset, Data: f.Data, Name: f.Name, Result: f.Result})
}

func (a *Attachment) push(c Chunk) {
	select {
	case a.chunks <- c:
	case <-a.ctx.Done():
	}
}

// followEvents hands on the run's states, and its end if the worker does not tell it: it may be dead.
func (a *Attachment) followEvents() {
	err := a.service.runs.Follow(a.ctx, a.run, func(e wire.Event) error {
		switch e.Kind {
		case wire.KindStatus:
			a.push(Chunk{Kind: wire.KindStatus, Status: e.Status})
		case wire.KindEnd:
			select {
			case <-a.ctx.Done():
			case <-time.After(attachedAfter):
				a.push(Chunk{Kind: wire.KindEnd, Result: e.Result})
			}
		}
		return nil
	})
	if err != nil {
		a.cancel(err)
	}
}

// Next waits for what is shown next. After the end it answers io.EOF.
func (a *Attachment) Next() (Chunk, error) {
	select {
	case c := <-a.chunks:
		if c.Kind == wire.KindEnd {
			a.cancel(io.EOF)
		}
		return c, nil
	case <-a.ctx.Done():
		return Chunk{}, context.Cause(a.ctx)
	}
}

// Shown says up to which offset the output was dealt with. Without it no more comes after the first 128 KiB.
func (a *Attachment) Shown(offset int64) {
	a.tell(wire.TerminalCall{Kind: wire.CallTaken, From: offset})
}

// tell tells the worker what needs no answer.
func (a *Attachment) tell(c wire.TerminalCall) {
	c.Follower = a.name
	if err := a.service.bus.Publish(a.ctx, wire.SubjectTerminal+string(a.run), c); err != nil {
		a.service.log.Warn("execution: a terminal was not told", "run", a.run, "what", c.Kind, "error", err)
	}
}

// Write types p, waiting as long as the program does not read: it is meant to be called by one goroutine after
// the other. When an interrupt has thrown input away meanwhile, the rest of p is, too. A single control-C overtakes
// everything: it may be written beside a Write that waits.
func (a *Attachment) Write(p []byte) (int, error) {
	for done := 0; done < len(p); {
		if a.ReadOnly() {
			return done, errReadOnly
		}
		answer, err := a.call(a.ctx, wire.TerminalCall{Kind: wire.CallInput, Data: p[done:min(len(p), done+wire.InletBytes)]})
		if err != nil {
			return done, err
		}
		if done += answer.Taken; answer.Dropped {
			break
		}
	}
	return len(p), nil
}

var (
	errReadOnly = errs.New(errs.Forbidden, "terminal_read_only", "you can watch this terminal, and not type into it")
	errEnded    = errs.New(errs.Conflict, "run_ended", "the run has ended").Because(io.EOF)
	errShared   = errs.New(errs.Invalid, "terminal_shared", "everybody here sees this terminal: it keeps the size it was started with")
)

// isOver tells whether a call failed because the run is over, or its machine is gone: Next tells which.
func isOver(err error) bool {
	return errs.Is(err, errs.Unavailable) || errs.Of(err).Code == errEnded.Code
}

// Watch tells each time when who is connected may write no more, or again, until ctx ends or they may not even see the run: that is what
// it answers.
func (a *Attachment) Watch(ctx context.Context, changed func(readOnly bool) error) error {
	return a.service.runs.WatchRights(ctx, a.head, a.rights, func(now run.Rights) error {
		a.readOnly.Store(!now.Types)
		a.tell(wire.TerminalCall{Kind: wire.CallRights, ReadOnly: !now.Types})
		return changed(!now.Types)
	})
}

// CloseInput ends the input: the program reads its end.
func (a *Attachment) CloseInput() error { return a.ask(wire.TerminalCall{Kind: wire.CallEnd}) }

// Signal sends a signal by its name: INT, TERM, KILL.
func (a *Attachment) Signal(name string) error {
	return a.ask(wire.TerminalCall{Kind: wire.CallSignal, Signal: name})
}

// Resize tells the program of its terminal's new size. One that several people share keeps its own: they have screens of many sizes.
func (a *Attachment) Resize(size contract.TerminalSize) error {
	if a.head.Shared() {
		return errShared
	}
	return a.ask(wire.TerminalCall{Kind: wire.CallResize, Size: &size})
}

// Close leaves the run.
func (a *Attachment) Close() error {
	a.cancel(context.Canceled)
	err := a.service.bus.Publish(context.WithoutCancel(a.ctx), wire.SubjectTerminal+string(a.run), wire.TerminalCall{Kind: wire.CallLeave, Follower: a.name})
	a.all.Wait()
	return errors.Join(err, a.stop())
}

func (a *Attachment) ask(c wire.TerminalCall) error {
	if a.ReadOnly() {
		return errReadOnly
	}
	_, err := a.call(a.ctx, c)
	return err
}

func (a *Attachment) call(ctx context.Context, c wire.TerminalCall) (wire.TerminalAnswer, error) {
	c.Follower = a.name
	answer, err := bus.Request[wire.TerminalCall, wire.TerminalAnswer](ctx, a.service.bus, wire.SubjectTerminal+string(a.run), c)
	if err != nil && errors.Is(context.Cause(a.ctx), io.EOF) {
		err = errEnded // meanwhile
	}
	return answer, err
}
