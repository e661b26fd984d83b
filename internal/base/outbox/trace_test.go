package outbox_test

import (
	"context"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestAMessageIsSentInTheTraceItWasAddedIn: the request has long been answered by then, maybe by another process.
func TestAMessageIsSentInTheTraceItWasAddedIn(t *testing.T) {
	each(t, func(t *testing.T, open func() *db.DB, b *bus.Bus) {
		provider, _ := harness.Traces(t)
		request, root := traces.Serve(t.Context(), provider, "request")
		d := open()
		check(t, d.InTx(request, func(ctx context.Context) error { return outbox.Add(ctx, d, "events.a", "traced", 1) }))
		traces.End(root, nil)
		check(t, d.InTx(t.Context(), func(ctx context.Context) error { return outbox.Add(ctx, d, "events.a", "untraced", 2) }))
		relay(t, open(), b)
		ctx, cancel := context.WithTimeout(t.Context(), soon)
		defer cancel()
		in := map[string]string{}
		_ = b.Consume(ctx, bus.ConsumerConfig{Stream: "EVENTS", Durable: "d"}, func(ctx context.Context, m bus.Delivery) error {
			if in[m.MessageID] = traces.ID(ctx); len(in) == 2 {
				cancel()
			}
			return nil
		})
		if want := root.SpanContext().TraceID().String(); in["traced"] != want || in["untraced"] != "" {
			t.Errorf("messages came in the traces %q, want %s", in, want)
		}
	})
}
