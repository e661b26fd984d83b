package httpx_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestRequestsAreCountedByClass: what availability is reckoned from begins at 0, and a process that is not ready has refused nobody.
func TestRequestsAreCountedByClass(t *testing.T) {
	registry := prometheus.NewRegistry()
	statuses := map[string]int{"/v1/x": 200, "/v1/y": 503, "/readyz": 503, "/healthz": 500, "/v1/z": 404}
	h := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		httpx.SetRoute(r.Context(), "GET "+r.URL.Path)
		w.WriteHeader(statuses[r.URL.Path])
	}), httpx.RequestIDs, httpx.Metrics(registry))
	if got := harness.Figure(t, registry, "codecraft_http_requests_total{class=5xx}"); got != 0 {
		t.Errorf("before the first fault there are %v", got)
	}
	for path := range statuses {
		serve(h, request(t, "GET", path, ""))
	}
	for class, want := range map[string]float64{"1xx": 0, "2xx": 1, "3xx": 0, "4xx": 1, "5xx": 1} {
		if got := harness.Figure(t, registry, "codecraft_http_requests_total{class="+class+"}"); got != want {
			t.Errorf("%s: %v, want %v", class, got, want)
		}
	}
}

func TestStreamsAndSocketsAreCountedWhileTheyAreOpen(t *testing.T) {
	registry := prometheus.NewRegistry()
	server := httptest.NewServer(httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/socket" {
			c, err := websocket.Accept(w, r, nil)
			if err != nil {
				t.Error(err)
				return
			}
			_, _, _ = c.Read(r.Context()) // until the client leaves
			return
		}
		s, err := httpx.Events(w, r)
		if err != nil {
			t.Error(err)
			return
		}
		defer s.Close()
		<-s.Done()
	}), httpx.RequestIDs, httpx.Metrics(registry), httpx.Compress(plainly)))
	defer server.Close()
	expect := func(events, sockets float64) {
		t.Helper()
		harness.Eventually(t, time.Minute, func() error {
			e, s := harness.Figure(t, registry, "codecraft_http_streams_open{kind=events}"), harness.Figure(t, registry, "codecraft_http_streams_open{kind=socket}")
			if e != events || s != sockets {
				return fmt.Errorf("%v streams and %v sockets are open, want %v and %v", e, s, events, sockets)
			}
			return nil
		})
	}
	expect(0, 0)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	socket, _, err := websocket.Dial(t.Context(), server.URL+"/socket", nil)
	if err != nil {
		t.Fatal(err)
	}
	expect(1, 1)
	stream.Body.Close()
	socket.CloseNow()
	expect(0, 0)
}
