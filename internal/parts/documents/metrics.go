package documents

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/engine/collab"
)

func newEdits(service string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{
		Name: "codecraft_document_edits_total", Help: "Edits of shared documents that this process took in: what a tab sends at once is one.",
		ConstLabels: prometheus.Labels{"service": service},
	})
}

func openRooms(service string, hub *collab.Hub) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "codecraft_documents_open", Help: "Shared documents that this process has in memory; for a while after everybody has left, too.",
		ConstLabels: prometheus.Labels{"service": service},
	}, func() float64 { return float64(hub.Rooms()) })
}
