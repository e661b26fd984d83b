package open

import (
	"context"
	"log/slog"

	"go.opentelemetry.io/otel/trace"

	"github.com/codecraft-hq/codecraft/internal/base/otlp"
	"github.com/codecraft-hq/codecraft/internal/base/traces/export"
)

// TracesConfig says where traces go. The tags are read by the command line (kong).
type TracesConfig struct {
	OTLPEndpoint string  `name:"otlp-endpoint" help:"Collector of OpenTelemetry that traces are sent to, as OTLP over HTTP: http://host:4318. Default: nothing is traced." group:"Traces"`
	OTLPSample   float64 `name:"otlp-sample" default:"1" help:"Share of traces that is sent, 0 to 1, of requests whose caller has not decided (traceparent)." group:"Traces"`
}

// Check refuses what cannot be sent to.
func (c TracesConfig) Check(refuse func(string, ...any)) {
	if c.OTLPEndpoint != "" {
		if _, err := otlp.Address(c.OTLPEndpoint, otlp.TracesPath); err != nil {
			refuse("--otlp-endpoint: %w", err)
		}
	}
	if c.OTLPSample < 0 || c.OTLPSample > 1 {
		refuse("--otlp-sample %v: write a share from 0 (none) to 1 (all)", c.OTLPSample)
	}
}

// Traces begins to send traces; nil when nothing is to be traced. Call done when what makes them has stopped.
func Traces(ctx context.Context, c TracesConfig, version string, modules []string, log *slog.Logger) (from trace.TracerProvider, done func() error, err error) {
	if c.OTLPEndpoint == "" {
		return nil, func() error { return nil }, nil
	}
	p, err := export.Start(ctx, export.Config{Endpoint: c.OTLPEndpoint, Sample: c.OTLPSample, Version: version, Modules: modules, Log: log})
	if err != nil {
		return nil, nil, err
	}
	return p, p.Close, nil
}
