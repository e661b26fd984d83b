package scenario

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/form"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// elsewhere is a video server that the product does not run, and the flags that lead to it.
func elsewhere(t *testing.T) (url string, flags []string, stop func()) {
	t.Helper()
	_, udp, _ := net.SplitHostPort(harness.FreeAddr(t))
	_, tcp, _ := net.SplitHostPort(harness.FreeAddr(t))
	var c livekit.Config
	if _, err := fmt.Sscan(udp+" "+tcp, &c.UDPPort, &c.TCPPort); err != nil {
		t.Fatal(err)
	}
	server, err := livekit.Start(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	over := make(chan error, 1)
	go func() { over <- server.Run(ctx) }()
	ended := false
	stop = func() {
		if cancel(); !ended {
			ended = true
			if err := <-over; err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(stop)
	url = strings.Replace(server.URL, "http", "ws", 1)
	return url, []string{"--media", "livekit", "--livekit-url", url, "--livekit-key", server.Key, "--livekit-secret", server.Secret}, stop
}

// TestInterviewByALiveKitServer: people meet on a server that the product does not run. Pages may talk to it, and to nothing else; that it
// has gone is told to operators, and keeps nothing else from work.
func TestInterviewByALiveKitServer(t *testing.T) {
	t.Parallel()
	url, flags, stop := elsewhere(t)
	p := product.StartEmpty(t, flags...)
	Interview(t, p)
	page := client.New(t, p.URL).Raw(http.MethodGet, "/", nil, nil)
	if policy := page.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self' "+url+" "+strings.Replace(url, "ws", "http", 1)+";") {
		t.Errorf("pages may talk to %s", policy)
	}
	owner := client.New(t, p.URL).SignIn(product.Owner, product.Password)
	told := func(state string) {
		t.Helper()
		harness.Eventually(t, harness.Patience, func() error {
			o, text, err := overview(owner)
			if err != nil {
				return err
			}
			for _, part := range o.Parts {
				if part.Name == operations.VideoUnit && part.State == state {
					return nil
				}
			}
			return fmt.Errorf("video is not %s: %s", state, text)
		})
	}
	told(operations.Ready)
	stop()
	told(operations.Failing)
	if a := client.New(t, p.URL).Raw(http.MethodGet, "/readyz", nil, nil); a.Status != http.StatusOK {
		t.Errorf("without a video server the product is not ready: %d %s", a.Status, a.Body)
	}
}

// TestInterviewByALiveKitServerInSplitProcesses: web tells pages where it is, interviews asks it.
func TestInterviewByALiveKitServerInSplitProcesses(t *testing.T) {
	form.Whole(t, "TestInterviewByALiveKitServer and TestInterviewInSplitProcesses")
	t.Parallel()
	_, flags, _ := elsewhere(t)
	Interview(t, product.StartEmptySplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)}, flags...))
}
