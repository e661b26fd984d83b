package collect

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

const (
	// DefaultKeep is how long a blob stays that nothing refers to where the operator says nothing. It is longer than anything takes
	// between a blob and the row that names it, and than an hour at which somebody notices what went wrong.
	DefaultKeep = 72 * time.Hour

	every   = time.Hour        // a sweep
	look    = 10 * time.Minute // whether one is due
	maxPlan = 16 << 20         // bytes of a plan, as whoever judges reads it
)

// Deps is what a collector works with; all but Clock must be there.
type Deps struct {
	Blobs    blob.Keeper
	Bus      *bus.Bus
	Services []string // all whose tables name blobs
	Keep     time.Duration
	Log      *slog.Logger
	Metrics  prometheus.Registerer
	Clock    func() time.Time
}

// Collector removes what no service refers to.
type Collector struct {
	Deps
	collected, bytes prometheus.Counter
	sweeps           *prometheus.CounterVec // result
}

// New registers what is counted.
func New(d Deps) (*Collector, error) {
	if d.Clock == nil {
		d.Clock = time.Now
	}
	c := &Collector{
		Deps:      d,
		collected: prometheus.NewCounter(prometheus.CounterOpts{Name: "codecraft_blobs_collected_total", Help: "Blobs that were removed because nothing referred to them any more."}),
		bytes:     prometheus.NewCounter(prometheus.CounterOpts{Name: "codecraft_blobs_collected_bytes_total", Help: "Bytes of the blobs that were removed because nothing referred to them any more."}),
		sweeps: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "codecraft_blob_sweeps_total", Help: "Looks of this process for blobs that nothing refers to, by what came of it: after one that failed nothing is removed, or not all.",
		}, []string{"result"}),
	}
	for _, result := range []string{"ok", "failed"} {
		c.sweeps.WithLabelValues(result)
	}
	return c, errors.Join(d.Metrics.Register(c.collected), d.Metrics.Register(c.bytes), d.Metrics.Register(c.sweeps))
}

// Run sweeps until ctx ends: whichever of the processes that share the blobs is first, once an hour. The first look is not at the
// start, when other services are starting, too.
func (c *Collector) Run(ctx context.Context) error {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
			c.attend(ctx)
		}
	}
}

// attend sweeps if one is due, and tells what came of it.
func (c *Collector) attend(ctx context.Context) {
	begin := c.Clock()
	swept, err := c.Sweep(ctx)
	switch {
	case ctx.Err() != nil, errors.Is(err, blob.ErrHeld), err == nil && !swept.Done:
	case err != nil:
		c.sweeps.WithLabelValues("failed").Inc()
		c.Log.Warn("blobs that nothing refers to were not looked for to the end, and stay", "collected", swept.Collected, "error", err)
	default:
		c.sweeps.WithLabelValues("ok").Inc()
		c.Log.Info("blobs that nothing refers to were looked for", "blobs", swept.Blobs, "unreferenced", swept.Unreferenced,
			"collected", swept.Collected, "bytes", swept.Bytes, "took", c.Clock().Sub(begin).Round(time.Millisecond))
	}
}

// Swept is what came of a sweep.
type Swept struct {
	Done         bool // false: none was due
	Blobs        int  // that were there
	Unreferenced int  // those among them that nothing refers to
	Collected    int  // those among these that are gone
	Bytes        int64
}

// Sweep looks once, if the last look is long enough ago. It is blob.ErrHeld while another process does, or a backup is made.
func (c *Collector) Sweep(ctx context.Context) (swept Swept, err error) {
	letGo, err := c.Blobs.Sweeping(ctx)
	if err != nil {
		return swept, err
	}
	defer func() { err = errors.Join(err, letGo()) }()
	last, err := c.Blobs.Swept(ctx)
	if now := c.Clock(); err != nil || !last.After(now) && now.Sub(last) < every {
		return swept, err
	}
	named, err := c.mark(ctx)
	if err != nil {
		return swept, err
	}
	if err := c.Blobs.Needed(ctx, named.has); err != nil {
		return swept, err
	}
	err = c.Blobs.Each(ctx, func(digest blob.Digest, _ int64) error {
		swept.Blobs++
		if named.has(digest) {
			return ctx.Err()
		}
		swept.Unreferenced++
		bytes, gone, err := c.Blobs.Unneeded(ctx, digest, c.Clock(), c.Keep)
		if gone {
			swept.Collected, swept.Bytes = swept.Collected+1, swept.Bytes+bytes
			c.collected.Inc()
			c.bytes.Add(float64(bytes))
		}
		return errors.Join(err, ctx.Err())
	})
	if err != nil {
		return swept, err
	}
	swept.Done = true
	return swept, c.Blobs.SetSwept(ctx, c.Clock())
}

// mark asks every service, and reads the plans that they name.
func (c *Collector) mark(ctx context.Context) (*marks, error) {
	named, plans := newMarks(), map[blob.Digest]bool{}
	for _, service := range c.Services {
		err := references(ctx, c.Bus, service, func(blobs, more []blob.Digest) {
			for _, d := range blobs {
				named.add(d)
			}
			for _, d := range more {
				named.add(d)
				plans[d] = true
			}
		})
		if err != nil {
			return nil, err
		}
	}
	for plan := range plans {
		text, err := blob.GetBytes(ctx, c.Blobs, plan, maxPlan)
		if err != nil {
			return nil, fmt.Errorf("read the plan %s, which tells what judging needs: %w; restore it from a backup", plan, err)
		}
		namedIn(string(text), named.add)
	}
	return named, nil
}
