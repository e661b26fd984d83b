package judgement

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

var judgingBuckets = []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800}

// The results of judgements.
const (
	resultJudged = "judged"
	resultFailed = "failed"
)

// metrics are counted where requests come in.
type metrics struct {
	queued    prometheus.Gauge
	oldest    prometheus.Gauge
	resent    prometheus.Counter
	cancelled prometheus.Counter
	ended     *prometheus.CounterVec   // result: judged, failed
	judgings  *prometheus.HistogramVec // stage: queued, judged
	verdicts  *prometheus.CounterVec   // language, verdict

	mu      sync.Mutex
	waiting int64   // Service that no worker has begun
	longest float64 // seconds that the oldest of them has waited
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		queued:    prometheus.NewGauge(prometheus.GaugeOpts{Name: "codecraft_judgements_unfinished", Help: "Judgements that have no result yet."}),
		oldest:    prometheus.NewGauge(prometheus.GaugeOpts{Name: "codecraft_judgements_oldest_seconds", Help: "Age of the oldest judgement without a result."}),
		resent:    prometheus.NewCounter(prometheus.CounterOpts{Name: "codecraft_judgements_resent_total", Help: "Judgements sent again because the queue had lost them."}),
		cancelled: prometheus.NewCounter(prometheus.CounterOpts{Name: "codecraft_judgements_cancelled_total", Help: "Judgements cancelled by staff."}),
		ended:     prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_judgements_total", Help: "Judgements that have a result: a verdict, or failed by a fault of ours."}, []string{"result"}),
		judgings:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "codecraft_judgement_seconds", Help: "Time of a judgement by stage.", Buckets: judgingBuckets}, []string{"stage"}),
		verdicts:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_verdicts_total", Help: "Judgements by language and verdict."}, []string{"language", "verdict"}),
	}
	for _, result := range []string{resultJudged, resultFailed} {
		m.ended.WithLabelValues(result)
	}
	r.MustRegister(m.queued, m.oldest, m.resent, m.cancelled, m.ended, m.judgings, m.verdicts)
	return m
}

func (m *metrics) setDepth(waiting int64, longest float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waiting, m.longest = waiting, longest
}

// Depth is how many judgements no worker has begun, and for how many seconds the oldest of them has waited.
func (s *Service) Depth() (waiting int64, longest float64) {
	m := s.metrics
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.waiting, m.longest
}
