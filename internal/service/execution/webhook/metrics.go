package webhook

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	sent     *prometheus.CounterVec // result: taken, refused
	seconds  prometheus.Histogram
	disabled prometheus.Counter
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		sent:     prometheus.NewCounterVec(prometheus.CounterOpts{Name: "codecraft_webhook_messages_total", Help: "Messages sent to webhooks by what came of them."}, []string{"result"}),
		seconds:  prometheus.NewHistogram(prometheus.HistogramOpts{Name: "codecraft_webhook_seconds", Help: "Time until a webhook has answered.", Buckets: prometheus.DefBuckets}),
		disabled: prometheus.NewCounter(prometheus.CounterOpts{Name: "codecraft_webhooks_disabled_total", Help: "Webhooks disabled because they took nothing any more."}),
	}
	for _, result := range []string{"taken", "refused"} {
		m.sent.WithLabelValues(result)
	}
	r.MustRegister(m.sent, m.seconds, m.disabled)
	return m
}
