package telemetry

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// asking bounds one question for figures: a collection waits no longer for a neighbour.
const asking = 5 * time.Second

// Asked are gauges whose values are asked for at each collection, all of them at once and in the order of the descriptions.
// Who does not answer fails the collection of these: silence would read as nothing to do. No values are for what has not been yet.
func Asked(ask func(context.Context) ([]float64, error), of ...*prometheus.Desc) prometheus.Collector {
	return asked{ask, of}
}

type asked struct {
	ask func(context.Context) ([]float64, error)
	of  []*prometheus.Desc
}

// Describe implements prometheus.Collector.
func (a asked) Describe(to chan<- *prometheus.Desc) {
	for _, d := range a.of {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (a asked) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), asking)
	defer cancel()
	values, err := a.ask(ctx)
	if err != nil {
		to <- prometheus.NewInvalidMetric(a.of[0], err)
		return
	}
	for i, value := range values {
		to <- prometheus.MustNewConstMetric(a.of[i], prometheus.GaugeValue, value)
	}
}

// Backlog are the values of what waits: how much, and for how many seconds the oldest has, 0 without one.
func Backlog(count int64, oldest time.Time) []float64 {
	age := 0.0
	if count > 0 {
		age = max(0, time.Since(oldest).Seconds())
	}
	return []float64{float64(count), age}
}

// Register adds figures to a registry; without one they count unseen.
func Register(to prometheus.Registerer, all ...prometheus.Collector) error {
	if to == nil {
		return nil
	}
	var faults []error
	for _, c := range all {
		faults = append(faults, to.Register(c))
	}
	return errors.Join(faults...)
}
