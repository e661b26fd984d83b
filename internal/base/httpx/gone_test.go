package httpx_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

func TestAClientThatLeftIsNobodysFault(t *testing.T) {
	busy := errs.New(errs.Unavailable, "queue_full", "come again")
	for says, c := range map[string]struct {
		left   bool
		err    error
		status int
		level  string
	}{
		"what was given up is 499":              {true, fmt.Errorf("select: %w", context.Canceled), 499, "INFO"},
		"what could not be had any more is 499": {true, busy.Because(context.Canceled), 499, "INFO"},
		"a fault of ours is 500 even then":      {true, io.ErrShortBuffer, 500, "ERROR"},
		"a fault of the client stays its own":   {true, errs.New(errs.Invalid, "x", "y"), 422, "INFO"},
		"who waits is told 503":                 {false, busy, 503, "WARN"},
		"who waits for what was given up, too":  {false, context.Canceled, 503, "WARN"},
		"and 500":                               {false, io.ErrShortBuffer, 500, "ERROR"},
	} {
		t.Run(says, func(t *testing.T) {
			var out bytes.Buffer
			registry := prometheus.NewRegistry()
			h := httpx.Chain(failing(c.err), httpx.RequestIDs, httpx.Log(slog.New(slog.NewJSONHandler(&out, nil))), httpx.Metrics(registry))
			r := request(t, "GET", "/", "")
			ctx, leave := context.WithCancel(r.Context())
			defer leave()
			if c.left {
				leave()
			}
			w := serve(h, r.WithContext(ctx))
			var line struct {
				Level  string
				Status int
			}
			if err := json.Unmarshal(out.Bytes(), &line); err != nil {
				t.Fatal(err)
			}
			if w.Code != c.status || line.Status != c.status || line.Level != c.level || first(t, w).Title == "" {
				t.Errorf("answered %d %s, logged %+v", w.Code, w.Body, line)
			}
			if got := measured(t, registry); got != fmt.Sprint(c.status) {
				t.Errorf("measured as %s", got)
			}
		})
	}
}

// measured is the status of the only request.
func measured(t *testing.T, registry *prometheus.Registry) string {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			for _, l := range m.GetLabel() {
				if l.GetName() == "status" {
					return l.GetValue()
				}
			}
		}
	}
	return "none"
}

func TestADeadlineIsNotAClientThatLeft(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Hour))
	defer cancel()
	if err := httpx.Known(ctx, errors.Join(ctx.Err())); !errs.Is(err, errs.Unavailable) {
		t.Errorf("a request that took too long is %v", err)
	}
	if got := httpx.Status(errs.Cancelled); http.StatusText(got) != "" || got != 499 {
		t.Errorf("a request given up is %d", got)
	}
}
