package docker

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/moby/moby/client"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/hostuid"
)

// Backend makes containers. It implements sandbox.Backend.
type Backend struct {
	cfg      Config
	client   *client.Client
	image    string // the digest of its configuration: nothing else is ever started
	engine   engine
	seccomp  string
	dir      string         // of props
	props    []sandbox.Bind // what every container has from here: its first process, and covers
	owner    string
	firstUID int
	freeUIDs func()
	nextUID  atomic.Int64

	seats   []*seat
	idle    chan *seat
	closing context.Context // the life of the back end, not of a call: ends with Close
	cancel  context.CancelFunc
	once    sync.Once
	busy    sync.WaitGroup // open seats
	chores  sync.WaitGroup // containers being made or removed in the background
}

// engine is what the daemon says of itself.
type engine struct {
	version, runtime, cgroups string
	mapped, apparmor          bool
}

// New asks the daemon for what is needed, removes what earlier processes left, and makes one container to see
// that programs can be run.
func New(ctx context.Context, cfg Config) (*Backend, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	b := &Backend{cfg: cfg.withDefaults()}
	b.closing, b.cancel = context.WithCancel(context.Background())
	b.idle = make(chan *seat, b.cfg.Slots)
	if err := b.prepare(ctx); err != nil {
		_ = b.Close()
		return nil, fmt.Errorf("sandbox: the Docker back end cannot start: %w", err)
	}
	for range b.cfg.Slots {
		s := &seat{}
		b.seats = append(b.seats, s)
		b.idle <- s
	}
	return b, nil
}

func (b *Backend) prepare(ctx context.Context) (err error) {
	if b.seccomp, err = seccompJSON(); err != nil {
		return err
	}
	if b.client, err = client.New(client.WithHost(b.cfg.Host)); err != nil {
		return &Fault{fmt.Sprintf("%q is no address of a Docker engine", b.cfg.Host), "write --docker-host as unix:///run/docker.sock", err}
	}
	if err := b.meet(ctx); err != nil {
		return err
	}
	if b.owner, err = ownerHere(); err != nil {
		return err
	}
	if err := b.sweep(ctx); err != nil {
		return err
	}
	if err := b.makeProps(); err != nil {
		return err
	}
	spec := sandbox.Spec{Limits: b.complete(sandbox.Limits{})}
	s, err := shapeOf(&spec)
	if err != nil {
		return err
	}
	probe, err := b.newBox(ctx, s, nil)
	if err != nil {
		return err
	}
	b.discard(probe)
	return nil
}

// meet learns what the daemon is and holds the image to its digest.
func (b *Backend) meet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, meetWithin)
	defer cancel()
	info, err := b.client.Info(ctx, client.InfoOptions{})
	if err != nil {
		return b.engineFault(err)
	}
	i := info.Info
	if i.OSType != "linux" {
		return &Fault{fmt.Sprintf("the engine says that it runs %q containers, not linux ones", i.OSType), "give the address of another with --docker-host", nil}
	}
	b.engine = engine{version: i.ServerVersion, runtime: i.DefaultRuntime, cgroups: i.CgroupVersion}
	if b.cfg.Runtime != "" {
		b.engine.runtime = b.cfg.Runtime
		if _, ok := i.Runtimes[b.cfg.Runtime]; !ok {
			known := strings.Join(slices.Sorted(maps.Keys(i.Runtimes)), ", ")
			return &Fault{fmt.Sprintf("the engine has no runtime %q, but %s", b.cfg.Runtime, known), "add it to the engine's daemon.json, or leave --docker-runtime out", nil}
		}
	}
	if !i.MemoryLimit || !i.PidsLimit {
		return &Fault{"the engine cannot limit memory and processes: their control groups are missing on this machine", "mount them, and start the engine again", nil}
	}
	for _, o := range i.SecurityOptions {
		b.engine.mapped = b.engine.mapped || strings.Contains(o, "name=userns") || strings.Contains(o, "name=rootless")
		b.engine.apparmor = b.engine.apparmor || strings.Contains(o, "name=apparmor")
	}
	b.firstUID = b.cfg.FirstUID
	if b.firstUID == 0 && b.engine.mapped {
		b.firstUID = firstUIDMapped
	} else if b.firstUID == 0 {
		b.firstUID, b.freeUIDs = hostuid.Claim(firstUID, uidBlocks)
	}
	image, err := b.client.ImageInspect(ctx, b.cfg.Image)
	if err != nil {
		return b.imageFault(err)
	}
	b.image = image.ID
	return nil
}

// Name implements sandbox.Backend.
func (b *Backend) Name() string { return "docker" }

// Slots implements sandbox.Backend.
func (b *Backend) Slots() int { return b.cfg.Slots }

var errClosed = errors.New("sandbox: closed")

// Open implements sandbox.Backend.
func (b *Backend) Open(ctx context.Context) (sandbox.Slot, error) {
	if b.closing.Err() != nil {
		return nil, errClosed
	}
	select {
	case s := <-b.idle:
		b.busy.Add(1)
		return &slot{b: b, seat: s}, nil
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
		for len(b.idle) > 0 {
			b.drop((<-b.idle).claim())
		}
		b.chores.Wait()
		if b.client != nil {
			_ = b.client.Close()
		}
		if b.freeUIDs != nil {
			b.freeUIDs()
		}
		if b.dir != "" {
			_ = os.RemoveAll(b.dir)
		}
	})
	return nil
}
