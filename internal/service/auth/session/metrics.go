package session

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// newRefreshes registers the count of refreshes where there is a registry; without one it counts unseen.
func newRefreshes(to prometheus.Registerer) (*prometheus.CounterVec, error) {
	refreshes := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "codecraft_auth_refreshes_total", Help: "Refresh tokens presented, by outcome.",
	}, []string{"outcome"})
	if to == nil {
		return refreshes, nil
	}
	return refreshes, to.Register(refreshes)
}

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
