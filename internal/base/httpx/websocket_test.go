package httpx_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

func TestWebSocketsPassTheWholeChain(t *testing.T) {
	store := kept(t)
	h := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := (httpx.Origins{}).CheckOrigin(r); err != nil {
			httpx.WriteError(w, r, err)
			return
		}
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		if err := c.Write(r.Context(), websocket.MessageText, []byte("hello")); err != nil {
			t.Error(err)
		}
		_ = c.Close(websocket.StatusNormalClosure, "")
	}), httpx.RequestIDs, httpx.Log(slog.New(slog.DiscardHandler)), httpx.Metrics(prometheus.NewRegistry()), httpx.Recover,
		httpx.SecurityHeaders(httpx.Policy{}), httpx.Compress(func(*http.Request) bool { return false }), httpx.LimitBody(10), httpx.Timeout(time.Minute, httpx.Streams),
		httpx.Authenticate(verifier("good"), httpx.Cookies{}, httpx.Origins{}),
		httpx.Idempotent(func(*http.Request) httpx.IdempotencyStore { return store }, 10))
	server := httptest.NewServer(h)
	defer server.Close()
	c, _, err := websocket.Dial(t.Context(), server.URL, &websocket.DialOptions{HTTPHeader: http.Header{"Cookie": {"codecraft_access=good"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseNow()
	if _, got, err := c.Read(t.Context()); err != nil || string(got) != "hello" {
		t.Errorf("read %q, %v", got, err)
	}
	_, refused, err := websocket.Dial(t.Context(), server.URL, &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {"http://evil.example"}}})
	if err == nil || refused.StatusCode != http.StatusForbidden {
		t.Errorf("another site's page was let in: %v", err)
	}
}
