package execution

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

var (
	runBuckets     = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}
	judgingBuckets = []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800}
)

// serviceMetrics are counted where requests come in.
type serviceMetrics struct {
	waiting   prometheus.Gauge // judgements that no worker has begun
	longest   prometheus.Gauge // seconds that the oldest of them has waited
	searching searching
	queued    prometheus.Gauge
	oldest    prometheus.Gauge
	resent    prometheus.Counter
	cancelled prometheus.Counter
	refused   *prometheus.CounterVec   // reason
	runs      prometheus.Histogram     // seconds from the request to its answer, runs that are waited for
	judgings  *prometheus.HistogramVec // stage: queued, judged
	verdicts  *prometheus.CounterVec   // language, verdict
}

func newServiceMetrics(r prometheus.Registerer) *serviceMetrics {
	depth := prometheus.GaugeOpts{Name: "codecraft_queue_depth", Help: "Runs that look for a worker with a free slot, and judgements that none has begun."}
	age := prometheus.GaugeOpts{Name: "codecraft_queue_oldest_seconds", Help: "How long the oldest of codecraft_queue_depth has waited."}
	of := func(o prometheus.GaugeOpts, lane string) prometheus.GaugeOpts {
		o.ConstLabels = prometheus.Labels{"lane": lane}
		return o
	}
	m := &serviceMetrics{
		waiting:   prometheus.NewGauge(of(depth, wire.LaneJudgings)),
		longest:   prometheus.NewGauge(of(age, wire.LaneJudgings)),
		queued:    prometheus.NewGauge(prometheus.GaugeOpts{Name: "codecraft_judgements_unfinished", Help: "Judgements that have no result yet."}),
		oldest:    prometheus.NewGauge(prometheus.GaugeOpts{Name: "codecraft_judgements_oldest_seconds", Help: "Age of the oldest judgement without a result."}),
		resent:    prometheus.NewCounter(prometheus.CounterOpts{Name: "codecraft_judgements_resent_total", Help: "Judgements sent again because the queue had lost them."}),
		cancelled: prometheus.NewCounter(prometheus.CounterOpts{Name: "codecraft_judgements_cancelled_total", Help: "Judgements cancelled by staff."}),
		refused:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_runs_refused_total", Help: "Runs that were not taken."}, []string{"reason"}),
		runs:      prometheus.NewHistogram(prometheus.HistogramOpts{Name: "codecraft_run_answer_seconds", Help: "From a run's request to its result, for runs that are waited for.", Buckets: runBuckets}),
		judgings:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "codecraft_judgement_seconds", Help: "Time of a judgement by stage.", Buckets: judgingBuckets}, []string{"stage"}),
		verdicts:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_verdicts_total", Help: "Judgements by language and verdict."}, []string{"language", "verdict"}),
	}
	r.MustRegister(
		m.waiting, prometheus.NewGaugeFunc(of(depth, wire.LaneRuns), func() float64 { n, _ := m.searching.state(); return float64(n) }),
		m.longest, prometheus.NewGaugeFunc(of(age, wire.LaneRuns), func() float64 { _, oldest := m.searching.state(); return oldest.Seconds() }),
	)
	r.MustRegister(m.queued, m.oldest, m.resent, m.cancelled, m.refused, m.runs, m.judgings, m.verdicts)
	return m
}

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
