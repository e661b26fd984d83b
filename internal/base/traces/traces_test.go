package traces_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const sampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

func TestASpanIsWithinTheOneOfItsContext(t *testing.T) {
	from, spans := harness.Traces(t)
	ctx, root := traces.Serve(t.Context(), from, "root")
	inner, child := traces.Start(ctx, "child", traces.Run.String("7"))
	traces.Note(inner, traces.Judgement.String("8"))
	traces.End(child, nil)
	traces.End(root, nil)
	got := spans.Named("child")
	if got.Parent().SpanID() != root.SpanContext().SpanID() || harness.Said(got, "codecraft.run.id") != "7" || harness.Said(got, "codecraft.judgement.id") != "8" {
		t.Errorf("the child is %v within %v", got.Attributes(), got.Parent())
	}
}

func TestNothingBeginsATraceButARequest(t *testing.T) {
	from, spans := harness.Traces(t)
	for says, ctx := range map[string]context.Context{
		"no span":                      t.Context(),
		"one that is not recorded":     traces.WithParent(t.Context(), strings.TrimSuffix(sampled, "1")+"0"),
		"what is no traceparent":       traces.WithParent(t.Context(), "00-x"),
		"one of another process alone": traces.WithParent(t.Context(), ""),
	} {
		if _, span := traces.Start(ctx, "work"); span.IsRecording() {
			t.Errorf("%s: Start has begun a span", says)
		}
		if _, span := traces.Continue(ctx, from, "work", trace.SpanKindConsumer); span.IsRecording() {
			t.Errorf("%s: Continue has begun a span", says)
		}
		if id := traces.ID(ctx); id != "" {
			t.Errorf("%s: it is in the trace %s", says, id)
		}
	}
	if _, span := traces.Continue(traces.WithParent(t.Context(), sampled), nil, "work", trace.SpanKindConsumer); span.IsRecording() {
		t.Error("without a provider there is a span")
	}
	if n := len(spans.All()); n != 0 {
		t.Errorf("%d spans were made", n)
	}
}

func TestASpanIsCarriedFromProcessToProcess(t *testing.T) {
	from, _ := harness.Traces(t)
	ctx, span := traces.Serve(traces.WithParent(t.Context(), sampled), from, "root")
	carried := traces.Parent(ctx)
	if !strings.HasPrefix(carried, "00-0af7651916cd43dd8448eb211c80319c-") || !strings.HasSuffix(carried, "-01") {
		t.Errorf("carried as %q", carried)
	}
	if got := traces.Parent(traces.WithParent(t.Context(), carried)); got != carried {
		t.Errorf("passed on as %q, came as %q", got, carried)
	}
	traces.End(span, nil)
	if got, want := traces.Parent(ctx), strings.TrimSuffix(carried, "1")+"0"; got != want {
		t.Errorf("after its end it is carried as %q, want %q", got, want)
	}
	if _, late := traces.Start(ctx, "late"); late.IsRecording() {
		t.Error("a span has begun within one that has ended")
	}
}

func TestAFailureIsACodeAndNoText(t *testing.T) {
	from, spans := harness.Traces(t)
	_, span := traces.Serve(t.Context(), from, "of ours")
	traces.End(span, errors.New("mail to kim@candidates.example"))
	_, span = traces.Serve(t.Context(), from, "of theirs")
	traces.End(span, errs.New(errs.Conflict, "taken", "kim@candidates.example is taken"))
	for name, want := range map[string]string{"of ours": "internal", "of theirs": "taken"} {
		got := spans.Named(name)
		if s := got.Status(); s.Code != codes.Error || s.Description != want || len(got.Events()) > 0 {
			t.Errorf("%s: %v with the events %v", name, s, got.Events())
		}
	}
}
