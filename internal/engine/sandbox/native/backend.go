// Package native isolates programs with the kernel's own means: namespaces, control groups, a system
// call filter and a root of nothing but toolchains. See DESIGN.md for how and why.
package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Backend keeps the slots warm. It implements sandbox.Backend.
type Backend struct {
	cfg         Config
	controllers controllers
	cgroups     bool
	plan        *plan
	grafter     grafter
	starter     *starter
	image       *os.File // the slot's program
	single      bool
	proc        string // why slots have no /proc of their own; empty when they have

	idle    chan *seat
	seats   int
	names   atomic.Int64
	closing chan struct{}
	once    sync.Once
	busy    sync.WaitGroup
}

// seat is the right to run one program at once, with its warm worker.
type seat struct {
	id     identity
	spare  identity // of the next worker, so that two never share uids
	worker *worker
}

// New detects what the host offers and starts the slots. It fails where namespaces are not to be had,
// unless the configuration allows for less.
func New(ctx context.Context, cfg Config) (sandbox.Backend, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	b := &Backend{cfg: cfg, starter: newStarter(), seats: cfg.Slots, closing: make(chan struct{}), idle: make(chan *seat, cfg.Slots)}
	if err := b.prepare(); err != nil {
		return nil, err
	}
	if err := b.fill(ctx); err != nil {
		_ = b.Close()
		return nil, fmt.Errorf("sandbox: start a slot: %w", err)
	}
	return b, nil
}

// prepare loads the slot's program and finds the controllers.
func (b *Backend) prepare() error {
	data, err := program()
	if err != nil {
		return err
	}
	if b.image, err = sealed(data); err != nil {
		return fmt.Errorf("sandbox: keep the slot's program in memory: %w", err)
	}
	b.single = os.Geteuid() != 0
	b.grafter = hostGrafter{}
	if !b.cfg.NoCgroups {
		b.controllers = detectControllers()
		b.controllers.sweep()
		b.cgroups = b.controllers.memory.usable() || b.controllers.pids.usable() || b.controllers.cpu.usable()
	}
	if b.cgroups {
		if err := b.controllers.makeGroupRoots(); err != nil {
			return fmt.Errorf("sandbox: make the control groups: %w", err)
		}
	}
	b.plan = newPlan(b.cfg, b.controllers.memory.usable())
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

// fill starts all workers; the first one alone, for its failure is that of all.
func (b *Backend) fill(ctx context.Context) error {
	for i := range b.seats {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := &seat{id: b.identity(2 * i), spare: b.identity(2*i + 1)}
		w, err := b.startWorker(b.nextName(), s.id)
		if err != nil {
			return err
		}
		b.proc = w.ready.Proc
		s.worker = w
		b.idle <- s
	}
	return nil
}

func (b *Backend) identity(i int) identity {
	if b.single {
		return identity{first: os.Geteuid(), single: true}
	}
	return identity{first: b.cfg.FirstUID + os.Getpid()%50000*64 + 2*i}
}

func (b *Backend) nextName() string { return "slot-" + strconv.FormatInt(b.names.Add(1), 10) }

// Name implements sandbox.Backend.
func (b *Backend) Name() string { return "native" }

// Slots implements sandbox.Backend.
func (b *Backend) Slots() int { return b.seats }

var errClosed = errors.New("sandbox: closed")

// Open implements sandbox.Backend.
func (b *Backend) Open(ctx context.Context) (sandbox.Slot, error) {
	select {
	case <-b.closing:
		return nil, errClosed
	default:
	}
	select {
	case s := <-b.idle:
		b.busy.Add(1)
		return &slot{b: b, seat: s}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-b.closing:
		return nil, errClosed
	}
}

// Close implements sandbox.Backend. Runs that are under way end as failures of the sandbox.
func (b *Backend) Close() error {
	b.once.Do(func() {
		close(b.closing)
		b.busy.Wait()
		for len(b.idle) > 0 {
			s := <-b.idle
			if s.worker != nil {
				s.worker.end()
			}
		}
		if b.cgroups {
			b.controllers.removeGroupRoots()
		}
		b.grafter.close()
		_ = b.image.Close()
		close(b.starter.orders)
	})
	return nil
}

// removeGroupRoots removes the folders of this process's slots.
func (c controllers) removeGroupRoots() {
	for _, ctl := range c.all() {
		if ctl.usable() {
			removeGroup(ctl.base + "/" + groupRoot())
		}
	}
}

func lockThread() { runtime.LockOSThread() }
