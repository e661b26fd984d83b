package telemetry

import (
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// Families are what a registry shows, by name.
type Families map[string]*dto.MetricFamily

// Gathered asks a registry. What cannot be told (a database is down) is left out, and the others are there.
func Gathered(from prometheus.Gatherer) Families {
	all, _ := from.Gather() // the error names what is left out, which is seen by its not being there
	families := Families{}
	for _, f := range all {
		families[f.GetName()] = f
	}
	return families
}

// Has reports whether there is a figure of a family.
func (f Families) Has(family string) bool { return len(f[family].GetMetric()) > 0 }

// Sums adds up a family's counters and gauges by what a label says; without a label all of them are under "".
func (f Families) Sums(family, label string) map[string]float64 {
	all := map[string]float64{}
	for _, m := range f[family].GetMetric() {
		all[LabelOf(m, label)] += m.GetCounter().GetValue() + m.GetGauge().GetValue()
	}
	return all
}

// Sum adds up all of a family.
func (f Families) Sum(family string) float64 { return f.Sums(family, "")[""] }

// LabelOf is what a figure's label says, empty when it has none of that name.
func LabelOf(m *dto.Metric, name string) string {
	for _, l := range m.GetLabel() {
		if l.GetName() == name {
			return l.GetValue()
		}
	}
	return ""
}
