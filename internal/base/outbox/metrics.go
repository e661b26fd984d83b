package outbox

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// Metrics tells how many messages of a service wait, and how long the oldest has: both stay near zero while
// the queue takes messages. The table is asked at each collection.
func Metrics(d *db.DB) prometheus.Collector {
	labels := prometheus.Labels{"service": d.Schema()}
	return telemetry.Asked(
		func(ctx context.Context) ([]float64, error) {
			count, oldest, err := Waiting(ctx, d)
			return telemetry.Backlog(count, oldest), err
		},
		prometheus.NewDesc("codecraft_outbox_waiting", "Messages that wait to be sent to the queue.", nil, labels),
		prometheus.NewDesc("codecraft_outbox_oldest_seconds", "Age of the oldest message that waits; 0 without one.", nil, labels),
	)
}
