package telemetry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

func same(text string) string { return text }

// watched is a log at a level, what it writes, and what is kept of it.
func watched(level string, hide func(string) string) (*slog.Logger, *bytes.Buffer, *telemetry.Recent) {
	var out bytes.Buffer
	log, err := telemetry.Logger(&out, level, "text")
	if err != nil {
		panic(err)
	}
	recent := telemetry.NewRecent(hide)
	return recent.Watch(log), &out, recent
}

func TestRecentProblemsAreWarningsAndErrors(t *testing.T) {
	log, out, recent := watched("error", same)
	log.Info("all is well")
	log.Warn("it is late", "error", errors.New("no answer"), "service", "problems")
	whence := slog.Attr{Value: slog.GroupValue(slog.String("request", "r1"), slog.String("trace", "t1"))}
	log.With("unit", "http").LogAttrs(context.Background(), slog.LevelError, "request", whence, slog.String("route", "GET /v1/x"), slog.Int("status", 500), slog.String("code", "internal"))
	all := recent.Problems()
	if len(all) != 2 {
		t.Fatalf("kept %+v", all)
	}
	all[1].At = all[0].At
	if got, want := all[0], (telemetry.Problem{At: all[0].At, Level: "error", Message: "request", Code: "internal", Request: "r1", Trace: "t1", Route: "GET /v1/x", Status: "500", Unit: "http"}); got != want {
		t.Errorf("the newest is %+v, want %+v", got, want)
	}
	if got, want := all[1], (telemetry.Problem{At: all[0].At, Level: "warning", Message: "it is late", Error: "no answer", Service: "problems"}); got != want {
		t.Errorf("the other is %+v, want %+v", got, want)
	}
	if text := out.String(); strings.Contains(text, "late") || !strings.Contains(text, "request=r1") || !strings.Contains(text, "unit=http") {
		t.Errorf("at its own level the log writes %q", text)
	}
}

// TestRecentProblemsTellNothingThatWasPlanted: neither what stands under another key, nor what is hidden, wherever it stands.
func TestRecentProblemsTellNothingThatWasPlanted(t *testing.T) {
	const token, secret = "planted-token", "planted-secret"
	log, _, recent := watched("info", func(text string) string { return strings.ReplaceAll(text, secret, "-") })
	log.Warn("a", "token", token, "source", token, "email", token, "text", token, "error", errors.New("dial "+secret))
	log.With("token", token).Error("b "+secret, "code", secret, "service", secret)
	log.WithGroup("error").Error("c", "error", token)
	log.Error("d", slog.Group("user", slog.String("error", token)))
	told, err := json.Marshal(recent.Problems())
	if err != nil || strings.Contains(string(told), "planted") || strings.Count(string(told), `"message"`) != 4 {
		t.Errorf("it is told %s, %v", told, err)
	}
}

func TestRecentProblemsAreFewAndShort(t *testing.T) {
	log, _, recent := watched("info", same)
	for i := range 200 {
		log.Warn(fmt.Sprintf("%d %s", i, strings.Repeat("é", 4000)))
	}
	all := recent.Problems()
	if len(all) != 50 || !strings.HasPrefix(all[0].Message, "199 ") || !strings.HasPrefix(all[49].Message, "150 ") {
		t.Fatalf("%d are kept, from %.8q", len(all), all[0].Message)
	}
	if m := all[0].Message; len(m) > 700 || !strings.HasSuffix(m, "é…") {
		t.Errorf("a long one is %d bytes and ends in %q", len(m), m[len(m)-8:])
	}
}
