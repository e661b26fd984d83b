package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/service/execution/terminal"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// terminalsEach is how many interactive runs one person has on a worker; the oldest makes room for one more. Those who share a place have
// one together.
const terminalsEach = 2

// unwanted ends an interactive run, and says why.
type unwanted string

func (u unwanted) Error() string { return string(u) }

// The reasons to end one for a newer one.
const (
	errReplaced       = unwanted("a newer terminal of the same person took its place")
	errSharedReplaced = unwanted("a newer terminal took its place")
)

// terminalSeat is one of the places that Config.Terminals has.
type terminalSeat struct {
	scope  string
	head   wire.Head
	end    context.CancelCauseFunc
	ending bool // it was told to
}

// free tells it to end.
func (s *terminalSeat) free(why error) {
	s.ending = true
	s.end(why)
}

// endTerminals ends those of a place that its owner wants no more.
func (w *Worker) endTerminals(_ context.Context, m bus.Message) {
	var e contract.EndTerminals
	if err := m.Decode(&e); err != nil {
		w.log.Warn("worker: a wish to end terminals cannot be read", "error", err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.seats {
		if s.head.Place == e.Place && s.head.StartedAt.Before(e.Before) {
			s.free(unwanted(e.Why))
		}
	}
}

// takeInteractive answers an order that somebody talks to: at once that it has begun.
func (w *Worker) takeInteractive(ctx context.Context, o wire.Order) (wire.Reply, error) {
	ctx, end := context.WithCancelCause(context.WithoutCancel(ctx))
	leave, err := w.sit(&terminalSeat{scope: o.Scope, head: o.Head, end: end}, o.AtOnce)
	if err != nil {
		end(err)
		return wire.Reply{}, err
	}
	t := terminal.New(o.Interactive.Terminal != nil)
	stop, err := w.open(o, t)
	if err != nil {
		end(err)
		leave()
		w.work.Done()
		return wire.Reply{}, errors.Join(err, ignoreNil(stop))
	}
	w.mu.Lock()
	w.running[o.Head.ID] = end
	w.mu.Unlock()
	o.Head.Worker = w.id
	ctx, span := beginRun(ctx, o.Head)
	r := &running{Worker: w, order: o, span: span, terminal: t, leave: leave, closed: func() {
		t.Linger()
		if err := stop(); err != nil {
			w.log.Warn("worker: a terminal was not closed", "run", o.Head.ID, "error", err)
		}
	}}
	if o.Head.Shared() {
		r.recorded = t.Record(r.tellShown(context.WithoutCancel(ctx)))
	}
	r.emit(ctx, wire.Event{Kind: wire.KindStatus, Status: wire.StatusQueued, Head: &o.Head})
	go r.execute(ctx, end)
	return wire.Reply{}, nil
}

// tellShown tells the owner of the run's place what its terminal shows.
func (r *running) tellShown(ctx context.Context) func(time.Duration, []byte) {
	h, number := r.order.Head, 0
	return func(since time.Duration, data []byte) {
		number++
		shown := contract.Shown{Run: h.ID, Organization: h.Organization, Place: h.Place, Number: number, AtMs: since.Milliseconds(), Data: data}
		if err := r.bus.PublishDurable(ctx, contract.SubjectRunShown, fmt.Sprintf("run-shown-%s-%d", h.ID, number), shown); err != nil {
			r.log.Warn("worker: what a terminal has shown was not told", "run", h.ID, "error", err)
		}
	}
}

func ignoreNil(stop func() error) error {
	if stop == nil {
		return nil
	}
	return stop()
}

// sit takes one of the places, and counts the run as work of this worker. The last free place goes only to an
// organization that has none; most is how many it may have, 0 without another bound. The one that makes way ends once the
// newer one is taken, whose program begins when that has left its sandbox.
func (w *Worker) sit(s *terminalSeat, most int) (leave func(), err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	old, why := w.replaced(s)
	organization, made := 0, 0 // by it
	for _, other := range w.seats {
		if other.head.Organization == s.head.Organization {
			organization++
		}
	}
	if old != nil {
		made = 1
	}
	switch free := w.config.Terminals - len(w.seats) + made; {
	case w.leaving:
		return nil, errBusy
	case most > 0 && organization-made >= most:
		return nil, errs.New(errs.TooMany, "terminals_at_once", "your organization has %d terminals open, as many as it may have at once: wait until one is closed", organization).After(10 * time.Second)
	case free <= 0 || free == 1 && organization > 0 && old == nil:
		return nil, errs.New(errs.Unavailable, wire.CodeBusy, "%d terminals are open, as many as there is room for: try again when one is closed", len(w.seats)).After(10 * time.Second)
	}
	if old != nil {
		old.free(why)
	}
	w.work.Add(1)
	w.seats = append(w.seats, s)
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		for i, other := range w.seats {
			if other == s {
				w.seats = append(w.seats[:i:i], w.seats[i+1:]...)
			}
		}
	}, nil
}

// replaced is the terminal that a newer one takes the place of, and why; nil: none makes way. The lock is held.
func (w *Worker) replaced(by *terminalSeat) (*terminalSeat, unwanted) {
	var own []*terminalSeat
	for _, other := range w.seats {
		if other.scope == by.scope && !other.ending {
			own = append(own, other)
		}
	}
	switch {
	case len(own) > 0 && by.head.Shared():
		return own[0], errSharedReplaced
	case len(own) >= terminalsEach:
		return own[0], errReplaced
	}
	return nil, ""
}

// connect makes the terminal the program's input and output; done tells the outputs of its result.
func (r *running) connect(ctx context.Context, spec *sandbox.Spec, end context.CancelCauseFunc) (done func()) {
	t, o := r.terminal, r.order.Interactive
	t.Connect(spec, r.order.Stdin, o.Terminal)
	t.Begin()
	ctx, stop := context.WithCancel(ctx)
	go t.Watch(ctx, time.Duration(o.IdleSeconds)*time.Second, end)
	return func() {
		stop()
		r.result.Stdout, r.result.Stderr, r.result.Truncated = t.Tails()
	}
}

// open serves the terminal of a run.
func (w *Worker) open(o wire.Order, t *terminal.Terminal) (stop func() error, err error) {
	run := string(o.Head.ID)
	return bus.Serve(w.bus, wire.SubjectTerminal+run, wire.WorkersQueue, func(_ context.Context, c wire.TerminalCall) (wire.TerminalAnswer, error) {
		return t.Answer(c, func(f wire.TerminalFrame) {
			if err := w.bus.Publish(context.Background(), wire.TerminalSubject(run, c.Follower), f); err != nil {
				w.log.Warn("worker: a terminal's output was not sent", "run", run, "error", err)
			}
		})
	})
}
