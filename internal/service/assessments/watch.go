package assessments

import (
	"context"
	"sync"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// news is what a stream is woken with: an attempt that changed, or progress of one of its submissions.
type news struct {
	attempt  ids.Attempt
	progress *execution.Progress
}

// watcher is one stream's waiting place. Attempts that changed are kept as a set: a slow reader skips states, never the last one.
type watcher struct {
	mu       sync.Mutex
	attempts map[ids.Attempt]bool
	progress map[string]execution.Progress // by submission
	woken    chan struct{}
}

func (w *watcher) put(n news) {
	w.mu.Lock()
	if n.progress != nil {
		w.progress[n.progress.Subject.ID] = *n.progress
	} else {
		w.attempts[n.attempt] = true
	}
	w.mu.Unlock()
	select {
	case w.woken <- struct{}{}:
	default:
	}
}

func (w *watcher) take() (attempts []ids.Attempt, progress []execution.Progress) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for a := range w.attempts {
		attempts = append(attempts, a)
	}
	for _, p := range w.progress {
		progress = append(progress, p)
	}
	clear(w.attempts)
	clear(w.progress)
	return attempts, progress
}

// watchers are the open streams of this process, by what they watch: an attempt's or an assessment's id.
type watchers struct {
	mu  sync.Mutex
	all map[string]map[*watcher]bool
}

func (w *watchers) add(id string) (_ *watcher, leave func()) {
	n := &watcher{attempts: map[ids.Attempt]bool{}, progress: map[string]execution.Progress{}, woken: make(chan struct{}, 1)}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[string]map[*watcher]bool{}
	}
	if w.all[id] == nil {
		w.all[id] = map[*watcher]bool{}
	}
	w.all[id][n] = true
	return n, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.all[id], n)
		if len(w.all[id]) == 0 {
			delete(w.all, id)
		}
	}
}

func (w *watchers) tell(id string, n news) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for x := range w.all[id] {
		x.put(n)
	}
}

func (w *watchers) any() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.all) > 0
}

func (s *Service) onChanged(_ context.Context, m bus.Message) {
	var c changed
	if m.Decode(&c) != nil {
		return
	}
	s.watchers.tell(string(c.Attempt), news{attempt: c.Attempt})
	s.watchers.tell(string(c.Assessment), news{attempt: c.Attempt})
}

// onProgress passes on that a submission is being judged, without counts: they would tell of hidden tests.
func (s *Service) onProgress(ctx context.Context, m bus.Message) {
	var p execution.Progress
	if !s.watchers.any() || m.Decode(&p) != nil || p.Subject.Kind != execution.SubjectKindSubmission {
		return
	}
	n, err := s.submissionByID(ctx, p.Organization, ids.Submission(p.Subject.ID))
	if err == nil {
		s.watchers.tell(string(n.Attempt), news{progress: &p})
	}
}
