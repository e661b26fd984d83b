package cli_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// busy is an admin listener that has done more each time it is asked.
func busy(t *testing.T, ready bool) string {
	t.Helper()
	var looks atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		n := looks.Add(1) * 1000
		fmt.Fprintf(w, `# TYPE codecraft_build_info gauge
codecraft_build_info{version="v9",commit="abc"} 1
# TYPE codecraft_http_requests_total counter
codecraft_http_requests_total{class="2xx"} %d
codecraft_http_requests_total{class="5xx"} %d
# TYPE codecraft_verdicts_total counter
codecraft_verdicts_total{language="c",verdict="AC"} %d
codecraft_verdicts_total{language="cpp",verdict="AC"} %d
codecraft_verdicts_total{language="c",verdict="WA"} 7
# TYPE codecraft_queue_depth gauge
codecraft_queue_depth{lane="runs"} 2
codecraft_queue_depth{lane="judgings"} 30
# TYPE codecraft_queue_oldest_seconds gauge
codecraft_queue_oldest_seconds{lane="judgings"} 61.5
# TYPE codecraft_workers gauge
codecraft_workers 3
# TYPE codecraft_memory_used_bytes gauge
codecraft_memory_used_bytes 1.5e+09
# TYPE codecraft_http_request_duration_seconds histogram
codecraft_http_request_duration_seconds_bucket{le="+Inf"} 1
codecraft_http_request_duration_seconds_sum 1
codecraft_http_request_duration_seconds_count 1
`, n, n/10, n, n)
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready {
			http.Error(w, "worker is not ready \x1b[31m", http.StatusServiceUnavailable)
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func TestTopTellsWhatAProcessDoes(t *testing.T) {
	status, out, errOut := run("top", "--once", "--json", "--every", "100ms", "--admin-addr", busy(t, true))
	if status != 0 {
		t.Fatalf("status %d: %s", status, errOut)
	}
	var s struct {
		Version  string
		Ready    bool
		Requests struct{ PerSecond, FailedPerSecond float64 }
		Queue    map[string]struct{ Waiting, OldestSeconds float64 }
		Workers  struct{ Count float64 }
		Verdicts map[string]float64 `json:"verdictsPerSecond"`
	}
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if s.Version != "v9" || !s.Ready || s.Workers.Count != 3 || s.Queue["judgings"].Waiting != 30 || s.Queue["judgings"].OldestSeconds != 61.5 || s.Queue["runs"].Waiting != 2 {
		t.Errorf("%s", out)
	}
	// How long a look took is not known, but what was done in that time is: 1100 requests, 100 of them failed, 2000 verdicts.
	failed, accepted := s.Requests.FailedPerSecond/s.Requests.PerSecond, s.Verdicts["AC"]/s.Requests.PerSecond
	if s.Requests.PerSecond <= 0 || failed < 0.09 || failed > 0.0910 || accepted < 1.818 || accepted > 1.819 || s.Verdicts["WA"] != 0 {
		t.Errorf("of the requests %v failed; %v verdicts a request: %s", failed, accepted, out)
	}
}

func TestTopOnAPageForPeople(t *testing.T) {
	status, out, errOut := run("top", "--once", "--every", "100ms", "--admin-addr", busy(t, false))
	for _, part := range []string{"CodeCraft v9, NOT READY: worker is not ready", "judgings: 30, the oldest for 1m1.5s", "Workers    3", "Verdicts   ", " AC a second", "1.4 GB of 0 MB used"} {
		if !strings.Contains(out, part) {
			t.Errorf("status %d, without %q:\n%s%s", status, part, out, errOut)
		}
	}
	if strings.Contains(out, "\x1b") {
		t.Error("what is printed steers the terminal")
	}
}

func TestTopSaysWhereToLook(t *testing.T) {
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for address, says := range map[string]string{
		strings.TrimPrefix(other.URL, "http://"): "is not the admin listener of a CodeCraft",
		strings.TrimPrefix(gone.URL, "http://"):  "is the product running, with this --admin-addr?",
	} {
		if status, out, errOut := run("top", "--once", "--admin-addr", address); status != 1 || !strings.Contains(errOut, says) {
			t.Errorf("status %d, without %q:\n%s%s", status, says, out, errOut)
		}
	}
	if status, _, errOut := run("top", "--every", "1ms"); status != 2 || !strings.Contains(errOut, "--every 1ms: 100ms is the least") {
		t.Errorf("status %d: %s", status, errOut)
	}
}
