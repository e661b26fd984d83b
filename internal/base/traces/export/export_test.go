package export_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/internal/base/traces/export"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestWhatIsLeftIsSentAtTheEnd(t *testing.T) {
	collector := harness.NewCollector(t)
	for sample, want := range map[float64]int{1: 2, 0: 0} {
		p, err := export.Start(t.Context(), export.Config{Endpoint: collector.URL, Sample: sample, Modules: []string{"auth"}, Log: harness.Log(t)})
		if err != nil {
			t.Fatal(err)
		}
		ctx, root := traces.Serve(t.Context(), p, "root")
		_, inner := traces.Start(ctx, "inner")
		traces.End(inner, nil)
		traces.End(root, nil)
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		got := collector.Trace(root.SpanContext().TraceID().String())
		if len(got) != want {
			t.Fatalf("of a share of %v there came %v", sample, got)
		}
		if want > 0 && (got[0].Name != "inner" || got[0].Module != "auth" || got[0].Parent != got[1].ID) {
			t.Errorf("there came %v", got)
		}
	}
}

// TestACollectorThatIsAwayIsToldAndCostsNothing: whoever works is not to notice.
func TestACollectorThatIsAwayIsToldAndCostsNothing(t *testing.T) {
	var log bytes.Buffer
	p, err := export.Start(t.Context(), export.Config{Endpoint: "http://" + harness.FreeAddr(t), Sample: 1, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	_, root := traces.Serve(t.Context(), p, "root")
	traces.End(root, nil)
	if err := p.Close(); err == nil && !strings.Contains(log.String(), "traces were not sent") {
		t.Error("nobody was told")
	}
}
