package db_test

import (
	"context"
	"errors"
	"testing"

	"go.opentelemetry.io/otel/codes"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestATransactionHasASpan: one each, and none where it joins another or nothing is traced.
func TestATransactionHasASpan(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		d := open("library")
		provider, spans := harness.Traces(t)
		request, root := traces.Serve(t.Context(), provider, "request")
		nothing := func(context.Context) error { return nil }
		refused := errors.New("refused")
		for _, ctx := range []context.Context{t.Context(), request} {
			if err := d.InTx(ctx, func(ctx context.Context) error { return errors.Join(d.InTx(ctx, nothing), refused) }); !errors.Is(err, refused) {
				t.Fatal(err)
			}
		}
		all := spans.All()
		if len(all) != 1 {
			t.Fatalf("%d spans, want that of the one in a trace", len(all))
		}
		got := all[0]
		if got.Name() != "transaction" || harness.Said(got, "db.namespace") != "library" || got.Parent().SpanID() != root.SpanContext().SpanID() || got.Status().Code != codes.Error {
			t.Errorf("%s %v, %v", got.Name(), got.Attributes(), got.Status())
		}
	})
}
