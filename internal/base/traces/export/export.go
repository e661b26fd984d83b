// Package export sends spans to a collector, as OTLP over HTTP. It is apart from package traces, so that who makes spans is
// built without what sends them.
package export

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/codecraft-hq/codecraft/internal/base/otlp"
)

// Config says where spans go, which, and who sends them.
type Config struct {
	Endpoint string  // http://host:4318, or the whole address of a collector that has another path
	Sample   float64 // the share of traces that is recorded, 0 to 1, unless the caller has decided
	Version  string
	Modules  []string // of this process
	Log      *slog.Logger
}

// Provider makes spans and sends them.
type Provider struct{ *trace.TracerProvider }

// Start begins to send. A collector that does not answer costs spans and never a request: they wait in a queue of bounded
// length, and are dropped when it is full.
func Start(ctx context.Context, c Config) (Provider, error) {
	address, err := otlp.Address(c.Endpoint, otlp.TracesPath)
	if err != nil {
		return Provider{}, err
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(address))
	if err != nil {
		return Provider{}, fmt.Errorf("send traces: %w", err)
	}
	// The SDK tells of spans that it could not send in no other way than to this one place of the process.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { c.Log.Warn("traces were not sent", "error", err) }))
	return Provider{trace.NewTracerProvider(
		trace.WithBatcher(exporter),
		trace.WithSampler(trace.ParentBased(trace.TraceIDRatioBased(c.Sample))),
		trace.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "codecraft"),
			attribute.String("service.version", c.Version),
			attribute.StringSlice("codecraft.modules", c.Modules),
		)),
	)}, nil
}

// flushing is how long a stop waits for the collector to take the last spans.
const flushing = 5 * time.Second

// Close sends what is left.
func (p Provider) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), flushing)
	defer cancel()
	if err := p.Shutdown(ctx); err != nil {
		return fmt.Errorf("send the last traces: %w", err)
	}
	return nil
}
