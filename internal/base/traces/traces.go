// Package traces follows a request through the processes of an installation, as spans of OpenTelemetry.
//
// A trace begins with an HTTP request and nowhere else: what a process does by itself has none. The request's span travels in the
// context, as traceparent (W3C Trace Context) in headers of messages, and with rows that are sent later. Only who serves HTTP and
// the bus are given a provider; everybody else begins spans within the one of the context, so that nothing here is global: a library
// that makes spans of its own, with addresses and tokens in them, finds no provider. Without one, all of this does nothing.
//
// A span ends when somebody has an answer: what goes on after it (an event stream, a socket) is in no trace.
//
// Spans hold names (of routes, messages, groups of tests), numbers and ids. They never hold a program, an address, an error's text, a token,
// a path or a query.
package traces

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// What spans are found by.
const (
	Request      = attribute.Key("codecraft.request.id")
	Organization = attribute.Key("codecraft.organization.id")
	Attempt      = attribute.Key("codecraft.attempt.id")
	Submission   = attribute.Key("codecraft.submission.id")
	Judgement    = attribute.Key("codecraft.judgement.id")
	Run          = attribute.Key("codecraft.run.id")
	Language     = attribute.Key("codecraft.language")
)

// scope names who made a span.
const scope = "github.com/codecraft-hq/codecraft"

// none is the span of what is in no trace.
var none trace.Span = noop.Span{}

// Serve begins the span of a request, within that of the caller when ctx has one (WithParent), else a trace. Whether it is recorded is
// the provider's to say. End it with End.
func Serve(ctx context.Context, from trace.TracerProvider, name string) (context.Context, trace.Span) {
	return from.Tracer(scope).Start(ctx, name, trace.WithSpanKind(trace.SpanKindServer))
}

// Continue begins a span within that of another process, which is in ctx by WithParent. Without one, or without a provider, there is
// none.
func Continue(ctx context.Context, from trace.TracerProvider, name string, kind trace.SpanKind) (context.Context, trace.Span) {
	if from == nil || !trace.SpanContextFromContext(ctx).IsSampled() {
		return ctx, none
	}
	return from.Tracer(scope).Start(ctx, name, trace.WithSpanKind(kind))
}

// Start begins a span within the one of ctx. Where that is none, or has ended, there is none.
func Start(ctx context.Context, name string, about ...attribute.KeyValue) (context.Context, trace.Span) {
	parent := trace.SpanFromContext(ctx)
	if !parent.IsRecording() {
		return ctx, none
	}
	return parent.TracerProvider().Tracer(scope).Start(ctx, name, trace.WithAttributes(about...))
}

// End ends a span, and marks it as failed with the code of err, whose text stays out of it. Spans end by this alone: one that is
// ended by a defer of its own takes the text of a panic in.
func End(span trace.Span, err error) {
	if err != nil && span.IsRecording() {
		span.SetStatus(codes.Error, errs.Of(err).Code)
	}
	span.End()
}

// Note adds to the span of ctx what it is found by.
func Note(ctx context.Context, about ...attribute.KeyValue) {
	if span := trace.SpanFromContext(ctx); span.IsRecording() {
		span.SetAttributes(about...)
	}
}

// ID is the id of the trace that ctx belongs to, or "" where nothing is recorded.
func ID(ctx context.Context) string {
	if here := trace.SpanContextFromContext(ctx); here.IsSampled() {
		return here.TraceID().String()
	}
	return ""
}

// Header is the name of the header that carries a span between processes.
const Header = "traceparent"

// Parent is the span of ctx as another process reads it, or "". That of a span that has ended says that nothing more is recorded.
func Parent(ctx context.Context) string {
	span := trace.SpanFromContext(ctx)
	here := span.SpanContext()
	if !here.IsValid() {
		return ""
	}
	if !here.IsRemote() && !span.IsRecording() {
		ctx = trace.ContextWithSpanContext(ctx, here.WithTraceFlags(here.TraceFlags().WithSampled(false)))
	}
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier[Header]
}

// WithParent puts a span of another process, as Parent has written it, into ctx. What is none changes nothing. The states that other
// vendors send along are not read: anything may stand in them.
func WithParent(ctx context.Context, parent string) context.Context {
	if parent == "" {
		return ctx
	}
	return propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{Header: parent})
}
