package auth

import (
	"github.com/prometheus/client_golang/prometheus"
)

// metrics are the service's own figures; requests are counted by base/httpx.
type metrics struct {
	signIns *prometheus.CounterVec // by outcome: ok, wrong, throttled, busy, failed
}

// newMetrics registers the figures where there is a registry; without one they count unseen.
func newMetrics(to prometheus.Registerer, h *hasher) (*metrics, error) {
	m := &metrics{
		signIns: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "codecraft_auth_sign_ins_total", Help: "Attempts to sign in with a password, by outcome.",
		}, []string{"outcome"}),
	}
	if to == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{m.signIns, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "codecraft_auth_password_hashes", Help: "Password hashes being computed or waited for.",
	}, func() float64 { return float64(len(h.queue)) })} {
		if err := to.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}
