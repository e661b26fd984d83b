package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/pipe"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/seccomp"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/watch"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/request"
)

// inodes bound the number of files of a run; each costs the kernel a kilobyte.
const inodes = 32768

// slot is an open seat. Which one it is, is told by its first run.
type slot struct {
	b    *Backend
	seat *seat // nil before
	mu   sync.Mutex
	done bool
}

// Close implements sandbox.Slot.
func (s *slot) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return nil
	}
	s.done = true
	if s.seat == nil {
		s.b.free <- struct{}{}
	} else {
		s.b.release(s.seat)
	}
	s.b.busy.Done()
	return nil
}

// Run implements sandbox.Slot.
func (s *slot) Run(ctx context.Context, spec sandbox.Spec) (sandbox.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return sandbox.Result{}, errClosed
	}
	if err := request.Valid(&spec); err != nil {
		return sandbox.Result{Status: sandbox.NotStarted, Detail: err.Error()}, nil
	}
	if ctx.Err() != nil {
		return sandbox.Result{Status: sandbox.Cancelled, Detail: "cancelled before the start"}, nil
	}
	if seccomp.FamilyNumber(spec.Family) < 0 {
		return sandbox.Result{Status: sandbox.NotStarted, Detail: fmt.Sprintf("there is no family %q of languages", spec.Family)}, nil
	}
	if in, ok := spec.Stdin.(interface{ Len() int }); ok && in.Len() == 0 && spec.Terminal == nil {
		spec.Stdin = nil // nothing to read: no pipe is needed for that
	}
	spec.Limits = request.Complete(spec.Limits, s.b.cfg.Defaults)
	if s.seat == nil {
		s.seat = s.b.seats.take(spec.Binds)
	}
	if err := s.b.warm(s.seat); err != nil {
		return sandbox.Result{}, fmt.Errorf("sandbox: start a slot: %w", err)
	}
	r := &run{w: s.seat.worker, b: s.b, spec: &spec, limits: spec.Limits, kept: make([]int64, len(spec.Keep)), over: make(chan struct{})}
	defer close(r.over)
	res, err := r.do(ctx)
	if err != nil || r.soiled {
		s.b.retire(s.seat, err)
	}
	return res, err
}

// run is one run under way.
type run struct {
	w        *worker
	b        *Backend
	spec     *sandbox.Spec
	limits   sandbox.Limits
	number   int64
	soiled   bool // the worker is not to be used again
	cause    atomic.Value
	pipes    pipe.Streams
	done     wire.Done
	binds    []root.Bound // what stands in the slot for it
	standing bool         // since the run before
	kept     []int64      // bytes collected, for each of spec.Keep
	called   int64        // when Run was called, by CLOCK_MONOTONIC in ns
	begun    time.Time    // when the program was handed over
	watch    watch.Processes
	folder   watch.Folder  // when the slot is contained
	alarm    *time.Timer   // for the wall time
	over     chan struct{} // closed with the end of the run

	full    bool // the folder was found full
	crowded bool // there were more processes than there may be
}

// stop kills the run for a reason; the first one counts.
func (r *run) stop(why sandbox.Status) {
	if r.cause.CompareAndSwap(nil, why) {
		r.w.order(wire.Order{Run: r.number})
	}
}

func (r *run) stoppedFor() sandbox.Status {
	s, _ := r.cause.Load().(sandbox.Status)
	return s
}

// do carries the run out. An error means that the worker failed.
func (r *run) do(ctx context.Context) (sandbox.Result, error) {
	r.called = monotonic()
	r.w.run++
	r.number = r.w.run
	if g := r.w.group; g != nil {
		if err := g.Begin(r.limits.Memory, int64(r.limits.Processes)); err != nil {
			return sandbox.Result{}, fmt.Errorf("sandbox: set the limits: %w", err)
		}
	}
	if err := r.send(); err != nil {
		r.pipes.Close()
		var refused refusal
		if errors.As(err, &refused) {
			r.soiled = true // files may be laid in already
			return sandbox.Result{Status: sandbox.NotStarted, Detail: refused.Error()}, nil
		}
		return sandbox.Result{}, err
	}
	stopClosing := context.AfterFunc(r.b.closing, func() { r.stop(sandbox.Cancelled) })
	stopCtx := context.AfterFunc(ctx, func() { r.stop(sandbox.Cancelled) })
	r.observe()
	r.attend()
	err := r.pump()
	stopCtx()
	stopClosing()
	if r.alarm != nil {
		r.alarm.Stop()
	}
	r.pipes.Close()
	if err != nil {
		return sandbox.Result{}, fmt.Errorf("sandbox: the slot died: %w", err)
	}
	if r.done.Failure != "" {
		return sandbox.Result{}, errors.New("sandbox: " + r.done.Failure)
	}
	if r.w.bound = root.Staying(r.binds); !r.standing {
		r.w.asked = slices.Clone(r.spec.Binds)
	}
	res := r.result()
	if g := r.w.group; g != nil {
		if err := g.Renew(r.w.id.first); err != nil {
			r.soiled = true
		}
	}
	return res, nil
}

// refusal is a run that could not start for what its Spec says.
type refusal struct{ err error }

func (e refusal) Error() string { return e.err.Error() }

