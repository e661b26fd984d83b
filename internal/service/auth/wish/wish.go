package wish

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Box holds the wishes of one kind.
type Box struct {
	db     *db.DB
	insert string
	take   string
	noted  chan struct{}
}

// New makes a box over a table.
func New(d *db.DB, table string) *Box {
	return &Box{
		db:     d,
		insert: `INSERT INTO ` + table + ` (id, email, created_at) VALUES ($1, $2, $3) ON CONFLICT (email) DO NOTHING`,
		take:   `DELETE FROM ` + table + ` WHERE id IN (SELECT id FROM ` + table + ` ORDER BY id LIMIT 1 ${SKIP_LOCKED}) RETURNING email`,
		noted:  make(chan struct{}, 1),
	}
}

// Note keeps the wish of an address.
func (b *Box) Note(ctx context.Context, email string, now time.Time) error {
	if _, err := db.Exec(ctx, b.db, b.insert, ids.New[string](), email, now); err != nil {
		return err
	}
	select {
	case b.noted <- struct{}{}:
	default: // the worker is awake already
	}
	return nil
}

// Noted rings when a wish is noted in this process.
func (b *Box) Noted() <-chan struct{} { return b.noted }

// Grant answers every noted wish, the oldest first, each in the transaction in which it goes.
func (b *Box) Grant(ctx context.Context, answer func(ctx context.Context, email string) error) error {
	for {
		left := false
		err := b.db.InTx(ctx, func(ctx context.Context) error {
			email, err := db.WriteOne[string](ctx, b.db, b.take)
			if left = err == nil; errors.Is(err, db.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
			return answer(ctx, email)
		})
		if err != nil || !left {
			return err
		}
	}
}
