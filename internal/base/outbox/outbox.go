// Package outbox sends durable messages that belong to a transaction: what is added in it is sent
// if and only if it is committed.
//
// A message is a row until the stream has stored it; then the row is deleted. A crash in between
// sends it again, with the same message id: the stream drops it when it comes within its window of
// two minutes, and after that consumers see it twice, which they must bear. Messages of one service
// go out in the order of their ids; only replicas that share a PostgreSQL send side by side, and
// then order holds within a batch. A message belongs to the request, and to the trace, that it was added in.
package outbox

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

//go:embed migrations
var migrations embed.FS

// Migrate makes the table outbox in the service's schema. Its versions are numbered apart from the
// service's own.
func Migrate(ctx context.Context, d *db.DB) error {
	return d.MigrateSet(ctx, "outbox", migrations)
}

// Add puts a message into the outbox, in the transaction of ctx. Adding one whose id is still there
// changes nothing.
func Add(ctx context.Context, d *db.DB, subject, messageID string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode the message %s: %w", subject, err)
	}
	_, err = db.Exec(ctx, d, `INSERT INTO outbox (subject, message_id, body, request_id, traceparent, created_at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (message_id) DO NOTHING`,
		subject, messageID, string(body), httpx.RequestID(ctx), traces.Parent(ctx), time.Now())
	if err != nil {
		return fmt.Errorf("add %s to the outbox: %w", subject, err)
	}
	d.AfterCommit(ctx, func() { wake(d) })
	return nil
}

// bells wake the relay of a database in this process: *db.DB to chan struct{}.
var bells sync.Map

func bell(d *db.DB) chan struct{} {
	b, _ := bells.LoadOrStore(d, make(chan struct{}, 1))
	return b.(chan struct{})
}

func wake(d *db.DB) {
	select {
	case bell(d) <- struct{}{}:
	default: // it rings already
	}
}
