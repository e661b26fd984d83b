package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// inCall is an admin listener that one person after the other leaves, each time it is asked, down to the last ones.
func inCall(t *testing.T, people, last int64) (address string, looks *atomic.Int64) {
	t.Helper()
	looks = &atomic.Int64{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path == "/metrics" {
			fmt.Fprintf(w, "# TYPE codecraft_build_info gauge\ncodecraft_build_info{version=\"v9\"} 1\n# TYPE codecraft_video_participants gauge\ncodecraft_video_participants %d\n",
				max(last, people-looks.Add(1)))
		}
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://"), looks
}

func TestAStopWaitsUntilNobodyIsInACall(t *testing.T) {
	address, looks := inCall(t, 3, 0)
	status, out, errOut := run("drain", "--admin-addr", address, "--at-least", "0s", "--every", "100ms")
	if status != 0 || !strings.Contains(out, "nobody is in a call") || looks.Load() != 3 {
		t.Errorf("status %d after %d looks: %s%s", status, looks.Load(), out, errOut)
	}
	address, _ = inCall(t, 3, 2)
	status, out, errOut = run("drain", "--admin-addr", address, "--at-least", "0s", "--at-most", "300ms", "--every", "100ms")
	if status != 0 || !strings.Contains(out, "2 people are in calls still") {
		t.Errorf("calls that do not end: status %d: %s%s", status, out, errOut)
	}
}

func TestAStopWaitsForWhoIsSilentForAMoment(t *testing.T) {
	var looks atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path != "/metrics" {
			return
		}
		people := 1
		switch looks.Add(1) {
		case 2:
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		case 4:
			people = 0
		}
		fmt.Fprintf(w, "# TYPE codecraft_build_info gauge\ncodecraft_build_info{version=\"v9\"} 1\n# TYPE codecraft_video_participants gauge\ncodecraft_video_participants %d\n", people)
	}))
	defer server.Close()
	status, out, errOut := run("drain", "--admin-addr", strings.TrimPrefix(server.URL, "http://"), "--at-least", "0s", "--every", "100ms")
	if status != 0 || !strings.Contains(out, "nobody is in a call") || looks.Load() != 4 {
		t.Errorf("status %d after %d looks: %s%s", status, looks.Load(), out, errOut)
	}
}

func TestADrainThatCannotBeIsRefused(t *testing.T) {
	for says, args := range map[string][]string{
		"--at-least 2m0s is longer than --at-most 1m0s": {"--at-least", "2m", "--at-most", "1m"},
		"--every 1ms": {"--every", "1ms"},
	} {
		if status, _, errOut := run(append([]string{"drain"}, args...)...); status != 2 || !strings.Contains(errOut, says) {
			t.Errorf("%v: status %d: %s", args, status, errOut)
		}
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	if status, _, errOut := run("drain", "--admin-addr", strings.TrimPrefix(gone.URL, "http://")); status != 1 || !strings.Contains(errOut, "nothing answers") {
		t.Errorf("where nothing answers: status %d: %s", status, errOut)
	}
}
