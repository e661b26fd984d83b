package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

const (
	poll  = time.Second // for what another process added, or what could not be sent
	batch = 100
)

// Relay sends what is in the outbox. One runs in each process of the service.
type Relay struct {
	DB  *db.DB
	Bus *bus.Bus
	Log *slog.Logger
}

// Run sends until ctx ends: at once after a commit in this process, and every second.
func (r Relay) Run(ctx context.Context) error {
	defer bells.Delete(r.DB)
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		if err := r.Flush(ctx); err != nil && ctx.Err() == nil {
			r.Log.Error("the outbox could not be sent, trying again", "schema", r.DB.Schema(), "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-bell(r.DB):
		case <-tick.C:
		}
	}
}

// Flush sends all there is now. A message whose subject no stream keeps stays behind, and so do
// those after it on that subject; the others go.
func (r Relay) Flush(ctx context.Context) error {
	var stuck []string
	for {
		sent, failed, err := r.batch(ctx, stuck)
		if err != nil {
			return err
		}
		if failed != "" {
			stuck = append(stuck, failed)
			r.Log.Error("no stream keeps a subject of the outbox", "schema", r.DB.Schema(), "subject", failed)
			continue
		}
		if sent < batch {
			return nil
		}
	}
}

type message struct {
	ID        int64  `db:"id"`
	Subject   string `db:"subject"`
	MessageID string `db:"message_id"`
	Body      string `db:"body"`
	RequestID string `db:"request_id"`
	Parent    string `db:"traceparent"`
}

// batch sends up to a batch of messages. On PostgreSQL their rows stay locked meanwhile, so that
// another replica takes others; on SQLite that would lock out every writer, and the relay is alone.
func (r Relay) batch(ctx context.Context, stuck []string) (sent int, failed string, err error) {
	send := func(ctx context.Context) (err error) {
		sent, failed, err = r.send(ctx, stuck)
		return err
	}
	if r.DB.Postgres() {
		return sent, failed, r.DB.InTx(ctx, send)
	}
	err = send(ctx)
	return sent, failed, err
}

func (r Relay) send(ctx context.Context, stuck []string) (sent int, failed string, err error) {
	messages, err := due(ctx, r.DB, stuck)
	if err != nil {
		return 0, "", err
	}
	var done []int64
	var failure error
	for _, m := range messages {
		of := traces.WithParent(httpx.WithRequestID(ctx, m.RequestID), m.Parent)
		if failure = r.Bus.PublishDurable(of, m.Subject, m.MessageID, json.RawMessage(m.Body)); failure != nil {
			failed = m.Subject
			break
		}
		done = append(done, m.ID)
	}
	if err := remove(ctx, r.DB, done); err != nil {
		return 0, "", err
	}
	if failure != nil && !bus.NoStream(failure) {
		// The rows sent are deleted even so: the caller commits and comes again with the next tick.
		r.Log.Warn("the outbox waits for the queue", "schema", r.DB.Schema(), "error", failure)
		return 0, "", nil
	}
	return len(done), failed, nil
}

func due(ctx context.Context, d *db.DB, stuck []string) ([]message, error) {
	where := db.Where("1 = 1")
	for _, subject := range stuck {
		where.And("subject <> ?", subject)
	}
	query := `SELECT id, subject, message_id, body, request_id, traceparent FROM outbox` + where.SQL() + ` ORDER BY id` + where.Limit(batch) + ` ${SKIP_LOCKED}`
	messages, err := db.Select[message](ctx, d, query, where.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	return messages, nil
}

func remove(ctx context.Context, d *db.DB, done []int64) error {
	if len(done) == 0 {
		return nil
	}
	where := db.In(new(db.Conditions), "id", done)
	if _, err := db.Exec(ctx, d, `DELETE FROM outbox`+where.SQL(), where.Args()...); err != nil {
		return fmt.Errorf("delete from the outbox: %w", err)
	}
	return nil
}

// Waiting counts the messages not sent yet and tells since when the oldest waits.
func Waiting(ctx context.Context, d *db.DB) (count int64, oldest time.Time, err error) {
	type line struct {
		Count  int64      `db:"count"`
		Oldest *time.Time `db:"oldest"`
	}
	l, err := db.One[line](ctx, d, `SELECT count(*) AS count, min(created_at) AS oldest FROM outbox`)
	if l.Oldest != nil {
		oldest = *l.Oldest
	}
	return l.Count, oldest, err
}
