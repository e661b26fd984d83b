package httpx

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

// TraceHeader tells the caller under which id an operator finds the trace of the request.
const TraceHeader = "X-Trace-Id"

// Trace gives every request a span, within that of the caller's traceparent if there is one. It has the route, the status and whose
// request it was. That of an event stream or a WebSocket ends when that is open: what it shows from then on is no part of the request.
// It must come after RequestIDs. Without a provider it is not there at all.
func Trace(from trace.TracerProvider) Middleware {
	return func(next http.Handler) http.Handler {
		if from == nil {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
				next.ServeHTTP(w, r)
				return
			}
			method := methodLabel(r.Method)
			ctx, span := traces.Serve(traces.WithParent(r.Context(), r.Header.Get(traces.Header)), from, method)
			r = r.WithContext(ctx)
			if !span.IsRecording() {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set(TraceHeader, traces.ID(ctx))
			out := watch(w)
			out.begun = append(out.begun, func(status int, header http.Header) {
				if kindOf(status, header) != "" {
					endTrace(ctx, span, method, status)
				}
			})
			defer func() { endTrace(ctx, span, method, out.answered()) }()
			next.ServeHTTP(out, r)
		})
	}
}

// endTrace says what the request was, and ends its span unless it has ended.
func endTrace(ctx context.Context, span trace.Span, method string, status int) {
	if !span.IsRecording() {
		return
	}
	about := []attribute.KeyValue{
		traces.Request.String(RequestID(ctx)),
		attribute.String("http.request.method", method),
		attribute.Int("http.response.status_code", status),
	}
	if route := routeOf(ctx); route != noRoute {
		_, path, ok := strings.Cut(route, " ")
		if !ok {
			path = route
		}
		span.SetName(method + " " + path)
		about = append(about, attribute.String("http.route", path))
	}
	for _, field := range fieldsOf(ctx) {
		about = append(about, whose(field)...)
	}
	span.SetAttributes(about...)
	if status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, "")
	}
	traces.End(span, nil)
}

// whose is what of a request's line belongs into its span, too: the organization and the place, nothing else that was annotated.
func whose(field slog.Attr) []attribute.KeyValue {
	text := field.Value.String()
	switch field.Key {
	case "organization":
		return []attribute.KeyValue{traces.Organization.String(text)}
	case "place":
		return []attribute.KeyValue{attribute.String("codecraft.place", text)}
	}
	return nil
}

// Whence is, for a line of the log, the request that ctx belongs to and the trace that it is in, if any.
func Whence(ctx context.Context) slog.Attr {
	request := slog.String("request", RequestID(ctx))
	if id := traces.ID(ctx); id != "" {
		return slog.Attr{Value: slog.GroupValue(request, slog.String("trace", id))}
	}
	return slog.Attr{Value: slog.GroupValue(request)}
}
