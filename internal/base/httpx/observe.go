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
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began, out := time.Now(), watch(w)
			defer func() {
				ctx := r.Context()
				status := out.answered()
				logger.LogAttrs(context.WithoutCancel(ctx), levelOf(status), "request", append([]slog.Attr{
					slog.String("request", RequestID(ctx)),
					slog.String("method", r.Method),
					slog.String("route", routeOf(ctx)),
					slog.Int("status", status),
					slog.Int64("bytes", out.bytes),
					slog.Duration("duration", time.Since(began)),
				}, fieldsOf(ctx)...)...)
			}()
			next.ServeHTTP(out, r)
		})
	}
}

// levelOf is how much a status matters to an operator: a 503 says that there is no room at the moment, which is told to come again.
func levelOf(status int) slog.Level {
	switch {
	case status == http.StatusServiceUnavailable:
		return slog.LevelWarn
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	}
	return slog.LevelInfo
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
