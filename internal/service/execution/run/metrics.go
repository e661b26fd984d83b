package run

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

var runBuckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}

// metrics are counted where requests come in.
type metrics struct {
	searching searching
	refused   *prometheus.CounterVec // reason
	runs      prometheus.Histogram   // seconds from the request to its answer, runs that are waited for
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_runs_refused_total", Help: "Runs that were not taken."}, []string{"reason"}),
		runs:    prometheus.NewHistogram(prometheus.HistogramOpts{Name: "codecraft_run_answer_seconds", Help: "From a run's request to its result, for runs that are waited for.", Buckets: runBuckets}),
	}
	for _, reason := range []string{"rate", "invalid", "busy"} {
		m.refused.WithLabelValues(reason)
	}
	r.MustRegister(m.refused, m.runs)
	return m
}

// Depth is how many runs look for a worker with a free slot, and for how long the oldest of them has.
func (s *Service) Depth() (n int, oldest time.Duration) { return s.metrics.searching.state() }

// searching are the runs that the first worker has refused, and since when.
type searching struct {
	mu    sync.Mutex
	since map[ids.Run]time.Time
}

// note is called with every refusal of a run, found when that has ended either way.
func (s *searching) note(id ids.Run, began time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.since == nil {
		s.since = map[ids.Run]time.Time{}
	}
	s.since[id] = began
}

func (s *searching) found(id ids.Run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.since, id)
}

func (s *searching) state() (n int, oldest time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, since := range s.since {
		oldest = max(oldest, time.Since(since))
	}
	return len(s.since), oldest
}
