package outbox

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

// asking bounds one look at the table for the metrics.
const asking = 5 * time.Second

// Metrics tells how many messages of a service wait, and how long the oldest has: both stay near zero while
// the queue takes messages. The table is asked at each collection.
func Metrics(d *db.DB) prometheus.Collector {
	labels := prometheus.Labels{"service": d.Schema()}
	return figures{
		db:      d,
		waiting: prometheus.NewDesc("codecraft_outbox_waiting", "Messages that wait to be sent to the queue.", nil, labels),
		age:     prometheus.NewDesc("codecraft_outbox_oldest_seconds", "Age of the oldest message that waits; 0 without one.", nil, labels),
	}
}

type figures struct {
	db           *db.DB
	waiting, age *prometheus.Desc
}

// Describe implements prometheus.Collector.
func (f figures) Describe(to chan<- *prometheus.Desc) { to <- f.waiting; to <- f.age }

// Collect implements prometheus.Collector. A database that does not answer fails the collection: silence
// would read as an empty outbox.
func (f figures) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), asking)
	defer cancel()
	count, oldest, err := Waiting(ctx, f.db)
	if err != nil {
		to <- prometheus.NewInvalidMetric(f.waiting, err)
		return
	}
	age := 0.0
	if count > 0 {
		age = max(0, time.Since(oldest).Seconds())
	}
	to <- prometheus.MustNewConstMetric(f.waiting, prometheus.GaugeValue, float64(count))
	to <- prometheus.MustNewConstMetric(f.age, prometheus.GaugeValue, age)
}
