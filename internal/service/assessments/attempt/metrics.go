package attempt

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// running is how many attempts are under way, as each replica reads it in the database.
func (s *Service) running() prometheus.Collector {
	return telemetry.Asked(
		func(ctx context.Context) ([]float64, error) {
			n, err := s.countStarted(ctx)
			return []float64{float64(n)}, err
		},
		prometheus.NewDesc("codecraft_attempts_running", "Attempts that were started and have not ended, previews among them.", nil, nil),
	)
}
