package password

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
)

// newSignIns registers the figures where there is a registry; without one they count unseen.
func newSignIns(to prometheus.Registerer, h *hasher) (*prometheus.CounterVec, error) {
	signIns := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "codecraft_auth_sign_ins_total", Help: "Attempts to sign in with a password, by outcome.",
	}, []string{"outcome"})
	if to == nil {
		return signIns, nil
	}
	hashes := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "codecraft_auth_password_hashes", Help: "Password hashes being computed or waited for.",
	}, func() float64 { return float64(len(h.queue)) })
	return signIns, errors.Join(to.Register(signIns), to.Register(hashes))
}
