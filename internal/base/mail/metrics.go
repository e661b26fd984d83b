package mail

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// Measured is a sender whose mails are counted, beside those that are queued and wait for it.
func Measured(s Sender, b *bus.Bus, registry prometheus.Registerer) (Sender, error) {
	m := measured{s, prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "codecraft_mails_total", Help: "Times that a mail was handed to the mail server, or written into the folder, by what came of it. What failed is tried again.",
	}, []string{"result"})}
	for _, result := range []string{"sent", "failed"} {
		m.mails.WithLabelValues(result)
	}
	return m, telemetry.Register(registry, m.mails, queued(b))
}

// queued asks the queue, which has a mail until it was sent.
func queued(b *bus.Bus) prometheus.Collector {
	return telemetry.Asked(
		func(ctx context.Context) ([]float64, error) {
			count, oldest, err := b.Kept(ctx, Stream.Name)
			return telemetry.Backlog(count, oldest), err
		},
		prometheus.NewDesc("codecraft_mails_waiting", "Mails that are queued and were not sent yet.", nil, nil),
		prometheus.NewDesc("codecraft_mails_oldest_seconds", "Age of the oldest mail that waits; 0 without one.", nil, nil),
	)
}

type measured struct {
	Sender
	mails *prometheus.CounterVec // result
}

// Send implements Sender.
func (m measured) Send(ctx context.Context, message Message) error {
	err := m.Sender.Send(ctx, message)
	result := "sent"
	if err != nil {
		result = "failed"
	}
	m.mails.WithLabelValues(result).Inc()
	return err
}
