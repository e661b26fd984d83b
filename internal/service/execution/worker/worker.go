package worker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// Deps is what a worker works with; all but Metrics must be there. It has no database.
type Deps struct {
	Bus       *bus.Bus
	Blobs     blob.Store
	Backend   sandbox.Backend
	Toolchain *toolchain.Toolchain
	Log       *slog.Logger
	Metrics   prometheus.Registerer
	CacheDir  string // for blobs that the store has elsewhere
	Config    Config
}

// Worker is the slots of one host.
type Worker struct {
	id        string
	bus       *bus.Bus
	blobs     *blobCache
	backend   sandbox.Backend
	toolchain *toolchain.Toolchain
	log       *slog.Logger
	config    Config
	metrics   *metrics
	lanes     *lanes
	languages []wire.Language
	mark      string // of the languages
	started   time.Time

	work  sync.WaitGroup // runs and what is to be done after them
	later later

	mu      sync.Mutex
	running map[ids.Run]context.CancelCauseFunc
	seats   []*terminalSeat // of the interactive runs
	judging map[ids.Judgement]context.CancelCauseFunc
	leaving bool

	candidates map[identity.Place]*ofCandidate

	away context.Context // the life of the worker, not of a call: ends when it takes no more runs
	goes context.CancelFunc
}

// New refuses missing dependencies and a back end with less than Config.SandboxSlots.
func New(d Deps) (*Worker, error) {
	switch {
	case d.Bus == nil:
		return nil, errors.New("worker: a bus is missing")
	case d.Blobs == nil:
		return nil, errors.New("worker: a blob store is missing")
	case d.Backend == nil:
		return nil, errors.New("worker: a sandbox is missing")
	case d.Toolchain == nil:
		return nil, errors.New("worker: a toolchain is missing")
	case d.Log == nil:
		return nil, errors.New("worker: a log is missing")
	case d.CacheDir == "":
		return nil, errors.New("worker: a folder for cached blobs is missing")
	}
	if err := d.Config.Validate(); err != nil {
		return nil, err
	}
	if need := d.Config.SandboxSlots(); d.Backend.Slots() < need {
		return nil, fmt.Errorf("worker: the sandbox has too few slots: %d are needed and there are %d", need, d.Backend.Slots())
	}
	if d.Metrics == nil {
		d.Metrics = prometheus.NewRegistry()
	}
	blobs, err := newBlobCache(d.Blobs, d.CacheDir, d.Config.CacheBytes)
	if err != nil {
		return nil, err
	}
	w := &Worker{
		id: uuid.Must(uuid.NewV7()).String(), bus: d.Bus, blobs: blobs, backend: d.Backend, toolchain: d.Toolchain,
		log: d.Log, config: d.Config, metrics: newMetrics(d.Metrics), lanes: newLanes(d.Config.Slots),
		started: time.Now().UTC(), running: map[ids.Run]context.CancelCauseFunc{}, candidates: map[identity.Place]*ofCandidate{},
		judging: map[ids.Judgement]context.CancelCauseFunc{},
	}
	w.away, w.goes = context.WithCancel(context.Background())
	if err := w.detect(); err != nil {
		return nil, err
	}
	w.metrics.watch(d.Metrics, w)
	return w, nil
}

// detect makes the languages that the worker announces.
func (w *Worker) detect() error {
	var languages []wire.Language
	for _, tool := range w.toolchain.Table() {
		l := wire.LanguageOf(tool.Language)
		l.Available, l.Version = tool.Installed, tool.Version
		if l.Available {
			l.Install = ""
		} else if tool.Problem != "" {
			l.Install = tool.Problem
		}
		languages = append(languages, l)
	}
	all, err := json.Marshal(languages)
	sum := sha256.Sum256(all)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.languages, w.mark = languages, hex.EncodeToString(sum[:8])
	return err
}

