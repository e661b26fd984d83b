package harness

import (
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// Traces makes spans, all of them recorded, and shows those that have ended.
func Traces(t testing.TB) (*trace.TracerProvider, *Spans) {
	t.Helper()
	recorder := tracetest.NewSpanRecorder()
	return trace.NewTracerProvider(trace.WithSpanProcessor(recorder)), &Spans{t, recorder}
}

// Spans are those that have ended.
type Spans struct {
	t    testing.TB
	from *tracetest.SpanRecorder
}

// All are they in the order of their ends.
func (s *Spans) All() []trace.ReadOnlySpan { return s.from.Ended() }

// Named is the one span of a name; without it the test has failed.
func (s *Spans) Named(name string) trace.ReadOnlySpan {
	s.t.Helper()
	var names []string
	for _, span := range s.All() {
		if span.Name() == name {
			return span
		}
		names = append(names, span.Name())
	}
	s.t.Fatalf("there is no span %q, but %q", name, names)
	return nil
}

// Said is what a span says of itself under a key, "" for nothing.
func Said(span trace.ReadOnlySpan, key string) string {
	set := attribute.NewSet(span.Attributes()...)
	value, _ := set.Value(attribute.Key(key))
	return value.String()
}
