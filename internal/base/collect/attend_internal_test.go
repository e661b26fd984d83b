package collect

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// What came of each look is told and counted; one that is not due says nothing.
func TestEachSweepIsTold(t *testing.T) {
	files, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for says, c := range map[string]struct {
		services   []string
		words      []string
		ok, failed float64
	}{
		"a service that does not answer": {[]string{"absent"}, []string{"level=WARN", "ask absent"}, 0, 1},
		"nobody to be asked":             {nil, []string{"level=INFO", "collected=0"}, 1, 0},
		"a sweep just before":            {nil, nil, 0, 0},
	} {
		var log bytes.Buffer
		metrics := prometheus.NewRegistry()
		one, err := New(Deps{Blobs: files, Bus: harness.Bus(t), Services: c.services, Keep: time.Hour, Log: slog.New(slog.NewTextHandler(&log, nil)), Metrics: metrics})
		if err != nil {
			t.Fatal(err)
		}
		last := time.Now().Add(-2 * every)
		if c.words == nil {
			last = time.Now()
		}
		letGo, err := files.Sweeping(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		one.attend(t.Context()) // while it is held it says nothing
		if err := letGo(); err != nil || log.Len() > 0 {
			t.Fatalf("%s: %s, %v", says, &log, err)
		}
		if err := files.SetSwept(t.Context(), last); err != nil {
			t.Fatal(err)
		}
		one.attend(t.Context())
		for _, word := range c.words {
			if !strings.Contains(log.String(), word) {
				t.Errorf("%s: it does not tell %q: %s", says, word, &log)
			}
		}
		if c.words == nil && log.Len() > 0 {
			t.Errorf("%s: %s", says, &log)
		}
		ok, failed := harness.Figure(t, metrics, `codecraft_blob_sweeps_total{result=ok}`), harness.Figure(t, metrics, `codecraft_blob_sweeps_total{result=failed}`)
		if ok != c.ok || failed != c.failed {
			t.Errorf("%s: counted are %v and %v that failed", says, ok, failed)
		}
	}
}
