package httpx

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

// requestMetrics are of all requests of a process.
type requestMetrics struct {
	duration *prometheus.HistogramVec // method, route, status
	answered *prometheus.CounterVec   // class
	inFlight prometheus.Gauge
	open     *prometheus.GaugeVec // kind
}

// classes are those of statuses; none of them begins later than the process, so that the first fault is seen as one.
var classes = [...]string{"1xx", "2xx", "3xx", "4xx", "5xx"}

func newRequestMetrics(registry prometheus.Registerer) *requestMetrics {
	m := &requestMetrics{
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "codecraft_http_request_duration_seconds", Help: "Duration of HTTP requests; of streams and WebSockets, until they end.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"method", "route", "status"}),
		answered: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "codecraft_http_requests_total", Help: "HTTP requests by class of their status, without those for health.",
		}, []string{"class"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "codecraft_http_requests_in_flight", Help: "HTTP requests being answered, streams and WebSockets among them.",
		}),
		open: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "codecraft_http_streams_open", Help: "Event streams and WebSockets that are open.",
		}, []string{"kind"}),
	}
	for _, class := range classes {
		m.answered.WithLabelValues(class)
	}
	for _, kind := range []string{kindEvents, kindSocket} {
		m.open.WithLabelValues(kind)
	}
	registry.MustRegister(m.duration, m.answered, m.inFlight, m.open)
	return m
}

// Metrics measures every request: its duration by method, route and status, and how many are under way.
func Metrics(registry prometheus.Registerer) Middleware {
	m := newRequestMetrics(registry)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began, out := time.Now(), watch(w)
			kind := ""
			out.begun = append(out.begun, func(status int, header http.Header) {
				if kind = kindOf(status, header); kind != "" {
					m.open.WithLabelValues(kind).Inc()
				}
			})
			m.inFlight.Inc()
			defer func() {
				m.inFlight.Dec()
				if kind != "" {
					m.open.WithLabelValues(kind).Dec()
				}
				m.ended(r, out.answered(), time.Since(began))
			}()
			next.ServeHTTP(out, r)
		})
	}
}

func (m *requestMetrics) ended(r *http.Request, status int, took time.Duration) {
	route := routeOf(r.Context())
	traces.Observe(r.Context(), m.duration.WithLabelValues(methodLabel(r.Method), route, strconv.Itoa(status)), took.Seconds())
	if class := status / 100; !health(route) && class >= 1 && class <= len(classes) {
		m.answered.WithLabelValues(classes[class-1]).Inc()
	}
}

// health tells the routes at which a process that is not ready says so: these are no requests that failed.
func health(route string) bool {
	return strings.HasSuffix(route, " /healthz") || strings.HasSuffix(route, " /readyz")
}

// The kinds of answers that last.
const (
	kindEvents = "events"
	kindSocket = "socket"
)

func kindOf(status int, header http.Header) string {
	switch {
	case status == http.StatusSwitchingProtocols:
		return kindSocket
	case header.Get("Content-Type") == eventStream:
		return kindEvents
	}
	return ""
}

// methodLabel keeps invented methods from making series without end.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}
