package db_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

// Whoever went away is not told apart from a fault of the database unless the error says that the context has ended.
func TestWhatIsCancelledSaysSo(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		for i := range 5 {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Duration(i+1)*5*time.Millisecond, cancel)
			_, err := db.One[int](ctx, d, `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000000000) SELECT count(*) FROM c`)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("a query that was cancelled fails with %v", err)
			}
		}
		for range 200 {
			ctx, cancel := context.WithCancel(ctx)
			err := d.InTx(ctx, func(ctx context.Context) error {
				_, err := db.Exec(ctx, d, `DELETE FROM book`)
				cancel()
				return err
			})
			cancel()
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatalf("a transaction that was cancelled fails with %v", err)
			}
		}
	})
}
