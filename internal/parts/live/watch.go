// Package live tells pages what changes: who watches what in this process (Watchers), and event streams that say how
// things are, then what is new, and look by themselves where word of a change was lost (Stream).
package live

import (
	"context"
	"sync"
	"time"
)

// Watch is one stream's waiting place. Of the news under one key the last is kept: a slow reader skips states, never the
// last one.
type Watch[N any] struct {
	mu    sync.Mutex
	news  map[string]N
	Woken chan struct{} // holds one when there is news
}

func (w *Watch[N]) put(key string, news N) {
	w.mu.Lock()
	w.news[key] = news
	w.mu.Unlock()
	select {
	case w.Woken <- struct{}{}:
	default: // it is awake already
	}
}

// Take gives the news since the last time, in no order.
func (w *Watch[N]) Take() []N {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]N, 0, len(w.news))
	for _, n := range w.news {
		all = append(all, n)
	}
	clear(w.news)
	return all
}

// Until looks at once, at any news and every Resync, and ends ctx, with what a look answered, as soon as that is an error.
func (w *Watch[N]) Until(ctx context.Context, end context.CancelCauseFunc, look func() error) {
	tick := time.NewTicker(Resync)
	defer tick.Stop()
	for ctx.Err() == nil {
		if why := look(); why != nil {
			end(why)
			return
		}
		select {
		case <-ctx.Done():
		case <-w.Woken:
			w.Take()
		case <-tick.C:
		}
	}
}

// Watchers are the open streams of this process, by the id of what they watch. The zero value is ready.
type Watchers[N any] struct {
	mu  sync.Mutex
	all map[string]map[*Watch[N]]bool
}

// Add begins to watch an id, until leave.
func (w *Watchers[N]) Add(id string) (_ *Watch[N], leave func()) {
	watch := &Watch[N]{news: map[string]N{}, Woken: make(chan struct{}, 1)}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[string]map[*Watch[N]]bool{}
	}
	if w.all[id] == nil {
		w.all[id] = map[*Watch[N]]bool{}
	}
	w.all[id][watch] = true
	return watch, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.all[id], watch)
		if len(w.all[id]) == 0 {
			delete(w.all, id)
		}
	}
}

// Tell wakes who watches the id. News under the same key replaces what was not taken yet.
func (w *Watchers[N]) Tell(id, key string, news N) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for watch := range w.all[id] {
		watch.put(key, news)
	}
}

// Any reports whether anything is watched at all.
func (w *Watchers[N]) Any() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.all) > 0
}
