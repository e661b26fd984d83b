package backup_test

import (
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/app/backup"
)

// lastMade is what Prometheus is told of the last backup; 0 when nothing is.
func (p place) lastMade(t *testing.T) float64 {
	t.Helper()
	registry := prometheus.NewRegistry()
	registry.MustRegister(backup.LastMade(p.Storage))
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	if len(families) == 0 {
		return 0
	}
	return families[0].GetMetric()[0].GetGauge().GetValue()
}

func TestTheLastBackupIsTold(t *testing.T) {
	each(t, func(t *testing.T, empty func() place) {
		from := empty()
		from.furnish(t)
		if got := from.lastMade(t); got != 0 {
			t.Errorf("before there was one it was told of as of %v", got)
		}
		before := time.Now().Truncate(time.Second).Unix()
		file := from.make(t)
		made := from.lastMade(t)
		if made < float64(before) || made > float64(time.Now().Unix()) {
			t.Errorf("made at %v, it was begun at %v", made, before)
		}
		if _, err := backup.Make(t.Context(), from.Installation, file); err == nil || from.lastMade(t) != made {
			t.Errorf("a backup that was not made (%v) is told of", err)
		}
		to := empty()
		if err := to.restore(t, file); err != nil || to.lastMade(t) != 0 {
			t.Errorf("a restored installation (%v) has had a backup at %v: it has had none", err, to.lastMade(t))
		}
	})
}
