package httpx_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

func TestEventsOverTheWire(t *testing.T) {
	ended := make(chan struct{})
	server := httptest.NewServer(httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(ended)
		s, err := httpx.Events(w, r)
		if err != nil {
			t.Error(err)
			return
		}
		defer s.Close()
		if err := s.Send("8", "output", map[string]string{"after": s.LastEventID, "text": "a\nb"}); err != nil {
			t.Error(err)
		}
		if err := s.Send("", "", 1); err != nil {
			t.Error(err)
		}
		<-s.Done()
	}), httpx.RequestIDs, httpx.Recover))
	defer server.Close()
	ctx, leave := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Last-Event-ID", "7")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if got := w.Header.Get("Content-Type"); got != "text/event-stream" || w.Header.Get("X-Accel-Buffering") != "no" {
		t.Errorf("Content-Type is %q", got)
	}
	want := "retry: 2000\n\nid: 8\nevent: output\ndata: {\"after\":\"7\",\"text\":\"a\\nb\"}\n\ndata: 1\n\n"
	got := make([]byte, len(want))
	if _, err := io.ReadFull(bufio.NewReader(w.Body), got); err != nil || string(got) != want {
		t.Errorf("got %q, %v", got, err)
	}
	leave()
	<-ended // a client that leaves ends the handler
}

func TestEventsKeepAliveAndEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := httptest.NewRecorder()
		s, err := httpx.Events(w, request(t, "GET", "/?lastEventId=5", ""))
		if err != nil || s.LastEventID != "5" {
			t.Fatalf("LastEventID is %q, %v", s.LastEventID, err)
		}
		time.Sleep(46 * time.Second) // the bubble's clock
		s.Close()
		if beats := strings.Count(w.Body.String(), ":\n\n"); beats != 3 {
			t.Errorf("%d heartbeats in 46 s", beats)
		}
		if err := s.Send("", "x", 1); err == nil {
			t.Error("a closed stream takes events")
		}
	})
}

func TestEventsRefuseWhatBreaksTheFormat(t *testing.T) {
	s, err := httpx.Events(httptest.NewRecorder(), request(t, "GET", "/", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if s.Send("1\n2", "x", 1) == nil || s.Send("1", "x\ny", 1) == nil || s.Send("1", "x", func() {}) == nil {
		t.Error("it was sent")
	}
}
