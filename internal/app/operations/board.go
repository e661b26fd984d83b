package operations

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

const (
	silentAfter  = 4 * TellEvery // without a report a process is silent
	replacedIn   = 10 * time.Minute
	forgottenIn  = 24 * time.Hour
	maxProcesses = 200
	maxReport    = 512 << 10 // bytes
)

// Board keeps what each process told last.
type Board struct {
	log   *slog.Logger
	clock func() time.Time

	mu  sync.Mutex
	all map[string]told // by the process's id
}

type told struct {
	Report
	at time.Time // when it was heard, by the clock of this process
}

// NewBoard has heard of nobody yet.
func NewBoard(log *slog.Logger, clock func() time.Time) *Board {
	return &Board{log: log, clock: clock, all: map[string]told{}}
}

// Listen hears processes until ctx ends.
func (b *Board) Listen(ctx context.Context, on *bus.Bus) error {
	stop, err := on.Subscribe(Subject, func(_ context.Context, m bus.Message) { b.hear(m) })
	if err != nil {
		return err
	}
	<-ctx.Done()
	if err := stop(); err != nil {
		return err
	}
	return ctx.Err()
}

func (b *Board) hear(m bus.Message) {
	var r Report
	if len(m.Data) > maxReport || m.Decode(&r) != nil || r.ID == "" {
		b.log.Warn("operations: a process's report cannot be read")
		return
	}
	b.take(r)
}

func (b *Board) take(r Report) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock()
	if r.Leaving {
		delete(b.all, r.ID)
		return
	}
	if _, known := b.all[r.ID]; !known {
		b.forget(now)
	}
	b.all[r.ID] = told{r, now}
}

// forget makes room for another process. The lock is held.
func (b *Board) forget(now time.Time) {
	for id, t := range b.all {
		if now.Sub(t.at) > forgottenIn {
			delete(b.all, id)
		}
	}
	for len(b.all) >= maxProcesses {
		oldest := ""
		for id, t := range b.all {
			if oldest == "" || t.at.Before(b.all[oldest].at) {
				oldest = id
			}
		}
		delete(b.all, oldest)
	}
}

// processes are those that are to be shown, those that have run longest first: all that tell how they are, and those that are silent
// as long as nobody else does what they did.
func (b *Board) processes() (now time.Time, all []told) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now = b.clock()
	running := map[string]bool{}
	for _, t := range b.all {
		for _, service := range t.Services {
			running[service] = running[service] || !t.silent(now)
		}
	}
	for _, t := range b.all {
		age := now.Sub(t.at)
		replaced := age > replacedIn && !slices.ContainsFunc(t.Services, func(service string) bool { return !running[service] })
		if age <= forgottenIn && !replaced {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b told) int {
		if c := a.StartedAt.Compare(b.StartedAt); c != 0 {
			return c
		}
		return slices.Compare([]string{a.ID}, []string{b.ID})
	})
	return now, all
}

func (t told) silent(now time.Time) bool { return now.Sub(t.at) > silentAfter }
