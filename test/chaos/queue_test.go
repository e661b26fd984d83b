package chaos

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/test/form"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestNothingIsLostWithAServerOfTheQueue kills the servers of a NATS cluster one after the other, each while messages are sent and
// handled: what a stream of three copies has acknowledged is handled, whichever of them is away.
func TestNothingIsLostWithAServerOfTheQueue(t *testing.T) {
	form.Whole(t, "TestPartsKilledAmidSubmissions, with the queue's one server among the parts")
	const copies, each = 3, 100
	servers, url := harness.Cluster(t, copies)
	b, err := bus.Start(bus.Config{Name: t.Name(), URL: url, Copies: copies, Log: harness.Log(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	if err := b.EnsureStream(t.Context(), bus.StreamConfig{Name: "JOBS", Subjects: []string{"jobs.>"}, WorkQueue: true}); err != nil {
		t.Fatal(err)
	}
	handled := make(chan string, 1)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- b.Consume(ctx, bus.ConsumerConfig{Stream: "JOBS", Durable: "workers"}, func(ctx context.Context, d bus.Delivery) error {
			select {
			case handled <- d.MessageID:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	defer func() {
		end()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}()
	warm(t, b, servers, handled)
	for round, server := range servers {
		sent := make(chan error, 1)
		go func() { sent <- send(t.Context(), b, round, each, server) }()
		missing := map[string]bool{}
		for n := range each {
			missing[messageID(round, n)] = true
		}
		for len(missing) > 0 {
			select {
			case id := <-handled:
				delete(missing, id)
			case <-time.After(harness.Patience):
				t.Fatalf("round %d: %d messages were never handled", round, len(missing))
			}
		}
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
		server.Start()
	}
}

// warm sends a message until it is handled. Servers that have just met now and then leave a consumer without any of them that keeps it,
// until one starts again (nats-server#5738); who sets a cluster up meets that at once, and it is not what this test is about.
func warm(t *testing.T, b *bus.Bus, servers []*harness.Server, handled <-chan string) {
	t.Helper()
	for try := range 4 {
		if err := b.PublishDurable(t.Context(), "jobs.a", messageID(-1, try), []byte("x")); err != nil {
			t.Fatal(err)
		}
		select {
		case <-handled:
			return
		case <-time.After(20 * time.Second):
			last := servers[len(servers)-1]
			last.Kill()
			last.Start()
		}
	}
	t.Fatal("the cluster hands out no message")
}

// send kills the server when half of the messages are sent. One that is not acknowledged is sent again, as the same.
func send(ctx context.Context, b *bus.Bus, round, messages int, server *harness.Server) error {
	for n := range messages {
		if n == messages/2 {
			server.Kill()
		}
		for tries := 1; ; tries++ {
			err := b.PublishDurable(ctx, "jobs.a", messageID(round, n), []byte("x"))
			if err == nil {
				break
			}
			if tries == 50 || ctx.Err() != nil {
				return fmt.Errorf("message %d of round %d: %w", n, round, err)
			}
		}
	}
	return nil
}

func messageID(round, n int) string { return fmt.Sprintf("%d-%d", round, n) }
