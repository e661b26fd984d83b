package execution

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// watchQueues shows, whenever somebody looks, what waits for workers in either lane, and how many there are.
func (s *Service) watchQueues(r prometheus.Registerer) {
	r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "codecraft_workers", Help: "Workers that take work, as each replica hears them.",
	}, func() float64 { return float64(s.roster.Count()) }))
	gauge := func(name, help, lane string, value func() float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: prometheus.Labels{"lane": lane}}, value))
	}
	depth := func(lane string, value func() float64) {
		gauge("codecraft_queue_depth", "Runs that look for a worker with a free slot, and judgements that none has begun.", lane, value)
	}
	age := func(lane string, value func() float64) {
		gauge("codecraft_queue_oldest_seconds", "How long the oldest of codecraft_queue_depth has waited.", lane, value)
	}
	depth(wire.LaneRuns, func() float64 { n, _ := s.runs.Depth(); return float64(n) })
	age(wire.LaneRuns, func() float64 { _, oldest := s.runs.Depth(); return oldest.Seconds() })
	depth(wire.LaneJudgings, func() float64 { n, _ := s.judgements.Depth(); return float64(n) })
	age(wire.LaneJudgings, func() float64 { _, longest := s.judgements.Depth(); return longest })
}
