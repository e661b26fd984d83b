package traces_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

// TestAHistogramNamesATrace: the trace of what was slow is found from the figure, by whoever asks for OpenMetrics.
func TestAHistogramNamesATrace(t *testing.T) {
	registry := telemetry.Registry()
	took := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "took_seconds", Help: "Time.", Buckets: []float64{1, 2}})
	registry.MustRegister(took)
	traces.Observe(t.Context(), took, .5)
	traces.Observe(traces.WithParent(t.Context(), sampled), took, 1.5)
	admin := telemetry.Admin(registry, nil)
	shown := func(accept string) string {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		admin.ServeHTTP(w, r)
		return w.Body.String()
	}
	open := shown("application/openmetrics-text; version=1.0.0")
	if want := `took_seconds_bucket{le="2.0"} 2 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 1.5 `; !strings.Contains(open, want) {
		t.Errorf("OpenMetrics lacks %s:\n%s", want, open)
	}
	if n := strings.Count(open, "trace_id="); n != 1 {
		t.Errorf("%d examples, want that of what was traced", n)
	}
	if plain := shown(""); strings.Contains(plain, "trace_id=") || !strings.Contains(plain, `took_seconds_bucket{le="2"} 2`) {
		t.Errorf("as text:\n%s", plain)
	}
}
