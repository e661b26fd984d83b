package worker

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

var stageBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60, 600}

// String is the lane's name in metrics.
func (l lane) String() string {
	return [...]string{runs: wire.LaneRuns, judgings: wire.LaneJudgings}[l]
}

// stage is a part of a run or a judging.
type stage int

// The stages: waiting for a slot; compiling, or finding what was compiled; from there to the program's first
// instruction; and the program itself, in a judging once a test.
const (
	stageQueue stage = iota
	stageCompile
	stageStart
	stageRun
	stages
)

func (s stage) String() string {
	return [...]string{stageQueue: "queue", stageCompile: "compile", stageStart: "start", stageRun: "run"}[s]
}

// The reasons of sandbox failures: what could not be done.
const (
	failedOpen    = "open"    // a slot
	failedRun     = "run"     // compile or run in it
	failedClean   = "clean"   // it
	failedJudging = "judging" // a whole one
)

var failureReasons = []string{failedOpen, failedRun, failedClean, failedJudging}

// metrics are counted where programs run.
type metrics struct {
	slots    prometheus.Gauge
	stages   *prometheus.HistogramVec // stage, lane, language
	cache    *prometheus.CounterVec   // language, result: hit, miss
	statuses *prometheus.CounterVec   // language, status
	failures *prometheus.CounterVec   // language, reason
	byName   map[string]*languageMetrics
	other    *languageMetrics // of what is no language of this worker
}

// languageMetrics are the counters of one language that every run needs, looked up once: but for faults, there is no series
// before the first of its kind, and no allocation after it.
type languageMetrics struct {
	all    *metrics
	id     string
	stages [2][stages]atomic.Pointer[prometheus.Observer]
	cache  [2]atomic.Pointer[prometheus.Counter] // misses, hits
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		slots:    prometheus.NewGauge(prometheus.GaugeOpts{Name: "codecraft_worker_slots", Help: "Programs this worker runs at once."}),
		stages:   prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "codecraft_stage_seconds", Help: "Time of runs, and of judgings, by stage.", Buckets: stageBuckets}, []string{"stage", "lane", "language"}),
		cache:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_compile_cache_total", Help: "Programs that were compiled before, and such that were not."}, []string{"language", "result"}),
		statuses: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_runs_total", Help: "Runs by language and how they ended."}, []string{"language", "status"}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_sandbox_failures_total", Help: "Times the sandbox or the toolchain itself failed."}, []string{"language", "reason"}),
		byName:   map[string]*languageMetrics{},
	}
	m.other = &languageMetrics{all: m, id: "other"}
	r.MustRegister(m.slots, m.stages, m.cache, m.statuses, m.failures)
	return m
}

// watch shows what a worker has in use whenever somebody looks.
func (m *metrics) watch(r prometheus.Registerer, w *Worker) {
	gauge := func(name, help string, labels prometheus.Labels, value func() int) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels}, func() float64 { return float64(value()) }))
	}
	for _, l := range []lane{runs, judgings} {
		labels := prometheus.Labels{"lane": l.String()}
		gauge("codecraft_worker_slots_busy", "Slots in use by lane.", labels, func() int { busy, _ := w.lanes.state(); return busy[l] })
		gauge("codecraft_worker_waiting", "Runs and judgings that this worker has and that wait for a slot.", labels, func() int { _, waiting := w.lanes.state(); return waiting[l] })
	}
	gauge("codecraft_worker_terminals", "Interactive runs this worker has at once, beside the slots.", nil, func() int { return w.config.Terminals })
	gauge("codecraft_worker_terminals_busy", "Interactive runs under way.", nil, func() int {
		w.mu.Lock()
		defer w.mu.Unlock()
		return len(w.seats)
	})
	m.slots.Set(float64(w.lanes.slots))
	for _, l := range w.languages {
		m.byName[l.ID] = &languageMetrics{all: m, id: l.ID}
		if l.Available {
			m.byName[l.ID].faultless()
		}
	}
	m.other.faultless()
}

// faultless begins the counts of what is our fault, so that the first one is seen as one: a series that begins at 1 has not grown.
func (l *languageMetrics) faultless() {
	l.all.statuses.WithLabelValues(l.id, wire.StatusInternalError)
	for _, reason := range failureReasons {
		l.all.failures.WithLabelValues(l.id, reason)
	}
}

// of are the metrics of a language. What is unknown is one, so that nobody makes series by asking.
func (m *metrics) of(language string) *languageMetrics {
	if l := m.byName[language]; l != nil {
		return l
	}
	return m.other
}

func (l *languageMetrics) took(ctx context.Context, s stage, in lane, d time.Duration) {
	p := &l.stages[in][s]
	o := p.Load()
	if o == nil {
		made := l.all.stages.WithLabelValues(s.String(), in.String(), l.id)
		o = &made
		p.Store(o)
	}
	traces.Observe(ctx, *o, max(d, 0).Seconds())
}

func (l *languageMetrics) compiled(cached bool) {
	which, name := 0, "miss"
	if cached {
		which, name = 1, "hit"
	}
	c := l.cache[which].Load()
	if c == nil {
		made := l.all.cache.WithLabelValues(l.id, name)
		c = &made
		l.cache[which].Store(c)
	}
	(*c).Inc()
}

func (l *languageMetrics) ended(status string) { l.all.statuses.WithLabelValues(l.id, status).Inc() }

func (l *languageMetrics) failed(reason string) { l.all.failures.WithLabelValues(l.id, reason).Inc() }

// ran counts a program's run; waited is from the end of its compilation to the call of the sandbox.
func (l *languageMetrics) ran(ctx context.Context, in lane, waited time.Duration, r sandbox.Result) {
	if r.Status == sandbox.NotStarted {
		return
	}
	l.took(ctx, stageStart, in, waited+r.StartTime)
	l.took(ctx, stageRun, in, r.WallTime)
}
