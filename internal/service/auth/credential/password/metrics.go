package password

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
)

// newSignIns registers the figures where there is a registry; without one they count unseen.
func newSignIns(to prometheus.Registerer, h *hasher) (*prometheus.CounterVec, error) {
	signIns := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "codecraft_auth_sign_ins_total", Help: "Attempts to sign in with a password, by outcome.",
	}, []string{"outcome"})
	for _, outcome := range session.Outcomes {
		signIns.WithLabelValues(outcome)
	}
	hashes := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "codecraft_auth_password_hashes", Help: "Password hashes being computed or waited for.",
	}, func() float64 { return float64(len(h.queue)) })
	return signIns, telemetry.Register(to, signIns, hashes)
}