// Run takes work until ctx ends; then it finishes what is under way or, after Config.Drain, hands it back.
func (w *Worker) Run(ctx context.Context) error {
	stop, err := w.listen(ctx)
	defer stop()
	if err != nil {
		return err
	}
	living, die := context.WithCancel(context.WithoutCancel(ctx))
	defer die()
	late, end := context.WithCancel(living)
	defer end()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(w.config.Drain, end) })()
	defer context.AfterFunc(ctx, w.leave)()
	var life errgroup.Group
	life.Go(func() error { return w.live(living) }) // also while draining
	life.Go(func() error { return w.warm(ctx) })
	err = w.consumeJobs(ctx) // until ctx ends and the last judging has
	w.drain(late)
	die()
	return errors.Join(err, ignoreCancelled(life.Wait()))
}

func ignoreCancelled(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// ID names the worker among all.
func (w *Worker) ID() string { return w.id }

// Ready reports whether work can reach the worker.
func (w *Worker) Ready(ctx context.Context) error { return w.bus.Ready(ctx) }

func (w *Worker) listen(ctx context.Context) (stop func(), err error) {
	var stops []func() error
	begin := func(one func() error, failed error) {
		if failed != nil {
			err = errors.Join(err, failed)
			return
		}
		stops = append(stops, one)
	}
	begin(bus.Serve(w.bus, wire.SubjectWorker+w.id, wire.WorkersQueue, func(context.Context, struct{}) ([]wire.Language, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.languages, nil
	}))
	begin(bus.ServeAtOnce(w.bus, 2*maxWaiting*w.lanes.slots, wire.SubjectRun, wire.WorkersQueue, w.Take)) // more than can wait: nobody waits unseen
	begin(w.bus.Subscribe(wire.SubjectCancel, w.cancel))
	begin(w.bus.Subscribe(contract.SubjectEndTerminals, w.endTerminals))
	begin(w.bus.Subscribe(wire.SubjectRoll, func(context.Context, bus.Message) { w.sign(ctx) }))
	return func() {
		for _, one := range stops {
			if err := one(); err != nil {
				w.log.Warn("worker: a subscription did not stop", "error", err)
			}
		}
	}, err
}

// live gives signs of life.
func (w *Worker) live(ctx context.Context) error {
	tick := time.NewTicker(wire.SignEvery)
	defer tick.Stop()
	for {
		w.sign(ctx)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (w *Worker) sign(ctx context.Context) {
	busy, _ := w.lanes.state()
	s := wire.Sign{Worker: w.id, Slots: w.lanes.slots, Runs: busy[runs], Judgings: busy[judgings], Terminals: w.config.Terminals, StartedAt: w.started}
	w.mu.Lock()
	s.Leaving, s.Languages = w.leaving, w.mark
	w.mu.Unlock()
	if err := w.bus.Publish(ctx, wire.SubjectWorkers, s); err != nil && ctx.Err() == nil {
		w.log.Warn("worker: a sign of life was not sent", "error", err)
	}
}

// leave takes no more runs and says so.
func (w *Worker) leave() {
	w.mu.Lock()
	w.leaving = true
	w.mu.Unlock()
	w.goes()
	w.sign(context.Background())
}

// drain waits for the runs under way until it is late; then it ends them.
func (w *Worker) drain(late context.Context) {
	done := make(chan struct{})
	go func() { w.work.Wait(); close(done) }()
	select {
	case <-done:
		return
	case <-late.Done():
	}
	w.mu.Lock()
	for _, end := range w.running {
		end(errLeaving)
	}
	w.mu.Unlock()
	<-done
}

// errLeaving ends work because its worker is stopped.
var errLeaving = errors.New("the worker is stopped")

// errCancelled ends a judging that staff have cancelled.
var errCancelled = errors.New("the judging is cancelled")

// cancel ends a run or a judging that nobody wants any more, if it is here.
func (w *Worker) cancel(_ context.Context, m bus.Message) {
	var c wire.Cancellation
	if err := m.Decode(&c); err != nil {
		w.log.Warn("worker: a cancellation cannot be read", "error", err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if end := w.running[c.Run]; end != nil {
		end(context.Canceled)
	}
	if end := w.judging[c.Judgement]; end != nil {
		end(errCancelled)
	}
}
