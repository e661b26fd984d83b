// Package native isolates programs with the kernel's own means: namespaces, control groups, a system
// call filter and a root of nothing but toolchains. See DESIGN.md for how and why.
package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/cgroup"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/contained"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/hostuid"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/seccomp"
)

// Backend keeps the slots warm. It implements sandbox.Backend.
type Backend struct {
	cfg         Config
	controllers cgroup.Controllers
	nth         int64 // of the back ends of this process
	cgroups     bool  // at least one controller is in use
	single      bool  // started by an ordinary user: one uid for everything
	plan        *root.Plan
	grafter     root.Grafter
	starter     *starter
	image       *os.File           // the slot's program
	contained   *contained.Folders // where namespaces are not to be had; else nil
	refused     error              // why there are no namespaces, when contained
	proc        string             // why slots have no /proc of their own; empty when they have
	firstUID    int                // of those of this process
	freeUIDs    func()

	identities chan identity // of workers that are not alive
	spare      chan *worker  // one, made off the critical path
	free       chan struct{} // one for each of seats
	seats      seats
	closing    context.Context // the life of the back end, not of a call: ends with Close
	cancel     context.CancelFunc
	once       sync.Once
	busy       sync.WaitGroup // open seats
	chores     sync.WaitGroup // workers being made or ended in the background
}

// New detects what the host offers and starts the slots, on the best level that is to be had. It fails where that is less than
// isolated, unless the configuration allows for less.
func New(ctx context.Context, cfg Config) (sandbox.Backend, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	b := unopened(cfg)
	err := errSwitchedOff
	if !cfg.NoNamespaces {
		err = b.open(ctx)
	}
	if err == nil {
		return b, nil
	}
	_ = b.Close()
	if errors.Is(err, errNotBuilt) || ctx.Err() != nil {
		return nil, err
	}
	return newLess(ctx, cfg, err)
}

var errSwitchedOff = errors.New("namespaces are switched off by configuration")

// open finds out what there is and starts the slots.
func (b *Backend) open(ctx context.Context) error {
	if err := b.prepare(); err != nil {
		return err
	}
	return b.fill(ctx)
}

// opened counts the back ends that this process ever made.
var opened atomic.Int64

func unopened(cfg Config) *Backend {
	b := &Backend{
		cfg: cfg, nth: opened.Add(1), starter: newStarter(), free: make(chan struct{}, cfg.Slots), seats: seats{kept: cfg.Slots / 2},
		spare: make(chan *worker, 1), identities: make(chan identity, 2*cfg.Slots+2), grafter: root.HostGrafter{},
	}
	b.closing, b.cancel = context.WithCancel(context.Background())
	return b
}

// newLess makes the best back end of those that are left where programs cannot be isolated, as far as the configuration allows.
func newLess(ctx context.Context, cfg Config, err error) (sandbox.Backend, error) {
	b := unopened(cfg)
	lesser := b.openContained(ctx, err)
	switch {
	case lesser == nil && cfg.AllowContained:
		return b, nil
	case lesser == nil && !cfg.AllowUnprotected:
		err = fmt.Errorf("%w; %w", err, ErrContainedOnly)
	case lesser != nil:
		err = fmt.Errorf("%w; nor contained: %w", err, lesser)
	}
	_ = b.Close()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if cfg.AllowUnprotected {
		cfg.Log.Warn("programs run UNPROTECTED: resource limits are all that holds", "reason", err)
		return newUnprotected(cfg, err), nil
	}
	return nil, fmt.Errorf("sandbox: this host does not let programs be isolated: %w (%s)", err, remedy())
}

// prepare loads the slot's program and finds out what there is.
func (b *Backend) prepare() error {
	if err := b.prepareSlots(hostuid.Claim); err != nil {
		return err
	}
	if !b.cfg.NoCgroups {
		b.controllers = cgroup.Detect()
		b.controllers.Sweep()
		b.cgroups = b.controllers.Memory.Usable() || b.controllers.PIDs.Usable() || b.controllers.CPU.Usable()
	}
	if b.cgroups {
		if err := b.controllers.MakeRoots(); err != nil {
			return fmt.Errorf("make the control groups: %w", err)
		}
	}
	b.plan = b.newPlan(seccomp.Filters(b.controllers.Memory.Usable()))
	if b.single {
		k, err := b.startKeeper()
		if err != nil {
			return err
		}
		b.grafter = k
	}
	return nil
}

// newPlan is the plan of every slot's root.
func (b *Backend) newPlan(filters []string) *root.Plan {
	return root.NewPlan(root.Shown{Roots: b.cfg.Roots, Etc: b.cfg.Etc, Proc: !b.cfg.NoProc, Filters: filters})
}