// fit makes of the spec what this slot can run: without mounts places are others, without a /proc input has no name.
func (r *run) fit() error {
	switch {
	case r.w.folder != "":
		spec, err := r.b.contained.Located(*r.spec, r.w.folder)
		if err != nil {
			return refusal{err}
		}
		r.spec = &spec
	case r.w.ready.Proc != "" && r.spec.Terminal == nil:
		return r.nameInput()
	}
	return nil
}

// send hands over the files and the run.
func (r *run) send() error {
	if err := r.fit(); err != nil {
		return err
	}
	for _, f := range r.spec.Files {
		if err := sendFile(&r.w.conn, f); err != nil {
			return err
		}
	}
	if err := r.pipes.Open(r.spec); err != nil {
		return fmt.Errorf("sandbox: make pipes: %w", err)
	}
	if !r.b.single && r.spec.Terminal == nil {
		if err := r.pipes.Give(r.w.id.first+1, r.spec.Stdin != nil); err != nil {
			return fmt.Errorf("sandbox: hand over pipes: %w", err)
		}
	}
	m := wire.Run{
		Number: r.number, Paths: request.Lookup(r.spec.Args[0], r.spec.Env), Args: r.spec.Args, Env: r.spec.Env,
		Family:  int64(seccomp.FamilyNumber(r.spec.Family)),
		Rlimits: append(rlimits(r.limits), r.processLimit()...), Disk: r.limits.Disk, Inodes: inodes,
	}
	if t := r.spec.Terminal; t != nil {
		m.Terminal, m.Rows, m.Columns = true, int64(t.Size.Rows), int64(t.Size.Columns)
	}
	for _, k := range r.spec.Keep {
		m.Keep = append(m.Keep, strings.TrimSuffix(k.Name, "/"))
	}
	grafts, err := r.bind(&m)
	if err != nil {
		return refusal{err}
	}
	defer wire.CloseAll(grafts)
	fds := r.pipes.Given(make([]int, 0, 8))
	if g := r.w.group; g != nil && g.FD() >= 0 {
		m.Cgroup = true
		fds = append(fds, g.FD())
	}
	r.start()
	if err := r.w.conn.Send(m.Encode(), append(fds, grafts...)...); err != nil {
		if errors.Is(err, wire.ErrTooMany) || errors.Is(err, wire.ErrTooLarge) {
			return refusal{err}
		}
		return fmt.Errorf("sandbox: hand the run over: %w", err)
	}
	r.pipes.CloseTheirs()
	if err := r.w.turns.Watch(r.pipes.Output(1), r.pipes.Output(2)); err != nil {
		return fmt.Errorf("sandbox: watch outputs: %w", err)
	}
	if r.spec.Terminal == nil {
		r.pipes.Feed(r.spec.Stdin)
	}
	return nil
}

// start says that the program begins, as near as can be told before it does.
func (r *run) start() {
	if r.spec.Started != nil {
		r.spec.Started()
	}
	r.begun = time.Now()
}

// monotonic is the clock that a slot tells the start of its program by.
func monotonic() int64 {
	var ts unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts)
	return ts.Nano()
}

// bind tells what the run is to find bound, and grafts it unless it stands in the slot since the run before.
func (r *run) bind(m *wire.Run) (grafts []int, err error) {
	r.binds, err = root.Look(r.spec.Binds)
	r.standing = len(r.binds) > 0 && slices.Equal(r.binds, r.w.bound)
	if err == nil && !r.standing {
		r.binds, grafts, err = root.GraftAll(r.b.grafter, r.spec.Binds)
	}
	m.Bound = r.standing
	for _, b := range r.binds {
		m.Binds = append(m.Binds, b.Mount)
	}
	return grafts, err
}

// rlimits are the kernel's limits for each process. The address space is not among them: the
// virtual machines of Java and JavaScript reserve far more than they use.
func rlimits(l sandbox.Limits) []wire.Rlimit {
	// The kernel's own limit on time is for a host that does not look: it counts whole ticks, which may be twice too many.
	seconds := 2 * int64((l.CPUTime+time.Second-1)/time.Second)
	return []wire.Rlimit{
		{Resource: unix.RLIMIT_CORE, Value: 0},
		{Resource: unix.RLIMIT_STACK, Value: l.Stack},
		{Resource: unix.RLIMIT_FSIZE, Value: l.FileSize},
		{Resource: unix.RLIMIT_NOFILE, Value: int64(l.OpenFiles)},
		{Resource: unix.RLIMIT_CPU, Value: seconds + 1},
		{Resource: unix.RLIMIT_MEMLOCK, Value: 64 << 10},
		{Resource: unix.RLIMIT_MSGQUEUE, Value: 0},
		{Resource: unix.RLIMIT_RTPRIO, Value: 0},
	}
}

// processLimit is the kernel's own, where no control group counts.
func (r *run) processLimit() []wire.Rlimit {
	if r.b.controllers.PIDs.Usable() {
		return nil
	}
	n := r.limits.Processes
	if r.b.single { // the threads of the slot's first process are the same user's
		n += watch.Threads([]int{r.w.cmd.Process.Pid}) + moreThreads
	}
	if r.b.single && r.b.contained != nil { // what others of this user have is counted too
		n = watch.TasksOf(os.Geteuid()) + r.b.cfg.Slots*n
	}
	return []wire.Rlimit{{Resource: unix.RLIMIT_NPROC, Value: int64(n)}}
}

// moreThreads are those that the runtime of a slot's first process may start during a run.
const moreThreads = 6
