package httpx_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

func TestARequestHasASpan(t *testing.T) {
	from, spans := harness.Traces(t)
	var line bytes.Buffer
	h := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		httpx.SetRoute(r.Context(), "GET /v1/problems/{id}")
		for _, key := range []string{"organization", "place", "user", "error"} {
			httpx.Annotate(r.Context(), key, "the "+key)
		}
		w.WriteHeader(http.StatusBadGateway)
	}), httpx.RequestIDs, httpx.Trace(from), httpx.Log(slog.New(slog.NewJSONHandler(&line, nil))))
	w := serve(h, request(t, "GET", "/v1/problems/hush?token=hush", "hush", "X-Request-Id: request-1", "Authorization: Bearer hush", "Traceparent: "+caller, "Tracestate: of=hush"))
	got := spans.Named("GET /v1/problems/{id}")
	for key, want := range map[string]string{
		"codecraft.request.id": "request-1", "codecraft.organization.id": "the organization", "codecraft.place": "the place",
		"http.request.method": "GET", "http.route": "/v1/problems/{id}", "http.response.status_code": "502",
	} {
		if said := harness.Said(got, key); said != want {
			t.Errorf("%s is %q, want %q", key, said, want)
		}
	}
	if n := len(got.Attributes()); n != 6 {
		t.Errorf("the span says more: %v", got.Attributes())
	}
	if strings.Contains(fmt.Sprint(got.Attributes(), got.Events(), got.SpanContext().TraceState(), got.Status()), "hush") {
		t.Errorf("the span tells a secret: %v", got)
	}
	if got.Status().Code != codes.Error || got.SpanKind() != trace.SpanKindServer || !got.Parent().IsRemote() {
		t.Errorf("the span is %v", got)
	}
	const id = "0af7651916cd43dd8448eb211c80319c"
	if answered := w.Header().Get("X-Trace-Id"); answered != id || !strings.Contains(line.String(), `"request":"request-1","trace":"`+id+`"`) {
		t.Errorf("answered %q and logged %s", answered, line.String())
	}
}

func TestARequestThatIsNotTracedIsAsItWas(t *testing.T) {
	from, spans := harness.Traces(t)
	var line bytes.Buffer
	h := func(from trace.TracerProvider) http.Handler {
		return httpx.Chain(http.NotFoundHandler(), httpx.RequestIDs, httpx.Trace(from), httpx.Log(slog.New(slog.NewJSONHandler(&line, nil))))
	}
	for says, w := range map[string]*httptest.ResponseRecorder{
		"nothing is traced":              serve(h(nil), request(t, "GET", "/v1/x", "", "Traceparent: "+caller)),
		"the caller does not want it":    serve(h(from), request(t, "GET", "/v1/x", "", "Traceparent: "+strings.TrimSuffix(caller, "1")+"0")),
		"whether the process is healthy": serve(h(from), request(t, "GET", "/readyz", "")),
	} {
		if id := w.Header().Get("X-Trace-Id"); id != "" {
			t.Errorf("%s: answered with the trace %s", says, id)
		}
	}
	if len(spans.All()) > 0 || strings.Contains(line.String(), "trace") {
		t.Errorf("there are %d spans, and lines say %s", len(spans.All()), line.String())
	}
}

// TestAStreamsSpanEndsWhenItIsOpen: else a trace would be whole only hours later, with thousands of spans.
func TestAStreamsSpanEndsWhenItIsOpen(t *testing.T) {
	from, spans := harness.Traces(t)
	h := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s, err := httpx.Events(w, r)
		if err != nil {
			t.Error(err)
			return
		}
		defer s.Close()
		if got := harness.Said(spans.Named("GET"), "http.response.status_code"); got != "200" {
			t.Errorf("an open stream has the status %s", got)
		}
		if _, late := traces.Start(r.Context(), "late"); late.IsRecording() {
			t.Error("what a stream shows is in the trace")
		}
	}), httpx.RequestIDs, httpx.Trace(from), httpx.Metrics(prometheus.NewRegistry()))
	serve(h, request(t, "GET", "/v1/streams/1/events", ""))
	if n := len(spans.All()); n != 1 {
		t.Errorf("%d spans", n)
	}
}

// TestAPanicsTextIsInNoSpan: it may hold anything.
func TestAPanicsTextIsInNoSpan(t *testing.T) {
	from, spans := harness.Traces(t)
	h := httpx.Chain(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("hush") }), httpx.RequestIDs, httpx.Trace(from), httpx.Recover)
	serve(h, request(t, "GET", "/", ""))
	if got := spans.Named("GET"); got.Status().Code != codes.Error || len(got.Events()) > 0 {
		t.Errorf("the span is %v with %v", got.Status(), got.Events())
	}
}

// BenchmarkTrace: what a request costs without tracing, with it, and where the share that is traced leaves it out.
func BenchmarkTrace(b *testing.B) {
	from, _ := harness.Traces(b)
	quiet := strings.TrimSuffix(caller, "1") + "0"
	for _, x := range []struct {
		name, parent string
		from         trace.TracerProvider
	}{{"off", "", nil}, {"left out", quiet, from}, {"on", caller, from}} {
		b.Run(x.name, func(b *testing.B) {
			h := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				httpx.SetRoute(r.Context(), "GET /v1/problems/{id}")
				w.WriteHeader(http.StatusNoContent)
			}), httpx.RequestIDs, httpx.Trace(x.from), httpx.Log(slog.New(slog.DiscardHandler)), httpx.Metrics(prometheus.NewRegistry()))
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/v1/problems/1", nil)
				r.Header.Set("Traceparent", x.parent)
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
