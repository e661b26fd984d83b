package session

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// newRefreshes registers the count of refreshes where there is a registry; without one it counts unseen.
func newRefreshes(to prometheus.Registerer) (*prometheus.CounterVec, error) {
	refreshes := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "codecraft_auth_refreshes_total", Help: "Refresh tokens presented, by outcome.",
	}, []string{"outcome"})
	for _, outcome := range Outcomes {
		refreshes.WithLabelValues(outcome)
	}
	return refreshes, telemetry.Register(to, refreshes)
}

// Outcomes are all that Outcome may say.
var Outcomes = []string{"ok", "wrong", "throttled", "busy", "failed"}

// Outcome is what a figure says of how an attempt to get in ended.
func Outcome(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errs.Is(err, errs.Unauthorized):
		return "wrong"
	case errs.Is(err, errs.TooMany):
		return "throttled"
	case errs.Is(err, errs.Unavailable):
		return "busy"
	}
	return "failed"
}