// prepareSlots loads the slot's program and chooses the users.
func (b *Backend) prepareSlots(claim func(first, blocks int) (int, func())) error {
	data, err := program()
	if err != nil {
		return err
	}
	if b.image, err = sealed(data); err != nil {
		return fmt.Errorf("keep the slot's program in memory: %w", err)
	}
	if b.single = os.Geteuid() != 0; !b.single {
		b.firstUID, b.freeUIDs = claim(b.cfg.FirstUID, hostuid.Blocks)
	}
	for i := range cap(b.identities) {
		b.identities <- b.identity(i)
	}
	return nil
}

// sealed is a file in memory that nobody can change: a program that reaches the executable of
// its slot cannot write to it.
func sealed(data []byte) (*os.File, error) {
	fd, err := unix.MemfdCreate("slot", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), "slot")
	if _, err := f.Write(data); err != nil {
		_ = f.Close()
		return nil, err
	}
	seals := unix.F_SEAL_SEAL | unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_WRITE
	if _, err := unix.FcntlInt(f.Fd(), unix.F_ADD_SEALS, seals); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// identity is the i-th pair of uids.
func (b *Backend) identity(i int) identity {
	if b.single {
		return identity{number: i, first: os.Geteuid(), single: true}
	}
	return identity{number: i, first: b.firstUID + 2*i}
}

// fill starts a worker for every seat, and then the spare one.
func (b *Backend) fill(ctx context.Context) error {
	for range b.cfg.Slots {
		if err := ctx.Err(); err != nil {
			return err
		}
		w, err := b.startWorker()
		if err != nil {
			return fmt.Errorf("start a slot: %w", err)
		}
		b.proc = w.ready.Proc
		b.release(&seat{w})
	}
	b.chore(b.makeSpare)
	return nil
}

// chore does something in the background that Close waits for.
func (b *Backend) chore(f func()) {
	b.chores.Add(1)
	go func() {
		defer b.chores.Done()
		f()
	}()
}

// makeSpare makes a worker for the next seat that needs one.
func (b *Backend) makeSpare() {
	if len(b.spare) > 0 || b.closed() {
		return
	}
	w, err := b.startWorker()
	if err != nil {
		b.cfg.Log.Error("a spare sandbox slot could not be made", "error", err)
		return
	}
	select {
	case b.spare <- w:
	default:
		b.discard(w)
	}
}

// warm gives the seat a worker, if it lost its own.
func (b *Backend) warm(s *seat) (err error) {
	if s.worker != nil {
		return nil
	}
	select {
	case s.worker = <-b.spare:
	default:
		s.worker, err = b.startWorker()
	}
	return err
}

// retire throws the seat's worker away and has another made.
func (b *Backend) retire(s *seat, cause error) {
	w := s.worker
	s.worker = nil
	if cause != nil {
		b.cfg.Log.Error("a sandbox slot failed and is replaced", "error", cause)
	}
	b.chore(func() {
		b.discard(w)
		b.makeSpare()
	})
}

// release gives a seat to whoever opens a slot next.
func (b *Backend) release(s *seat) {
	b.seats.put(s)
	b.free <- struct{}{}
}

// Name implements sandbox.Backend.
func (b *Backend) Name() string { return "native" }

// Level is told to sandbox.LevelOf.
func (b *Backend) Level() sandbox.Level {
	if b.contained != nil {
		return sandbox.Contained
	}
	return sandbox.Isolated
}

// Slots implements sandbox.Backend.
func (b *Backend) Slots() int { return b.cfg.Slots }

var errClosed = errors.New("sandbox: closed")

func (b *Backend) closed() bool { return b.closing.Err() != nil }

// Open implements sandbox.Backend.
func (b *Backend) Open(ctx context.Context) (sandbox.Slot, error) {
	if b.closed() {
		return nil, errClosed
	}
	select {
	case <-b.free:
		b.busy.Add(1)
		return &slot{b: b}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-b.closing.Done():
		return nil, errClosed
	}
}

// Close implements sandbox.Backend. Runs that are under way are cancelled; it waits for open slots to be closed.
func (b *Backend) Close() error {
	b.once.Do(func() {
		b.cancel()
		b.busy.Wait()
		b.chores.Wait()
		for len(b.free) > 0 {
			<-b.free
			if s := b.seats.take(nil); s.worker != nil {
				s.worker.end()
			}
		}
		for len(b.spare) > 0 {
			(<-b.spare).end()
		}
		if b.cgroups {
			b.controllers.RemoveRoots()
		}
		b.grafter.Close()
		if b.contained != nil {
			b.contained.Close()
		}
		if b.image != nil {
			_ = b.image.Close()
		}
		if b.freeUIDs != nil {
			b.freeUIDs()
		}
		close(b.starter.orders)
	})
	return nil
}

func lockThread() { runtime.LockOSThread() }
