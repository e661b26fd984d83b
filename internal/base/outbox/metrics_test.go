package outbox_test

import (
	"context"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestMetricsTellWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, open func() *db.DB, b *bus.Bus) {
		d := open()
		registry := prometheus.NewRegistry()
		check(t, registry.Register(outbox.Metrics(d)))
		waiting := func() (count, age float64) {
			families, err := registry.Gather()
			check(t, err)
			for _, f := range families {
				one := f.GetMetric()[0]
				if label := one.GetLabel()[0]; label.GetName() != "service" || label.GetValue() != d.Schema() {
					t.Errorf("%s is labelled %v", f.GetName(), label)
				}
				switch f.GetName() {
				case "codecraft_outbox_waiting":
					count = one.GetGauge().GetValue()
				case "codecraft_outbox_oldest_seconds":
					age = one.GetGauge().GetValue()
				default:
					t.Errorf("an unknown figure %s", f.GetName())
				}
			}
			return count, age
		}
		check(t, d.InTx(t.Context(), func(ctx context.Context) error {
			check(t, outbox.Add(ctx, d, "events.a", "1", "one"))
			return outbox.Add(ctx, d, "events.a", "2", "two")
		}))
		if count, age := waiting(); count != 2 || age <= 0 {
			t.Errorf("%v wait, the oldest for %v s", count, age)
		}
		check(t, outbox.Relay{DB: d, Bus: b, Log: harness.Log(t)}.Flush(t.Context()))
		if count, age := waiting(); count != 0 || age != 0 {
			t.Errorf("after all were sent %v wait, the oldest for %v s", count, age)
		}
		check(t, d.Close())
		if _, err := registry.Gather(); err == nil || !strings.Contains(err.Error(), "codecraft_outbox_waiting") {
			t.Errorf("a database that does not answer reads as an empty outbox: %v", err)
		}
	})
}
