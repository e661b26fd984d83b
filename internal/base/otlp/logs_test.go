package otlp_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/otlp"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const secret = "planted-secret"

// sending is a log whose lines are sent to an endpoint, what stands on standard error, and the lines that were lost.
type sending struct {
	*slog.Logger
	logs *otlp.Logs
	here *bytes.Buffer
	lost func() float64
}

func sendTo(t *testing.T, endpoint string) sending {
	t.Helper()
	var here bytes.Buffer
	plain := slog.New(slog.NewTextHandler(&here, nil))
	registry, lost := prometheus.NewRegistry(), prometheus.NewCounter(prometheus.CounterOpts{Name: "lost"})
	registry.MustRegister(lost)
	logs, err := otlp.StartLogs(otlp.Config{
		Endpoint: endpoint, Headers: "x-scope-orgid=one", About: map[string]string{"service.name": "auth", "host.name": "h"}, Log: plain, Lost: lost,
		Hide: func(text string) string { return strings.ReplaceAll(text, secret, "-") },
	})
	if err != nil {
		t.Fatal(err)
	}
	return sending{logs.Also(plain, slog.LevelInfo), logs, &here, func() float64 { return harness.Figure(t, registry, "lost") }}
}

func TestLinesAreSentAsTheyAreWritten(t *testing.T) {
	collector := harness.NewCollector(t)
	log := sendTo(t, collector.URL)
	log.Debug("too little")
	log.With("unit", "http").Info("request", slog.Attr{Value: slog.GroupValue(slog.String("request", "r1"), slog.String("trace", "t1"))}, "status", 200)
	log.WithGroup("of").Error("failed", "error", errors.New("no answer"))
	if err := log.logs.Close(); err != nil {
		t.Error(err)
	}
	lines := collector.Lines("")
	if len(lines) != 2 || lines[0].Service != "auth" || lines[1].Level != "ERROR" {
		t.Fatalf("there came %v", lines)
	}
	if s := lines[0].Says; s["msg"] != "request" || s["unit"] != "http" || s["request"] != "r1" || s["trace"] != "t1" || s["status"] != 200.0 {
		t.Errorf("the first says %v", s)
	}
	if of, _ := lines[1].Says["of"].(map[string]any); of["error"] != "no answer" {
		t.Errorf("the other says %v", lines[1].Says)
	}
	if text := log.here.String(); strings.Count(text, "\n") != 2 || !strings.Contains(text, "request=r1") {
		t.Errorf("on standard error there stands %q", text)
	}
}

func TestNoSecretIsSentAndNoTextIsEndless(t *testing.T) {
	collector := harness.NewCollector(t)
	log := sendTo(t, collector.URL)
	log.With("a", secret).Warn("b "+secret, "error", errors.New("dial "+secret), slog.Group("c", slog.String("d", secret)))
	log.Info("long", "stack", strings.Repeat("é", 100_000))
	many := make([]any, 0, 40)
	for i := range 20 {
		many = append(many, fmt.Sprint("key", i), strings.Repeat("x", 8000))
	}
	log.Info("too long", many...)
	err := log.logs.Close()
	if told := fmt.Sprint(err, log.here); !strings.Contains(told, "lost=1") && !strings.Contains(told, "1 lines") {
		t.Errorf("of a line that is too long it is told %v", err)
	}
	lines := collector.Lines("")
	if len(lines) != 2 || collector.Holds(secret) {
		t.Fatalf("there came %v", lines)
	}
	if stack, _ := lines[1].Says["stack"].(string); len(stack) > 9000 || !strings.HasSuffix(stack, "é…") {
		t.Errorf("a long text has %d bytes", len(stack))
	}
	if n := log.lost(); n != 1 {
		t.Errorf("%v lines are counted as lost", n)
	}
}

// TestLinesOutliveACollectorThatIsAway: they wait, are sent again, and those that are refused for good are counted.
func TestLinesOutliveACollectorThatIsAway(t *testing.T) {
	collector := harness.NewCollector(t)
	var refuse, tries atomic.Int32
	refuse.Store(http.StatusServiceUnavailable)
	recovered := make(chan struct{}, 100)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Scope-Orgid") != "one" {
			t.Error("the header is missing")
		}
		if status := refuse.Load(); status != 0 {
			tries.Add(1)
			w.WriteHeader(int(status))
			return
		}
		r.URL.Host, r.RequestURI, r.URL.Scheme = strings.TrimPrefix(collector.URL, "http://"), "", "http"
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Error(err)
			return
		}
		_ = answer.Body.Close()
		recovered <- struct{}{}
	}))
	defer front.Close()
	log := sendTo(t, front.URL)
	log.Info("first")
	harness.Eventually(t, 0, func() error {
		if tries.Load() == 0 {
			return errors.New("nothing was tried")
		}
		return nil
	})
	refuse.Store(0)
	<-recovered
	refuse.Store(http.StatusBadRequest)
	log.Info("second")
	if err := log.logs.Close(); err == nil || !strings.Contains(err.Error(), "1 lines") {
		t.Errorf("of a line that was refused it is told %v", err)
	}
	if lines := collector.Lines(""); len(lines) != 1 || lines[0].Says["msg"] != "first" {
		t.Errorf("there came %v", lines)
	}
	if text := log.here.String(); strings.Count(text, "not sent for now") < 1 || !strings.Contains(text, "first") || log.lost() != 1 {
		t.Errorf("%v lines are lost, and on standard error there stands %q", log.lost(), text)
	}
}

// TestWhatWaitsIsBounded: whoever works does not notice that nothing is taken.
func TestWhatWaitsIsBounded(t *testing.T) {
	log := sendTo(t, "http://127.0.0.1:1")
	for range 3000 {
		log.Info("line", "text", strings.Repeat("x", 8000))
	}
	if lost := log.lost(); lost < 1500 || lost > 2200 {
		t.Errorf("%v of 3000 lines are lost, want those that do not fit into 8 MiB", lost)
	}
	if err := log.logs.Close(); err == nil || log.lost() != 3000 {
		t.Errorf("%v are lost at the end, which is told as %v", log.lost(), err)
	}
}
