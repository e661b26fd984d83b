package bus_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"go.opentelemetry.io/otel/codes"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// traced are two connections to one server, of which the second one makes spans.
func traced(t *testing.T) (from, to *bus.Bus, spans *harness.Spans, request context.Context) {
	t.Helper()
	provider, spans := harness.Traces(t)
	address := harness.NATSServer(t)
	to, err := bus.Start(bus.Config{Name: t.Name(), URL: address, Log: harness.Log(t), Traces: provider})
	check(t, err)
	t.Cleanup(func() { check(t, to.Close()) })
	request, root := traces.Serve(t.Context(), provider, "request")
	t.Cleanup(func() { traces.End(root, nil) })
	return harness.RemoteBus(t, address), to, spans, request
}

func TestAQuestionAndItsAnswerAreOneTrace(t *testing.T) {
	from, to, spans, request := traced(t)
	stop, err := bus.Serve(to, "shop.buy.0193", "shop", func(ctx context.Context, n note) (note, error) {
		return note{traces.ID(ctx)}, nil
	})
	check(t, err)
	defer func() { check(t, stop()) }()
	got, err := bus.Request[note, note](request, from, "shop.buy.0193", note{})
	check(t, err)
	asked := spans.Named("ask shop.buy")
	harness.Eventually(t, soon, func() error { // the answer is there before the span has ended
		if n := len(spans.All()); n != 2 {
			return fmt.Errorf("%d spans", n)
		}
		return nil
	})
	answered := spans.Named("answer shop.buy")
	if got.Text != traces.ID(request) || answered.Parent().SpanID() != asked.SpanContext().SpanID() || asked.SpanContext().TraceID().String() != got.Text {
		t.Errorf("asked in %v, answered in %v within %v", asked.SpanContext(), answered.SpanContext(), answered.Parent())
	}
	if _, err = bus.Request[note, note](t.Context(), from, "shop.buy.0193", note{}); err != nil || len(spans.All()) != 2 {
		t.Errorf("who asks outside of a trace has made spans: %v", err)
	}
}

func TestARefusedQuestionIsAFailedSpan(t *testing.T) {
	_, to, spans, request := traced(t)
	stop, err := bus.Serve(to, "shop.sell", "shop", func(context.Context, note) (note, error) {
		return note{}, errs.New(errs.Conflict, "sold_out", "kim@candidates.example has the last one")
	})
	check(t, err)
	defer func() { check(t, stop()) }()
	if _, err := bus.Request[note, note](request, to, "shop.sell", note{}); err == nil {
		t.Fatal("it was not refused")
	}
	if got := spans.Named("ask shop.sell").Status(); got.Code != codes.Error || got.Description != "sold_out" {
		t.Errorf("the span is %v", got)
	}
}

func TestADurableMessageIsHandledInTheTraceItWasSentIn(t *testing.T) {
	from, to, spans, request := traced(t)
	check(t, from.EnsureStream(t.Context(), bus.StreamConfig{Name: "T", Subjects: []string{"t.>"}}))
	check(t, from.PublishDurable(request, "t.made", "1", note{"first"}))
	check(t, from.PublishDurable(t.Context(), "t.made", "2", note{"of nobody's request"}))
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	seen := 0
	_ = to.Consume(ctx, bus.ConsumerConfig{Stream: "T", Durable: "d", Backoff: []time.Duration{time.Millisecond}}, func(_ context.Context, d bus.Delivery) error {
		if d.MessageID == "1" && d.Attempts == 1 {
			return errs.New(errs.Unavailable, "later", "later")
		}
		if seen++; seen == 2 {
			cancel()
		}
		return nil
	})
	all := spans.All()
	if len(all) != 2 {
		t.Fatalf("%d spans, want one a delivery", len(all))
	}
	for i, span := range all {
		if span.Name() != "handle t.made" || span.SpanContext().TraceID().String() != traces.ID(request) || harness.Said(span, "codecraft.delivery") != fmt.Sprint(i+1) {
			t.Errorf("%s %v of %v", span.Name(), span.Attributes(), span.SpanContext())
		}
	}
	if all[0].Status().Description != "later" {
		t.Errorf("the first delivery is %v", all[0].Status())
	}
}
