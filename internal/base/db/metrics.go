package db

import (
	"database/sql"

	"github.com/prometheus/client_golang/prometheus"
)

// Metrics tells of the pools of connections: on PostgreSQL there is one, on SQLite readers have one and writers another.
func Metrics(d *DB) prometheus.Collector {
	desc := func(name, help string, more ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, append([]string{"pool"}, more...), prometheus.Labels{"service": d.schema})
	}
	return poolFigures{
		of:          d,
		most:        desc("codecraft_db_connections_max", "Connections to the database that there may be at once."),
		connections: desc("codecraft_db_connections", "Connections to the database that are open.", "state"),
		waits:       desc("codecraft_db_waits_total", "Times that somebody waited for a connection."),
		waited:      desc("codecraft_db_wait_seconds_total", "Time that was waited for connections, all together."),
	}
}

// pools are their counters, by name.
func (d *DB) pools() map[string]sql.DBStats {
	readers, writers := d.Stats()
	if d.read == d.write {
		return map[string]sql.DBStats{"all": readers}
	}
	return map[string]sql.DBStats{"read": readers, "write": writers}
}

type poolFigures struct {
	of                               *DB
	most, connections, waits, waited *prometheus.Desc
}

// Describe implements prometheus.Collector.
func (f poolFigures) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{f.most, f.connections, f.waits, f.waited} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (f poolFigures) Collect(to chan<- prometheus.Metric) {
	for pool, s := range f.of.pools() {
		to <- prometheus.MustNewConstMetric(f.most, prometheus.GaugeValue, float64(s.MaxOpenConnections), pool)
		to <- prometheus.MustNewConstMetric(f.connections, prometheus.GaugeValue, float64(s.InUse), pool, "in_use")
		to <- prometheus.MustNewConstMetric(f.connections, prometheus.GaugeValue, float64(s.Idle), pool, "idle")
		to <- prometheus.MustNewConstMetric(f.waits, prometheus.CounterValue, float64(s.WaitCount), pool)
		to <- prometheus.MustNewConstMetric(f.waited, prometheus.CounterValue, s.WaitDuration.Seconds(), pool)
	}
}
