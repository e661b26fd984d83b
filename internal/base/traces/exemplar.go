package traces

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
)

// Observe adds a value to a histogram, with the trace of ctx as an example of it where there is one.
func Observe(ctx context.Context, of prometheus.Observer, value float64) {
	examples, ok := of.(prometheus.ExemplarObserver)
	if id := ID(ctx); ok && id != "" {
		examples.ObserveWithExemplar(value, prometheus.Labels{"trace_id": id})
		return
	}
	of.Observe(value)
}
