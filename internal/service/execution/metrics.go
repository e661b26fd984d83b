package execution

import "github.com/prometheus/client_golang/prometheus"

var (
	runBuckets     = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}
	judgingBuckets = []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800}
)

// serviceMetrics are counted where requests come in.
type serviceMetrics struct {
	queued   prometheus.Gauge
	oldest   prometheus.Gauge
	resent   prometheus.Counter
	refused  *prometheus.CounterVec   // reason
	runs     prometheus.Histogram     // seconds from the request to its answer, runs that are waited for
	judgings *prometheus.HistogramVec // stage: queued, judged
	verdicts *prometheus.CounterVec   // language, verdict
}

func newServiceMetrics(r prometheus.Registerer) *serviceMetrics {
	m := &serviceMetrics{
		queued:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "codecraft_judgements_unfinished", Help: "Judgements that have no result yet."}),
		oldest:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "codecraft_judgements_oldest_seconds", Help: "Age of the oldest judgement without a result."}),
		resent:   prometheus.NewCounter(prometheus.CounterOpts{Name: "codecraft_judgements_resent_total", Help: "Judgements sent again because the queue had lost them."}),
		refused:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_runs_refused_total", Help: "Runs that were not taken."}, []string{"reason"}),
		runs:     prometheus.NewHistogram(prometheus.HistogramOpts{Name: "codecraft_run_answer_seconds", Help: "From a run's request to its result, for runs that are waited for.", Buckets: runBuckets}),
		judgings: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "codecraft_judgement_seconds", Help: "Time of a judgement by stage.", Buckets: judgingBuckets}, []string{"stage"}),
		verdicts: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_verdicts_total", Help: "Judgements by language and verdict."}, []string{"language", "verdict"}),
	}
	r.MustRegister(m.queued, m.oldest, m.resent, m.refused, m.runs, m.judgings, m.verdicts)
	return m
}

// workerMetrics are counted where programs run.
type workerMetrics struct {
	slots    prometheus.Gauge
	busy     *prometheus.GaugeVec     // lane
	stages   *prometheus.HistogramVec // stage: slot, compile, run
	statuses *prometheus.CounterVec   // language, status
	failures prometheus.Counter
}

func newWorkerMetrics(r prometheus.Registerer) *workerMetrics {
	m := &workerMetrics{
		slots:    prometheus.NewGauge(prometheus.GaugeOpts{Name: "codecraft_worker_slots", Help: "Programs this worker runs at once."}),
		busy:     prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "codecraft_worker_slots_busy", Help: "Slots in use by lane."}, []string{"lane"}),
		stages:   prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "codecraft_run_seconds", Help: "Time of a run by stage.", Buckets: runBuckets}, []string{"stage"}),
		statuses: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_runs_total", Help: "Runs by language and how they ended."}, []string{"language", "status"}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{Name: "codecraft_sandbox_failures_total", Help: "Times the sandbox or the toolchain itself failed."}),
	}
	r.MustRegister(m.slots, m.busy, m.stages, m.statuses, m.failures)
	return m
}
