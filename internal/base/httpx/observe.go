package httpx

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Log writes one line a request, when it has ended, with everything that was annotated on the way. It
// names the route, never the path, the query, a token or an address.
func Log(logger *slog.Logger) Middleware {
	told := NewLimiter(1, time.Minute, 10_000)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began, out := time.Now(), watch(w)
			defer func() {
				ctx := r.Context()
				status, fields := out.answered(), fieldsOf(ctx)
				logger.LogAttrs(context.WithoutCancel(ctx), levelOf(status, who(fields), told), "request", append([]slog.Attr{
					slog.String("request", RequestID(ctx)),
					slog.String("method", r.Method),
					slog.String("route", routeOf(ctx)),
					slog.Int("status", status),
					slog.Int64("bytes", out.bytes),
					slog.Duration("duration", time.Since(began)),
				}, fields...)...)
			}()
			next.ServeHTTP(out, r)
		})
	}
}

// levelOf is how much a status matters to an operator. That somebody is refused for want of room, or does too much, is a
// warning once a minute: who goes on all the same would fill the log.
func levelOf(status int, who string, told *Limiter) slog.Level {
	switch {
	case status == http.StatusServiceUnavailable, status == http.StatusTooManyRequests:
		if told.Allow(who) == nil {
			return slog.LevelWarn
		}
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	}
	return slog.LevelInfo
}

// who is the person of a request's line; strangers are one.
func who(fields []slog.Attr) (name string) {
	for _, field := range fields {
		if field.Key == "user" || field.Key == "place" {
			name += field.Value.String()
		}
	}
	return name
}

// Recover turns a panic into an internal error, or cuts the connection when half an answer is out already.
func Recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := watch(w)
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(http.ErrAbortHandler)
			}
			Annotate(r.Context(), "stack", string(debug.Stack()))
			err := errs.New(errs.Internal, "panic", "internal error").Because(fmt.Errorf("panic: %v", cause))
			if out.status != 0 {
				Annotate(r.Context(), "error", err.Error())
				panic(http.ErrAbortHandler)
			}
			WriteError(out, r, err)
		}()
		next.ServeHTTP(out, r)
	})
}

// Metrics measures every request: its duration by method, route and status, and how many are under way.
func Metrics(registry prometheus.Registerer) Middleware {
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "codecraft_http_request_duration_seconds", Help: "Duration of HTTP requests.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"method", "route", "status"})
	inFlight := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "codecraft_http_requests_in_flight", Help: "HTTP requests being answered.",
	})
	registry.MustRegister(duration, inFlight)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began, out := time.Now(), watch(w)
			inFlight.Inc()
			defer func() {
				inFlight.Dec()
				duration.WithLabelValues(methodLabel(r.Method), routeOf(r.Context()), strconv.Itoa(out.answered())).Observe(time.Since(began).Seconds())
			}()
			next.ServeHTTP(out, r)
		})
	}
}

// methodLabel keeps invented methods from making series without end.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}
