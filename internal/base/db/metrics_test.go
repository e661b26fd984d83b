package db_test

import (
	"context"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestMetricsOfThePools(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		d := open("library")
		pool := "write"
		if d.Postgres() {
			pool = "all"
		}
		registry := prometheus.NewRegistry()
		registry.MustRegister(db.Metrics(d))
		figure := func(name, more string) float64 {
			return harness.Figure(t, registry, name+"{pool="+pool+",service=library"+more+"}")
		}
		err := d.InTx(t.Context(), func(context.Context) error {
			if busy, most := figure("codecraft_db_connections", ",state=in_use"), figure("codecraft_db_connections_max", ""); busy != 1 || most < 1 {
				t.Errorf("in a transaction %v of %v connections are in use", busy, most)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if busy, idle := figure("codecraft_db_connections", ",state=in_use"), figure("codecraft_db_connections", ",state=idle"); busy != 0 || idle < 1 {
			t.Errorf("after it %v are in use, %v idle", busy, idle)
		}
		if waits, waited := figure("codecraft_db_waits_total", ""), figure("codecraft_db_wait_seconds_total", ""); waits < 0 || waited < 0 {
			t.Error("nothing tells who waited")
		}
	})
}
